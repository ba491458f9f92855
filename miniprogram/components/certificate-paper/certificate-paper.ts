// A certificate as a sheet of paper: its words at once, and over them the drawn picture as soon as it is there.

import { spoken, t, texts } from '../../core/i18n'
import type { Certificate } from '../../services/certificates'
import { mass } from '../../core/format'

Component({
  behaviors: [spoken],
  properties: {
    certificate: { type: Object, value: {} as Certificate },
    /** address of the large picture */
    picture: String,
  },
  data: { t: texts('cert'), said: '', drawn: false, failed: false },
  observers: {
    'certificate, language'(certificate: Certificate) {
      if (!certificate.told) return
      const { title, name, status } = certificate.told
      this.setData({ said: t('cert.picture', { title, name, mass: mass(certificate.record.mass_g).text, status }) })
    },
    picture() {
      this.setData({ drawn: false, failed: false })
    },
  },
  methods: {
    loaded() {
      this.setData({ drawn: true, failed: false })
    },
    notLoaded() {
      this.setData({ failed: true })
      this.triggerEvent('failed')
    },
    enlarge() {
      if (this.data.drawn) this.triggerEvent('enlarge')
    },
    again() {
      this.triggerEvent('again')
    },
  },
})
