// What one page tells the others while the app runs. Nothing here is kept.

import type { Language } from './i18n'

export interface Events {
  language: Language
  /** somebody was signed in just now */
  login: undefined
  /** an order was placed, paid, cancelled or refunded */
  order: { id: string }
  certificate: { id: string }
  /** the user's nickname, consent or login changed */
  me: undefined
  /** the consent to use travel data was taken back: nothing that was typed is shown any longer */
  withdrawn: undefined
}

type Listener<E extends keyof Events> = (news: Events[E]) => void

const listeners: { [E in keyof Events]: Set<Listener<E>> } = {
  language: new Set(),
  login: new Set(),
  order: new Set(),
  certificate: new Set(),
  me: new Set(),
  withdrawn: new Set(),
}

/** Returns the function that stops listening. */
export function on<E extends keyof Events>(event: E, listener: Listener<E>): () => void {
  listeners[event].add(listener)
  return () => {
    listeners[event].delete(listener)
  }
}

export function tell<E extends keyof Events>(event: E, news: Events[E]): void {
  for (const listener of [...listeners[event]]) listener(news)
}
