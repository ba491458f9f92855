// Asking for the money back: the rule, what it means, and one button. The answer is told with `asked`.

import { yuan } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { askForRefund } from '../../services/orders'

Component({
  behaviors: [spoken],
  properties: {
    open: Boolean,
    /** its id */
    order: String,
    amountFen: Number,
  },
  data: { t: texts('pay'), busy: false, tooLate: false, problem: null as Problem | null, yes: '' },
  observers: {
    open(open: boolean) {
      if (open) this.setData({ tooLate: false, problem: null })
    },
    'amountFen, language'(fen: number) {
      this.setData({ yes: t('pay.refund_yes', { amount: yuan(fen) }) })
    },
  },
  methods: {
    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
    async ask() {
      this.setData({ busy: true, problem: null })
      try {
        const order = await askForRefund(this.data.order)
        this.setData({ busy: false })
        this.triggerEvent('asked', { order })
      } catch (thrown) {
        const problem = asProblem(thrown)
        const tooLate = problem.code === 'already_retired'
        this.setData({ busy: false, tooLate, problem: tooLate ? null : problem })
      }
    },
  },
})
