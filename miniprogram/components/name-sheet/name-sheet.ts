// Correcting the name on a certificate: once, within 7 days. Tells `corrected` with the certificate.

import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { correctName } from '../../services/certificates'

Component({
  behaviors: [spoken],
  properties: {
    open: Boolean,
    /** of the certificate */
    certificate: String,
    /** as it stands */
    name: String,
  },
  data: { t: texts('cert'), typed: '', busy: false, refused: '', problem: null as Problem | null },
  observers: {
    open(open: boolean) {
      if (open) this.setData({ typed: this.data.name, refused: '', problem: null })
    },
  },
  methods: {
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ typed: event.detail.value, refused: '' })
    },
    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
    async correct() {
      const name = this.data.typed.trim()
      if (!name || name === this.data.name) return this.close()
      this.setData({ busy: true, refused: '', problem: null })
      try {
        const certificate = await correctName(this.data.certificate, name)
        this.setData({ busy: false })
        this.triggerEvent('corrected', { certificate })
      } catch (thrown) {
        const problem = asProblem(thrown)
        const refused = problem.code === 'name_refused' ? t('cert.correct_refused') : ''
        this.setData({ busy: false, refused, problem: refused ? null : problem })
      }
    },
  },
})
