// Orders: placing, asking how they stand, paying again, giving up, asking for the money back. What WeChat says is never believed here.

import { tell } from '../core/events'
import { request } from '../core/request'
import { write } from '../core/writes'
import type { Asked, Page } from './paging'
import type { Split } from './projects'

export type OrderStatus = 'pending' | 'paid' | 'expired' | 'cancelled' | 'refunding' | 'refunded'

export interface Order {
  id: string
  status: OrderStatus
  mass_g: number
  amount_fen: number
  split: Split
  project: string
  scene: string | null
  /** as it is called today */
  scene_name: string | null
  footprint_id: string | null
  sample: boolean
  created_at: string
  expires_at: string
  paid_at: string | null
  certificate_id: string | null
  certificates: string[]
  payment: { id: string; method: 'jsapi' | 'native'; kind: string | null; params: Record<string, string> | null } | null
}

export type Beneficiary = { kind: 'person'; name: string; is_self?: boolean } | { kind: 'organisation'; id: string }

export interface NewOrder {
  footprint_id?: string
  scene?: string
  project: string
  mass_g?: number
  beneficiary?: Beneficiary
  beneficiaries?: Beneficiary[]
  public: boolean
  expected_amount_fen: number
}

/**
 * Sent with one key until answered, across restarts: the same order, never a second one.
 * Throws Problem: price_changed, credits_sold_out, name_refused, nothing_to_neutralise, provider_unavailable (body.order_id)...
 */
export async function placeOrder(asked: NewOrder): Promise<Order> {
  const body = { ...asked, method: 'jsapi' }
  const order = await write<Order>(`order:${asked.footprint_id ?? asked.scene ?? 'free'}`, { path: '/orders', body })
  tell('order', { id: order.id })
  return order
}

export function findOrder(id: string): Promise<Order> {
  return request({ path: `/orders/${encodeURIComponent(id)}`, token: 'required' })
}

export function listOrders(asked: Asked = {}): Promise<Page<Order>> {
  return request({ path: '/orders', query: { ...asked }, token: 'required' })
}

/** Fresh parameters for an order that waits for money. Throws Problem order_already_paid, order_expired, order_cancelled. */
export async function payAgain(id: string): Promise<Order> {
  const path = `/orders/${encodeURIComponent(id)}/payments`
  const order = await write<Order>(`payment:${id}`, { path, body: { method: 'jsapi' } })
  tell('order', { id })
  return order
}

/** May be repeated. Throws Problem order_already_paid, order_expired, provider_unavailable (nothing changed). */
export async function cancelOrder(id: string): Promise<Order> {
  const order = await request<Order>({ method: 'DELETE', path: `/orders/${encodeURIComponent(id)}`, token: 'required' })
  tell('order', { id })
  return order
}

/** Throws Problem already_retired, order_not_paid. */
export async function askForRefund(id: string, reason?: string): Promise<Order> {
  const path = `/orders/${encodeURIComponent(id)}/refund-requests`
  const order = await write<Order>(`refund:${id}`, { path, body: reason ? { reason } : {} })
  tell('order', { id })
  return order
}
