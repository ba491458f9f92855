// The shape of what is coming, while it is on its way; after a second it says so in words.

import { spoken, t, texts } from '../../core/i18n'

const WORDS_AFTER_MS = 1_000
const SLOW_AFTER_MS = 4_000

Component({
  behaviors: [spoken],
  properties: {
    /** lines · list · hero · card */
    kind: { type: String, value: 'lines' },
    rows: { type: Number, value: 3 },
    /** said after a second instead of 正在加载 */
    label: String,
  },
  data: { t: texts(), words: '', bones: [] as number[] },
  observers: {
    rows(rows: number) {
      this.setData({ bones: Array.from({ length: rows }, (_, at) => at) })
    },
  },
  lifetimes: {
    attached() {
      const self = this as unknown as { timers: number[] }
      self.timers = [
        setTimeout(() => this.setData({ words: this.data.label || t('common.loading') }), WORDS_AFTER_MS),
        setTimeout(() => this.setData({ words: t('common.slow') }), SLOW_AFTER_MS),
      ]
    },
    detached() {
      ;(this as unknown as { timers: number[] }).timers.forEach(clearTimeout)
    },
  },
})
