// A project on sale: its price for this very mass, who reduced, which year. Tapped to choose; then its last line tells the rest.

import { yuan } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import type { Project } from '../../services/projects'

Component({
  behaviors: [spoken],
  properties: {
    project: { type: Object, value: {} as Project },
    chosen: Boolean,
    /** of available_g, for this purchase */
    enough: { type: Boolean, value: true },
  },
  data: { t: texts('pay'), amount: '', by: '', facts: '', said: '', tagged: false },
  observers: {
    'project, enough, language'(project: Project, enough: boolean) {
      if (!project.code) return
      const amount = yuan(project.amount_fen ?? 0)
      const by = t('pay.project_by', { owner: project.owner })
      const year = project.vintage ? t('pay.project_year', { year: project.vintage }) : ''
      const facts = [project.credit_type, year].filter(Boolean).join(' · ')
      const tagged = project.sample && !project.name.includes('示例') // most samples say it in their name
      this.setData({ amount, by, facts, tagged, said: [project.name, enough ? amount : t('pay.project_out'), by, facts].join('，') })
    },
  },
  methods: {
    choose() {
      if (this.data.enough) this.triggerEvent('choose', { code: this.data.project.code })
    },
    about() {
      this.triggerEvent('about', { code: this.data.project.code })
    },
  },
})
