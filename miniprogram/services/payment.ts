// wx.requestPayment, and what must be remembered around it. What it says is a hint at most: only our server knows what was paid.

import { drop, keep, recall } from '../core/storage'
import type { Order } from './orders'

/** How the payment sheet ended, as the phone believes. */
export type Said = 'done' | 'cancelled' | 'failed'

export function askWechat(params: Record<string, string>): Promise<Said> {
  return new Promise((resolve) => {
    wx.requestPayment({
      timeStamp: params['timeStamp'] ?? '',
      nonceStr: params['nonceStr'] ?? '',
      package: params['package'] ?? '',
      signType: 'RSA',
      paySign: params['paySign'] ?? '',
      success: () => resolve('done'),
      fail: ({ errMsg }) => resolve(/cancel/i.test(errMsg) ? 'cancelled' : 'failed'),
    })
  })
}

let placed: Order | undefined

/** An order just placed goes on to its page with its payment parameters; a reload of that page does not pay again. */
export function handOver(order: Order): void {
  placed = order
}

export function handedOver(id: string): Order | undefined {
  const order = placed?.id === id ? placed : undefined
  placed = undefined
  return order
}

const LAUNCHED_AS = 'payment-launched'

/** The sheet was opened and its end is not known: whoever comes back to this order first waits for the answer. */
export function launched(id: string): void {
  keep(LAUNCHED_AS, { id, at: Date.now() })
}

export function wasLaunched(id: string): boolean {
  const kept = recall<{ id: string; at: number }>(LAUNCHED_AS)
  return kept?.id === id && Date.now() - kept.at < 2 * 3600 * 1000
}

export function outcomeKnown(id: string): void {
  if (recall<{ id: string }>(LAUNCHED_AS)?.id === id) drop(LAUNCHED_AS)
}
