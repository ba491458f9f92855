// What a guest has typed into a calculator and not used yet: on this phone only, per scene, for a week at most.

import { drop, keep, recall } from '../core/storage'
import type { Entry } from './calculators'

interface Draft {
  inputs: Entry
  at: number
}

const KEPT_AS = 'drafts'
const LIFETIME_MS = 7 * 24 * 3600 * 1000

export function draftOf(code: string): Entry | undefined {
  return drafts()[code]?.inputs
}

export function keepDraft(code: string, inputs: Entry): void {
  keep(KEPT_AS, { ...drafts(), [code]: { inputs, at: Date.now() } })
}

/** Once an order was placed with it. */
export function forgetDraft(code: string): void {
  const { [code]: _gone, ...others } = drafts()
  keep(KEPT_AS, others)
}

/** Once the consent was taken back. */
export function forgetDrafts(): void {
  drop(KEPT_AS)
}

function drafts(): Record<string, Draft> {
  const oldest = Date.now() - LIFETIME_MS
  const all = recall<Record<string, Draft>>(KEPT_AS) ?? {}
  return Object.fromEntries(Object.entries(all).filter(([, each]) => each.at > oldest))
}
