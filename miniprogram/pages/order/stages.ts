// What an order's page shows at each moment, and what can be done there. Pure: no calls, no drawing.

import type { Order } from '../../services/orders'
import type { Said } from '../../services/payment'

export type Stage =
  | 'loading' | 'unreachable'
  | 'payable' | 'opening' | 'asking' | 'unknown' | 'not_paid' | 'failed'
  | 'paid' | 'sold_out_paid' | 'refunding' | 'refunded' | 'expired' | 'cancelled'

export type Act = 'pay' | 'ask' | 'certificate' | 'anew' | 'orders'

/** So long the guest is asked to wait for WeChat's answer. */
export const ASK_FOR_MS = 60_000

/** Our server has given it up: money that comes all the same is used if it can be, or sent back. */
export function lapsed(order: Order): boolean {
  return order.status === 'expired' || order.status === 'cancelled'
}

/** The server's status; while it waits for money, also how the payment sheet ended. */
export function stageOf(order: Order, said?: Said): Stage {
  if (order.status === 'refunding') return order.certificates.length ? 'refunding' : 'sold_out_paid'
  if (order.status !== 'pending') return order.status
  if (said === 'cancelled') return 'not_paid'
  if (said === 'failed') return 'failed'
  return said === 'done' ? 'unknown' : 'payable'
}

/** Something is under way that a second press would disturb. */
export function underWay(stage: Stage): boolean {
  return stage === 'opening' || stage === 'asking'
}

export function waitsForMoney(stage: Stage): boolean {
  return stage === 'payable' || stage === 'not_paid' || stage === 'failed'
}

interface Acts {
  /** key of the words, and what is done */
  first: [words: string, act: Act]
  second?: [words: string, act: Act]
}

const ACTS: Partial<Record<Stage, Acts>> = {
  payable: { first: ['pay.do_pay', 'pay'] },
  not_paid: { first: ['pay.do_pay', 'pay'] },
  failed: { first: ['pay.do_pay_again', 'pay'] },
  opening: { first: ['pay.do_opening', 'ask'] },
  asking: { first: ['pay.do_asking', 'ask'] },
  unknown: { first: ['pay.do_ask', 'ask'], second: ['pay.do_not_paid', 'pay'] },
  paid: { first: ['pay.do_certificate', 'certificate'] },
  sold_out_paid: { first: ['pay.do_other', 'anew'], second: ['pay.do_orders', 'orders'] },
  refunding: { first: ['pay.do_orders', 'orders'] },
  refunded: { first: ['pay.do_anew', 'anew'] },
  expired: { first: ['pay.do_anew', 'anew'] },
  cancelled: { first: ['pay.do_anew', 'anew'] },
}

/** None while there is no order to act on. */
export function actsOf(stage: Stage): Acts | undefined {
  return ACTS[stage]
}
