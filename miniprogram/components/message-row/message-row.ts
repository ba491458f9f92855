// An offer to be told by one WeChat message: the certificate is ready, the reductions have been cancelled. There only where
// this installation sends such messages, and gone once it is accepted. Nothing waits for it.

import { spoken, t, texts } from '../../core/i18n'
import { askToNotify, canNotify } from '../../services/subscriptions'
import type { Purpose } from '../../services/subscriptions'

Component({
  behaviors: [spoken],
  properties: {
    /** its id; '' while there is none */
    order: String,
    /** certificate, retired */
    purpose: String,
    last: Boolean,
  },
  data: { t: texts('cert'), offered: false },
  observers: {
    'order, purpose': function (order: string, purpose: Purpose | '') {
      if (!order || !purpose) return
      canNotify(purpose).then((offered) => this.setData({ offered }), () => undefined)
    },
  },
  methods: {
    async ask() {
      const accepted = await askToNotify(this.data.purpose as Purpose, this.data.order).catch(() => false)
      if (!accepted) return
      this.setData({ offered: false })
      void wx.showToast({ title: t('cert.notified'), icon: 'none' })
    },
  },
})
