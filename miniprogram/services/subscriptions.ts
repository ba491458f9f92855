// News by WeChat's subscribe messages: one acceptance is one message. Which there are, the server says; none is an answer too.

import { request } from '../core/request'

export type Purpose = 'certificate' | 'retired'

interface Offered {
  items: { purpose: Purpose; template_id: string }[]
}

let known: Offered['items'] | undefined

/** Whether this installation sends such a message. To be asked before the tap: WeChat's sheet opens only within one. */
export async function canNotify(purpose: Purpose): Promise<boolean> {
  known ??= (await request<Offered>({ path: '/me/subscriptions', token: 'required' })).items
  return known.some((each) => each.purpose === purpose)
}

/** Within a tap. True when it was accepted and our server knows. */
export async function askToNotify(purpose: Purpose, orderId: string): Promise<boolean> {
  const ids = (known ?? []).filter((each) => each.purpose === purpose).map((each) => each.template_id)
  if (!ids.length) return false
  const answer: Record<string, string> = await wx.requestSubscribeMessage({ tmplIds: ids })
  const accepted = ids.filter((id) => answer[id] === 'accept')
  if (!accepted.length) return false
  await request<unknown>({ method: 'POST', path: '/me/subscriptions', body: { order_id: orderId, accepted }, token: 'required' })
  return true
}
