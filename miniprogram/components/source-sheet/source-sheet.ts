// Where a number comes from: the sum, the range, the source with its address to copy.

import { spoken, texts } from '../../core/i18n'
import type { Source } from '../../services/footprint-lines'

Component({
  behaviors: [spoken],
  properties: {
    /** null: closed */
    source: { type: null, value: null as Source | null },
  },
  data: { t: texts('calc') },
  methods: {
    copy(event: WechatMiniprogram.CustomEvent<object, object, { url: string }>) {
      void wx.setClipboardData({ data: event.currentTarget.dataset.url })
    },
    close() {
      this.triggerEvent('close')
    },
  },
})
