// Where one goes from an order's page.

import type { Order } from '../../services/orders'

/** The only certificate takes this page's place; one of several leads back to the list. */
export function toCertificate(order: Order, id = order.certificate_id ?? ''): void {
  const url = `/pages/certificate/certificate?id=${id}`
  if (order.certificates.length > 1) void wx.navigateTo({ url })
  else void wx.redirectTo({ url })
}

/** The same estimate once more (of everyday life, the part that was ordered), or the scenes when there was none. */
export function toNewOrder(order: Order | undefined): void {
  const footprint = order?.footprint_id
  if (footprint) void wx.redirectTo({ url: `/pages/neutralise/neutralise?footprint=${footprint}&${order.scene ? `code=${order.scene}` : `mass=${order.mass_g}`}` })
  else void wx.switchTab({ url: '/pages/scenes/scenes' })
}

export function toOrders(): void {
  void wx.redirectTo({ url: '/pages/orders/orders' })
}
