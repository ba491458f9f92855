// A month of everyday life is filled in here: five sections, the last month's values offered, kept on the phone until counted.

import { spoken, t, texts } from '../../core/i18n'
import { Problem, asProblem } from '../../core/request'
import { begun, drawnAt, sendable } from '../../services/answers'
import type { Sendable, Wrongs } from '../../services/answers'
import { findForm } from '../../services/calculators'
import type { Entry, Form, Value } from '../../services/calculators'
import { giveTravelConsent, travelConsent } from '../../services/consent'
import { draftOf, forgetDraft, keepDraft } from '../../services/drafts'
import { calculate } from '../../services/footprints'
import { findMonth, monthName, monthWord, placeNames, putMonth, rememberNames } from '../../services/life'
import { countable, named, sectionOf, sectionsOf } from '../../services/life-answers'
import type { Section } from '../../services/life-answers'

type Answer = WechatMiniprogram.CustomEvent<{ key?: string; value: Value; name?: string }, object, { key?: string }>
type Tap = WechatMiniprogram.TouchEvent<object, object, { section: string }>

Component({
  behaviors: [spoken],
  properties: {
    /** `2026-11` */
    month: String,
    /** this month was counted before: its own values are filled in */
    counted: Boolean,
    /** another counted month whose values are offered, '' for none */
    copyFrom: String,
  },
  data: {
    t: texts('life'),
    form: null as Form | null,
    /** the month whose answers are shown */
    formOf: '',
    answers: {} as Entry,
    wrongs: {} as Wrongs,
    unfolded: [] as string[],
    open: 'home',
    sections: [] as (Section & { title: string })[],
    offer: '',
    submitLabel: '',
    problem: null as Problem | null,
    nothing: false,
    busy: false,
    copying: false,
    consent: false,
  },
  observers: {
    'month, counted'(month: string) {
      if (month) void this.begin()
    },
    'form, answers, wrongs, unfolded, language'(form: Form | null, answers: Entry, wrongs: Wrongs, unfolded: string[]) {
      if (!form) return
      const sections = sectionsOf(form, answers, wrongs, unfolded)
      this.setData({ sections: sections.map((each) => ({ ...each, title: t(`life.part_${each.key}`) })) })
    },
    'month, copyFrom, counted, language'(month: string, copyFrom: string, counted: boolean) {
      this.setData({
        offer: copyFrom && !counted ? t('life.copy', { month: monthWord(copyFrom) }) : '',
        submitLabel: month ? t('life.count', { month: monthWord(month) }) : '',
      })
    },
  },
  methods: {
    async begin() {
      const { month, counted, formOf } = this.data
      // until its own answers are here there is nothing to fill in: they would be another month's
      this.setData({ problem: null, wrongs: {}, nothing: false, ...(month !== formOf && { form: null }) })
      try {
        const form = await findForm('life')
        const answers = draftOf(draftName(month)) ?? (await this.countedBefore(form)) ?? usual(form)
        if (month === this.data.month && counted === this.data.counted) this.setData({ form, answers, formOf: month })
      } catch (thrown) {
        this.setData({ problem: asProblem(thrown) })
      }
    },
    /** The form's own words come from the server. */
    retell() {
      if (this.data.form) void this.begin()
    },
    async countedBefore(form: Form): Promise<Entry | undefined> {
      if (!this.data.counted) return undefined
      const { inputs } = await findMonth(this.data.month)
      return inputs ? named(form, inputs) : undefined
    },
    async copy() {
      const { form, copyFrom, month } = this.data
      if (!form) return
      this.setData({ copying: true, problem: null })
      try {
        const { inputs } = await findMonth(copyFrom)
        const still = month === this.data.month
        if (inputs && still) this.keepAnswers(named(form, inputs))
        if (still) wx.showToast({ title: t(inputs ? 'life.copied' : 'life.copied_none', { month: monthName(copyFrom) }), icon: 'none' })
      } catch (thrown) {
        this.setData({ problem: asProblem(thrown) })
      }
      this.setData({ copying: false })
    },
    answer(event: Answer) {
      const key = event.detail.key ?? event.currentTarget.dataset.key ?? ''
      const { value, name } = event.detail
      const { [key]: _settled, ...wrongs } = this.data.wrongs
      this.setData({ wrongs, nothing: false })
      this.keepAnswers({ ...this.data.answers, [key]: value, ...(name ? { [`_${key}`]: name } : {}) })
    },
    keepAnswers(answers: Entry) {
      this.setData({ answers })
      keepDraft(draftName(this.data.month), answers)
    },
    toggle(event: Tap) {
      const { section } = event.currentTarget.dataset
      this.setData({ open: this.data.open === section ? '' : section })
    },
    unfold(event: Tap) {
      this.setData({ unfolded: [...this.data.unfolded, event.currentTarget.dataset.section] })
    },
    submit() {
      const { form, answers } = this.data
      if (!form) return this.begin()
      const sent = sendable(form, answers)
      this.setData({ problem: null, nothing: false })
      if (sent.missing.length) return this.point(sent.missing.map(({ field, rest }) => ({ field, rest, words: t('life.missing') })))
      if (!countable(form, sent.inputs)) return this.setData({ nothing: true })
      if (!travelConsent()) return this.setData({ consent: true })
      return this.send(sent)
    },
    async agree() {
      this.setData({ consent: false })
      await giveTravelConsent()
      this.submit()
    },
    decline() {
      this.setData({ consent: false })
    },
    async send(sent: Sendable) {
      const { month } = this.data
      this.setData({ busy: true })
      try {
        const footprint = await count(month, sent.inputs)
        rememberNames(this.data.answers)
        forgetDraft(draftName(month))
        this.triggerEvent('counted', { month, footprint })
      } catch (thrown) {
        this.refused(asProblem(thrown), sent)
      }
      this.setData({ busy: false })
    },
    refused(problem: Problem, sent: Sendable) {
      const found = problem.errors.flatMap((error) => {
        const at = drawnAt(error.pointer, sent)
        return at ? [{ ...at, words: error.detail }] : []
      })
      if (found.length) this.point(found)
      else this.setData({ problem })
    },
    /** Says what is wrong where it is, and opens the first section that has something; the page brings it into sight. */
    point(found: { field: string; rest: string; words: string }[]) {
      const wrongs: Wrongs = {}
      for (const { field, rest, words } of found) wrongs[field] = { ...wrongs[field], [rest]: words }
      const first = this.data.form?.fields.find((field) => wrongs[field.key])
      this.setData({ wrongs, ...(first && { open: sectionOf(first) }) }, () => this.triggerEvent('refused'))
    },
  },
})

/** Kept by the month when somebody can be signed in; else calculated for its own sake. */
async function count(month: string, inputs: Entry): Promise<string> {
  try {
    return (await putMonth(month, inputs)).footprint_id
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'login_unavailable') throw thrown
    return (await calculate({ calculator: 'life', inputs })).id
  }
}

/** The form's own suggestions, at the home this phone last heard of. */
function usual(form: Form): Entry {
  const answers = begun(form)
  const home = answers['home']
  return typeof home === 'string' && placeNames()[home] ? { ...answers, _home: placeNames()[home] ?? '' } : answers
}

function draftName(month: string): string {
  return `life:${month}`
}
