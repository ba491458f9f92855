// Who is signed in: a token from wx.login, kept until it expires. Nobody is asked for anything.

import { tell } from './events'
import { Problem } from './problem'
import { drop, keep, recall } from './storage'
import { exchange } from './transport'

export interface User {
  id: string
  nickname: string | null
  locale: string
  public_name: boolean
  travel_consent_at: string | null
}

export interface Session {
  token: string
  expires_at: string
  user: User
}

const KEPT_AS = 'session'
const LOGIN_TIMEOUT_MS = 10_000
let pending: Promise<Session> | undefined

/** The session there is, or a new one. Calls at the same moment share one login. Throws Problem. */
export function session(): Promise<Session> {
  const kept = current()
  if (kept) return Promise.resolve(kept)
  pending ??= logIn().finally(() => {
    pending = undefined
  })
  return pending
}

export function signedIn(): boolean {
  return current() !== undefined
}

export function current(): Session | undefined {
  const kept = recall<Session>(KEPT_AS)
  return kept && kept.expires_at > new Date().toISOString() ? kept : undefined
}

/** What the server said about the user after a change. */
export function remember(user: User): void {
  const kept = current()
  if (kept) keep(KEPT_AS, { ...kept, user })
}

export function forget(): void {
  drop(KEPT_AS)
}

/** A token was refused: forgets it, unless another call has already put a fresh one in its place. */
export function refused(token: string): void {
  if (current()?.token === token) forget()
}

async function logIn(): Promise<Session> {
  let made: Session
  try {
    made = await withCode(await loginCode())
  } catch (thrown) {
    // a code works once: when an answer was lost on its way, only a new code helps
    if (!(thrown instanceof Problem) || !(thrown.open || thrown.code === 'login_code_invalid')) throw thrown
    made = await withCode(await loginCode())
  }
  keep(KEPT_AS, made)
  tell('login', undefined)
  return made
}

function withCode(code: string): Promise<Session> {
  return exchange<Session>({
    method: 'POST', path: '/sessions', body: { code }, headers: {}, timeoutMs: LOGIN_TIMEOUT_MS,
  })
}

function loginCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.login({
      timeout: LOGIN_TIMEOUT_MS,
      success: ({ code }) => resolve(code),
      // single-page mode, no network, or WeChat itself: nobody can be signed in now
      fail: () => reject(new Problem(0, 'login_unavailable', '')),
    })
  })
}
