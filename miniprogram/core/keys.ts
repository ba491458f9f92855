// An Idempotency-Key for each purpose, kept across restarts until the server has answered: money is never asked for twice.

import { keep, recall } from './storage'

interface KeptKey {
  key: string
  /** of the body: another body is another act and gets another key */
  digest: string
  at: number
}

const KEPT_AS = 'keys'
const LIFETIME_MS = 24 * 3600 * 1000 // as long as the server promises to know a key

/** The same key for the same purpose and body, until `answered`. */
export function keyFor(purpose: string, body: unknown): string {
  const keys = kept()
  const digest = digestOf(JSON.stringify(body ?? null))
  const known = keys[purpose]
  if (known?.digest === digest) return known.key
  const key = `${Date.now().toString(36)}-${random()}${random()}`
  keep(KEPT_AS, { ...keys, [purpose]: { key, digest, at: Date.now() } })
  return key
}

export function answered(purpose: string): void {
  const { [purpose]: _gone, ...others } = kept()
  keep(KEPT_AS, others)
}

function kept(): Record<string, KeptKey> {
  const oldest = Date.now() - LIFETIME_MS
  const all = recall<Record<string, KeptKey>>(KEPT_AS) ?? {}
  return Object.fromEntries(Object.entries(all).filter(([, each]) => each.at > oldest))
}

function random(): string {
  return Math.random().toString(36).slice(2).padEnd(11, '0')
}

/** 53 bits of FNV-like mixing: tells bodies apart without keeping anybody's name in storage. Not for secrets. */
function digestOf(text: string): string {
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    low = Math.imul(low ^ unit, 2654435761)
    high = Math.imul(high ^ unit, 1597334677)
  }
  return `${(low >>> 0).toString(16)}${(high >>> 0).toString(16)}`
}
