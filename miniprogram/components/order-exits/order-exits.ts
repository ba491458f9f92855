// The two ways out of an order, each asked once more in a sheet: not paying it, and having the money back.
// Tells `changed` {order}, or `failed` {problem}; the page decides what either means.

import { spoken, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import { cancelOrder } from '../../services/orders'
import type { Order } from '../../services/orders'

Component({
  behaviors: [spoken],
  properties: {
    /** its id */
    order: String,
    amountFen: Number,
    canGiveUp: Boolean,
    canRefund: Boolean,
  },
  data: { t: texts('pay'), leaving: false, busy: false, refunding: false },
  methods: {
    askToGiveUp() {
      this.setData({ leaving: true })
    },
    stay() {
      this.setData({ leaving: false })
    },
    async giveUp() {
      this.setData({ busy: true })
      try {
        this.triggerEvent('changed', { order: await cancelOrder(this.data.order) })
      } catch (thrown) {
        this.triggerEvent('failed', { problem: asProblem(thrown) })
      }
      this.setData({ busy: false, leaving: false })
    },
    openRefund() {
      this.setData({ refunding: true })
    },
    closeRefund() {
      this.setData({ refunding: false })
    },
    refundAsked(event: WechatMiniprogram.CustomEvent<{ order: Order }>) {
      this.closeRefund()
      this.triggerEvent('changed', event.detail)
    },
  },
})
