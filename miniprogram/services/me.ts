// The user's own data: name, language, consent, export, deletion.

import { tell } from '../core/events'
import { LANGUAGE_KEPT_AS } from '../core/i18n'
import { current, forget, remember, session } from '../core/session'
import type { User } from '../core/session'
import { request } from '../core/request'
import { wipe } from '../core/storage'

export type { User } from '../core/session'

export interface MyChanges {
  /** null removes it */
  nickname?: string | null
  locale?: string
  public_name?: boolean
  /** true: travel data may be used; false takes it back */
  travel_consent?: boolean
}

/** Signs in silently when needed. Throws Problem. */
export async function me(): Promise<User> {
  await session()
  const user = await request<User>({ path: '/me', token: 'required' })
  remember(user)
  return user
}

/** What is known without asking anybody; undefined when signed out. */
export function knownMe(): User | undefined {
  return current()?.user
}

/** Throws Problem name_refused. */
export async function changeMe(changes: MyChanges): Promise<User> {
  const user = await request<User>({ method: 'PATCH', path: '/me', body: changes, token: 'required' })
  remember(user)
  tell('me', undefined)
  return user
}

/** Everything kept about the user. */
export function exportMe(): Promise<Record<string, unknown>> {
  return request({ path: '/me/export', token: 'required', timeoutMs: 30_000 })
}

/** Throws Problem account_has_open_orders. Afterwards nobody is signed in, and the phone knows nothing but the language. */
export async function deleteMe(): Promise<void> {
  await request<unknown>({ method: 'DELETE', path: '/me', token: 'required' })
  forget()
  wipe(LANGUAGE_KEPT_AS)
  tell('me', undefined)
}
