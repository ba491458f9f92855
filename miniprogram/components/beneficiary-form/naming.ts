// In whose name: what a guest has chosen, and how it is sent with an order. Pure.

import type { Beneficiary } from '../../services/orders'

export type Who = 'self' | 'company' | 'many'

export interface Naming {
  who: Who
  /** my own name; empty: a guest */
  name: string
  /** id of the organisation */
  company: string
  /** beside the friends one for me */
  withMe: boolean
  friends: string[]
  public: boolean
}

export const MOST_FRIENDS = 10

function friendsNamed(naming: Naming): string[] {
  return naming.friends.map((each) => each.trim()).filter(Boolean)
}

/** Whether the order can be placed as it is. */
export function complete(naming: Naming): boolean {
  if (naming.who === 'company') return naming.company !== ''
  return naming.who === 'self' || friendsNamed(naming).length > 0
}

/** `unnamed`: what stands for somebody who gave no name. */
export function beneficiariesOf(naming: Naming, unnamed: string): { beneficiary?: Beneficiary; beneficiaries?: Beneficiary[]; public: boolean } {
  const name = naming.name.trim()
  const me: Beneficiary = { kind: 'person', name: name || unnamed, is_self: true }
  if (naming.who === 'company') return { beneficiary: { kind: 'organisation', id: naming.company }, public: naming.public }
  const shown = naming.public && name !== '' // nobody is shown as nobody
  if (naming.who === 'self') return { beneficiary: me, public: shown }
  const friends = friendsNamed(naming).map((each): Beneficiary => ({ kind: 'person', name: each, is_self: false }))
  return { beneficiaries: naming.withMe ? [me, ...friends].slice(0, MOST_FRIENDS) : friends, public: shown && naming.withMe }
}
