// Asking our server how an order stands, again and again, with growing pauses: 1, 1, 2, 3, then every 5 seconds.

import { asProblem, sleep } from '../../core/request'
import type { Problem } from '../../core/request'
import { findOrder } from '../../services/orders'
import type { Order } from '../../services/orders'

const PAUSES_MS = [0, 1_000, 1_000, 2_000, 3_000]
const LAST_PAUSE_MS = 5_000

/** `over` ends the watch before its time. */
export interface Watch {
  over: boolean
}

export interface Watched {
  /** the last that was heard; undefined when nobody answered at all */
  order: Order | undefined
  problem: Problem | undefined
}

const notPending = (order: Order): boolean => order.status !== 'pending'

/**
 * Ends as soon as the order is `decided` (it no longer waits for money), when `forMs` are over, or when `watch.over` is set.
 * Nobody answering is not an end: it is asked again.
 */
export async function watchOrder(id: string, watch: Watch, forMs: number, heard: (now: Watched) => void, decided = notPending): Promise<Watched> {
  const until = Date.now() + forMs
  const now: Watched = { order: undefined, problem: undefined }
  for (let turn = 0; ; turn += 1) {
    const pause = PAUSES_MS[turn] ?? LAST_PAUSE_MS
    if (turn > 0 && Date.now() + pause > until) return now
    await sleep(pause)
    if (watch.over) return now
    try {
      now.order = await findOrder(id)
      now.problem = undefined
    } catch (thrown) {
      now.problem = asProblem(thrown)
    }
    if (watch.over) return now
    heard(now)
    if ((now.order && decided(now.order)) || now.problem?.status === 404) return now
  }
}
