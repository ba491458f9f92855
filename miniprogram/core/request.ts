// Every call to our server: token, one renewal of it, and patience. What goes over the wire is transport.ts.

import { Problem } from './problem'
import { current, refused, session } from './session'
import { exchange } from './transport'
import type { Method } from './transport'

export { Problem, asProblem } from './problem'
export type { FieldProblem } from './problem'

export interface Call {
  method?: Method
  path: string
  query?: Record<string, string | number | undefined>
  body?: unknown
  /** Idempotency-Key; most calls get theirs from writes.ts */
  key?: string
  /** `optional` (the default) sends a token where there is one and never asks for a login */
  token?: 'required' | 'optional' | 'none'
  timeoutMs?: number
}

const TIMEOUT_MS = 10_000
const PAUSES_MS = [600, 1_800]
const LONGEST_PAUSE_MS = 6_000

/** Throws Problem. GET and keyed writes are sent again while nothing is decided. */
export async function request<T>(call: Call): Promise<T> {
  const patient = (call.method ?? 'GET') === 'GET' || call.key !== undefined
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await withToken<T>(call)
    } catch (thrown) {
      const pause = thrown instanceof Problem && patient ? pauseBefore(attempt, thrown) : undefined
      if (pause === undefined) throw thrown
      await sleep(pause)
    }
  }
}

async function withToken<T>(call: Call): Promise<T> {
  const token = await tokenFor(call)
  try {
    return await send<T>(call, token)
  } catch (thrown) {
    if (!token || !(thrown instanceof Problem) || thrown.code !== 'token_invalid') throw thrown
    refused(token)
    return send<T>(call, await tokenFor(call, true))
  }
}

async function tokenFor(call: Call, again = false): Promise<string | undefined> {
  if (call.token === 'none') return undefined
  if (call.token === 'required') return (await session()).token
  if (!again) return current()?.token
  return session().then((made) => made.token, () => undefined) // an optional call goes on without
}

function send<T>(call: Call, token: string | undefined): Promise<T> {
  return exchange<T>({
    method: call.method ?? 'GET',
    path: call.path,
    ...(call.query && { query: call.query }),
    body: call.body,
    headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(call.key && { 'Idempotency-Key': call.key }) },
    timeoutMs: call.timeoutMs ?? TIMEOUT_MS,
  })
}

/** Milliseconds, or undefined when the answer stands. A server that asks for longer than a guest waits is believed. */
function pauseBefore(attempt: number, problem: Problem): number | undefined {
  const worthIt = [0, 429, 502, 503, 504].includes(problem.status) || problem.code === 'idempotency_in_flight'
  const pause = PAUSES_MS[attempt]
  if (!worthIt || pause === undefined || problem.code === 'login_unavailable') return undefined
  const asked = problem.retryAfterS * 1_000
  return asked > LONGEST_PAUSE_MS ? undefined : Math.max(asked, pause * (0.75 + Math.random() / 2))
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
