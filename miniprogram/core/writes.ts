// A write that may be sent twice and happens once: its key lives until the server's answer is final.

import { answered, keyFor } from './keys'
import { Problem, request } from './request'
import type { Call } from './request'

/** `purpose` names the act, not the attempt: `order:<footprint>`. Throws Problem; while it is `open`, the key is kept. */
export async function write<T>(purpose: string, call: Call): Promise<T> {
  try {
    const done = await request<T>({ token: 'required', method: 'POST', ...call, key: keyFor(purpose, call.body) })
    answered(purpose)
    return done
  } catch (thrown) {
    if (thrown instanceof Problem && !thrown.open) answered(purpose)
    throw thrown
  }
}
