// My orders: what waits for me first. What an order can do is on its own page.

import { day, mass, unbroken, yuan } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { listOrders } from '../../services/orders'
import type { Order } from '../../services/orders'
import { list, listed, listing } from '../../services/paging'

Page({
  behaviors: [spoken, listed],
  data: { t: texts('mine'), rows: [] as ReturnType<typeof rowOf>[] },
  onLoad() {
    list(this, listOrders, ['order'])
  },
  async onPullDownRefresh() {
    await listing(this).load()
  },
  onReachBottom() {
    void listing(this).more()
  },
  retell() {
    const waits = (order: Order) => (order.status === 'pending' ? 0 : 1)
    const sorted = [...(listing<Order>(this).data.items ?? [])].sort((a, b) => waits(a) - waits(b))
    this.setData({ rows: sorted.map(rowOf) })
  },
  open(event: WechatMiniprogram.CustomEvent<object, object, { id: string }>) {
    wx.navigateTo({ url: `/pages/order/order?id=${event.currentTarget.dataset.id}` })
  },
  begin() {
    wx.switchTab({ url: '/pages/scenes/scenes' })
  },
})

function rowOf({ id, status, sample, scene_name, mass_g, amount_fen, created_at }: Order) {
  const how = [t(`mine.order_${status}`), ...(sample ? [t('common.sample')] : [])].join('\u00a0· ')
  const what = [unbroken(day(created_at)), t('mine.order', { mass: mass(mass_g).text })].join('\u00a0· ')
  return { id, label: scene_name ?? t('mine.no_scene'), note: `${how}\n${what}`, value: yuan(amount_fen) }
}
