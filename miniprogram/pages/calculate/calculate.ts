// The calculator of a scene, drawn from the server's form. What is typed is kept on the phone until an order is placed.

import { on } from '../../core/events'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { begun, isLegs, sendable, together } from '../../services/answers'
import type { Sendable, Wrongs } from '../../services/answers'
import { findForm } from '../../services/calculators'
import type { Entry, Form, Value } from '../../services/calculators'
import { giveTravelConsent, sendTravelConsent, travelConsent } from '../../services/consent'
import { draftOf, forgetDraft, forgetDrafts, keepDraft } from '../../services/drafts'
import { calculate } from '../../services/footprints'
import type { Footprint } from '../../services/footprints'
import { codeFrom, findScene } from '../../services/scenes'
import type { Scene } from '../../services/scenes'
import { farAboveUsual } from '../../services/usual'
import { sectionsOf } from './sections'
import type { Section } from './sections'
import { doubtOf, leadOf, missingWords, refusedWords, totalOf } from './words'

const PAUSE_MS = 400

interface Own {
  code: string
  kind?: string
  form: Form
  timer: number
  /** of the latest estimate asked for: an older answer is not shown */
  asked: number
  counted?: { of: string; footprint: Footprint }
  /** the answers last asked about: what comes late for others is not kept */
  latest?: string
  /** the answers somebody has said are right, though far above the usual */
  affirmed?: string
  stop: () => void
  left?: boolean
}

Page({
  behaviors: [spoken],
  data: {
    t: texts('calc'),
    scene: null as Scene | null,
    ready: false,
    problem: null as Problem | null,
    closed: false,
    answers: {} as Entry,
    wrongs: {} as Wrongs,
    sections: [] as Section[],
    folded: 0,
    unfolded: false,
    people: 1,
    lead: '',
    leftOut: '',
    asking: false,
    total: { mass: '', range: '', note: '' },
    counting: false,
    busy: false,
    doubt: { open: false, text: '', detail: '' },
  },

  onLoad(query: Record<string, string | undefined>) {
    Object.assign(this, { code: codeFrom(query) ?? '', kind: query['kind'], asked: 0, timer: 0 })
    own(this).stop = on('order', () => forgetDraft(own(this).code))
    if (own(this).code) void this.load()
    else void wx.switchTab({ url: '/pages/scenes/scenes' }) // a link without a code leads to where one is chosen
  },

  onUnload() {
    own(this).stop()
    own(this).left = true
    clearTimeout(own(this).timer)
  },

  retell() {
    void this.load()
  },

  async load() {
    const { code, kind } = own(this)
    this.setData({ problem: null })
    try {
      const finding = findScene(code)
      // from a scene's page the form is known beforehand, and both come at once
      const [scene, form] = await Promise.all([finding, kind ? findForm(kind, code) : finding.then((found) => findForm(found.calculator, code))])
      this.begin(scene, form)
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
  },

  begin(scene: Scene, form: Form) {
    own(this).form = form
    if (!travelConsent()) forgetDrafts()
    const before = this.data.ready ? this.data.answers : draftOf(scene.code)
    own(this).code = scene.code
    this.setData({
      scene,
      ready: true,
      closed: scene.status === 'closed',
      asking: scene.status !== 'closed' && !travelConsent(),
      lead: leadOf(form),
      leftOut: scene.organiser_covers.map((each) => each.label).join(t('calc.comma')),
    })
    this.answer(before ?? begun(form), Boolean(before))
  },

  /** Every change comes by here: drawn, kept, and counted after a moment. */
  answer(answers: Entry, keep = true) {
    this.setData({ answers, people: Number(answers['people'] ?? 1) || 1 })
    this.draw()
    if (keep && travelConsent()) keepDraft(own(this).code, answers)
    clearTimeout(own(this).timer)
    own(this).timer = setTimeout(() => void this.count(), PAUSE_MS)
  },

  draw() {
    const { answers, wrongs, unfolded } = this.data
    const { sections, folded } = sectionsOf(own(this).form, answers, wrongs, unfolded)
    this.setData({ sections, folded })
  },

  change(event: WechatMiniprogram.CustomEvent<{ key: string; value: Value; name?: string }>) {
    const { key, value, name } = event.detail
    const { [key]: _right, ...wrongs } = this.data.wrongs
    this.setData({ wrongs })
    const changed: Entry = { ...this.data.answers, [key]: value, ...(name ? { [`_${key}`]: name } : {}) }
    this.answer(key === 'people' ? together(own(this).form, changed, Number(value) || 1) : changed)
  },

  unfold() {
    this.setData({ unfolded: true })
    this.draw()
  },

  async count() {
    const sent = sendable(own(this).form, this.data.answers)
    const note = sent.missing.some((each) => each.rest.endsWith('/from')) ? t('calc.without_from') : sent.missing.length ? t('calc.incomplete') : ''
    if (!travelConsent() || !Object.keys(sent.inputs).length) return this.setData({ total: { mass: '', range: '', note }, counting: false })
    this.setData({ counting: true })
    const mine = (own(this).asked += 1)
    try {
      const footprint = await this.estimate(sent)
      if (mine === own(this).asked) this.setData({ counting: false, total: totalOf(footprint, note) })
    } catch (thrown) {
      if (mine !== own(this).asked) return undefined
      const problem = asProblem(thrown)
      this.pointOut(problem, sent)
      this.setData({ counting: false, total: { mass: '', range: '', note: t(problem.errors.length ? 'calc.look_above' : 'calc.not_counted') } })
    }
    return undefined
  },

  /** Asked once for the same answers. Throws Problem. */
  async estimate(sent: Sendable): Promise<Footprint> {
    const of = JSON.stringify(sent.inputs)
    const { counted, form, code } = own(this)
    own(this).latest = of
    if (counted?.of === of) return counted.footprint
    void sendTravelConsent()
    const footprint = await calculate({ scene: code, calculator: form.key, inputs: sent.inputs })
    if (own(this).latest === of) own(this).counted = { of, footprint }
    return footprint
  },

  /** What the server refuses is said at the field it belongs to. True when there was such a field. */
  pointOut(problem: Problem, sent: Sendable): boolean {
    const wrongs = refusedWords(problem, sent)
    this.setData({ wrongs })
    this.draw()
    return Object.keys(wrongs).length > 0
  },

  async finish() {
    const sent = sendable(own(this).form, this.data.answers)
    if (sent.missing.length) return this.askForMissing(sent)
    this.setData({ busy: true, problem: null })
    try {
      const footprint = await this.estimate(sent)
      if (own(this).left) return
      const { scene, people } = this.data
      const doubtful = scene && farAboveUsual(footprint.total_g, people, scene) && own(this).affirmed !== own(this).counted?.of
      if (doubtful) this.setData({ doubt: { open: true, ...doubtOf(footprint) } })
      else this.toResult(footprint)
    } catch (thrown) {
      const problem = asProblem(thrown)
      const found = this.pointOut(problem, sent)
      if (!found) this.setData({ problem })
      this.bring(found ? `#field-${Object.keys(this.data.wrongs)[0]}` : '#problem')
    }
    return this.setData({ busy: false })
  },

  askForMissing(sent: Sendable) {
    const wrongs = missingWords(sent)
    this.setData({ wrongs })
    this.draw()
    const [first] = sent.missing
    if (first) this.bring(`#field-${first.field}`)
  },

  bring(selector: string) {
    void wx.pageScrollTo({ selector, offsetTop: -16, duration: 200 })
  },

  /** Right after all. */
  affirm() {
    const { counted } = own(this)
    if (!counted) return
    own(this).affirmed = counted.of
    this.setData({ 'doubt.open': false })
    this.toResult(counted.footprint)
  },

  lookAgain() {
    this.setData({ 'doubt.open': false })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },

  toResult(footprint: Footprint) {
    void wx.navigateTo({ url: `/pages/result/result?footprint=${footprint.id}&code=${own(this).code}` })
  },

  agree() {
    void giveTravelConsent()
    this.setData({ asking: false })
    keepDraft(own(this).code, this.data.answers)
    void this.count()
    wx.nextTick(() => this.askWhereFrom())
  },

  decline() {
    this.setData({ asking: false })
    this.back()
  },

  /** The first question, asked at once: where the way begins, when nothing else is known about it. */
  askWhereFrom() {
    const { form } = own(this)
    const legs = form.fields.find(isLegs)
    const missing = sendable(form, this.data.answers).missing.some((each) => each.rest === '/0/from')
    if (!legs || !missing) return
    const group = this.selectComponent(`#group-${legs.key}`) as unknown as { askFrom?(): void } | null
    group?.askFrom?.()
  },

  back() {
    if (getCurrentPages().length > 1) void wx.navigateBack()
    else void wx.redirectTo({ url: `/pages/scene/scene?code=${own(this).code}` })
  },
})

function own(page: object): Own {
  return page as Own
}
