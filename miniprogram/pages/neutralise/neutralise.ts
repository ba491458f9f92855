// What is to be cancelled, by which project, for how much, in whose name. The order itself goes on at pages/order.

import { beneficiariesOf, complete } from '../../components/beneficiary-form/naming'
import type { Naming } from '../../components/beneficiary-form/naming'
import { mass, moment, yuan } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { findFootprint, remaining } from '../../services/footprints'
import type { Footprint } from '../../services/footprints'
import { knownMe, me } from '../../services/me'
import { listOrders, placeOrder } from '../../services/orders'
import type { Order } from '../../services/orders'
import { myOrganisations } from '../../services/organisations'
import { handOver } from '../../services/payment'
import { listProjects } from '../../services/projects'
import type { Project } from '../../services/projects'
import { metScene } from '../../services/scenes'
import { aboutOf, offersOf, splitOf, sumOf } from './telling'
import type { Offer } from './telling'

type NoticeAct = '' | 'scenes' | 'load'

Page({
  behaviors: [spoken],
  data: {
    t: texts('pay'),
    stage: 'loading' as 'loading' | 'problem' | 'covered' | 'none' | 'ready',
    problem: null as Problem | null,
    gone: false,
    massG: 0,
    purpose: '',
    estimate: '',
    offers: [] as Offer[],
    chosen: '',
    split: null as ReturnType<typeof splitOf>,
    about: null as ReturnType<typeof aboutOf> | null,
    naming: { who: 'self', name: '', company: '', withMe: true, friends: [''], public: false } as Naming,
    companies: [] as { id: string; name: string }[],
    nameProblem: '',
    began: null as { id: string; detail: string } | null,
    notice: null as { title: string; detail: string; action: string; act: NoticeAct } | null,
    payLabel: '',
    placing: false,
  },

  // not drawn
  footprintId: '',
  code: '',
  /** grams the page before knows to be uncovered */
  atMostG: Infinity,
  footprint: undefined as Footprint | undefined,
  sceneName: '',
  openOrder: undefined as Order | undefined,
  left: false,

  onLoad(query: Record<string, string | undefined>) {
    this.footprintId = query['footprint'] ?? ''
    this.code = query['code'] ?? ''
    this.atMostG = Number(query['mass']) || Infinity
    void this.load()
  },

  onUnload() {
    this.left = true
  },

  async load() {
    this.setData({ stage: 'loading', problem: null, notice: null, gone: false })
    try {
      await this.fetch()
    } catch (thrown) {
      const problem = asProblem(thrown)
      this.setData({ stage: 'problem', problem, gone: problem.status === 404 })
      return
    }
    void this.fetchMine()
  },

  async fetch() {
    this.footprint = await findFootprint(this.footprintId)
    const code = this.footprint.scene ?? this.code
    const massG = remaining(this.footprint, this.atMostG)
    const [projects, scene] = await Promise.all([
      listProjects(massG, { limit: 50 }),
      code && !this.sceneName ? metScene(code).catch(() => undefined) : undefined, // only its name is missing then
    ])
    if (scene) this.sceneName = scene.name
    this.showOffers(offersOf(projects.items, massG))
  },

  /** What is nice to know of the user; nothing waits for it. */
  async fetchMine() {
    const known = await me().catch(() => knownMe())
    if (!known) return
    const { naming } = this.data
    this.setNaming({ ...naming, name: naming.name || (known.nickname ?? ''), public: naming.public || known.public_name })
    const [companies, orders] = await Promise.all([myOrganisations().catch(() => []), listOrders({ limit: 10 }).catch(() => undefined)])
    this.openOrder = orders?.items.find((each) => each.status === 'pending' && each.footprint_id === this.footprintId)
    this.setData({ companies: companies.map(({ id, name }) => ({ id, name })), began: this.beganTold() })
    const only = companies.length === 1 ? companies[0] : undefined
    if (only) this.setNaming({ ...this.data.naming, company: only.id })
  },

  beganTold(): { id: string; detail: string } | null {
    const order = this.openOrder
    return order ? { id: order.id, detail: t('pay.began_next', { amount: yuan(order.amount_fen), time: moment(order.expires_at) }) } : null
  },

  showOffers(offers: Offer[], choice?: string) {
    const wanted = choice ?? this.data.chosen
    const footprint = this.footprint
    if (!footprint) return
    const buyable = offers.filter((each) => each.enough)
    const chosen = buyable.find((each) => each.code === wanted) ?? buyable[0]
    const massG = remaining(footprint, this.atMostG)
    this.setData({
      ...sumOf(footprint, this.sceneName, massG),
      stage: massG === 0 ? 'covered' : buyable.length ? 'ready' : 'none',
      offers,
      chosen: chosen?.code ?? '',
      split: splitOf(chosen?.project),
      payLabel: t('pay.pay', { amount: yuan(chosen?.project.amount_fen ?? 0), mass: mass(massG).text }),
    })
  },

  choose(event: WechatMiniprogram.CustomEvent<{ code: string }>) {
    this.setData({ notice: null, problem: null })
    this.showOffers(this.data.offers, event.detail.code)
  },

  nameChanged(event: WechatMiniprogram.CustomEvent<{ value: Naming }>) {
    this.setData({ nameProblem: '' })
    this.setNaming(event.detail.value)
  },

  setNaming(naming: Naming) {
    this.setData({ naming })
  },

  chosenProject(): Project | undefined {
    return this.data.offers.find((each) => each.code === this.data.chosen)?.project
  },

  async pay() {
    const project = this.chosenProject()
    if (!project || this.data.placing) return
    if (!complete(this.data.naming)) return this.nameWanted()
    this.setData({ placing: true, problem: null, notice: null, nameProblem: '' })
    try {
      const order = await placeOrder({
        footprint_id: this.footprintId,
        project: project.code,
        ...(this.atMostG < Infinity && { mass_g: this.data.massG }),
        ...beneficiariesOf(this.data.naming, t('pay.unnamed')),
        expected_amount_fen: project.amount_fen ?? 0,
      })
      if (this.left) return // it waits for whoever comes back to it
      handOver(order)
      await wx.redirectTo({ url: `/pages/order/order?id=${order.id}` })
    } catch (thrown) {
      if (!this.left) await this.refused(asProblem(thrown), project)
    }
    this.setData({ placing: false })
  },

  /** Every refusal leaves the guest where they can go on: at the new price, another project, the name, or the kept order. */
  async refused(problem: Problem, project: Project) {
    const kept = problem.body['order_id']
    if (typeof kept === 'string') {
      await wx.redirectTo({ url: `/pages/order/order?id=${kept}` })
    } else if (problem.code === 'name_refused') {
      this.nameWanted(t('pay.name_refused'))
    } else if (problem.code === 'price_changed') {
      await this.fetch().catch(() => undefined)
      if (this.data.chosen !== project.code) return this.offerOthers(project) // sold out as well
      const now = problem.body['amount_fen'] ?? this.chosenProject()?.amount_fen
      this.notify('price_changed', { old: yuan(project.amount_fen ?? 0), amount: yuan(Number(now ?? 0)) })
    } else if (problem.code === 'credits_sold_out') {
      await this.offerOthers(project)
    } else if (problem.code === 'scene_not_open') {
      this.notify('scene_closed', {}, 'scenes')
    } else if (problem.code === 'nothing_to_neutralise') {
      await this.load()
    } else {
      this.setData({ problem })
      this.showNotice()
    }
  },

  nameWanted(why?: string) {
    this.setData({ nameProblem: why ?? t(this.data.naming.who === 'company' ? 'pay.company' : 'pay.friends_wanted') })
    void wx.pageScrollTo({ selector: '#name', duration: 200 })
  },

  async offerOthers(sold: Project) {
    await this.fetch().catch(() => undefined)
    // the list may still count grams that others have reserved a moment ago
    const offers = this.data.offers.map((each) => (each.code === sold.code ? { ...each, enough: false } : each))
    this.showOffers([...offers.filter((each) => each.enough), ...offers.filter((each) => !each.enough)], '')
    const other = this.chosenProject()
    if (other) this.notify('sold_out', { project: other.name })
  },

  notify(what: 'price_changed' | 'sold_out' | 'scene_closed', facts: Record<string, string>, act: NoticeAct = '') {
    const action = act === 'scenes' ? t('pay.to_scenes') : ''
    this.setData({ notice: { title: t(`pay.${what}`), detail: t(`pay.${what}_now`, facts), action, act } })
    this.showNotice()
  },

  showNotice() {
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },

  noticeAct() {
    if (this.data.notice?.act === 'scenes') this.toScenes()
  },

  openAbout(event: WechatMiniprogram.CustomEvent<{ code: string }>) {
    const found = this.data.offers.find((each) => each.code === event.detail.code)
    if (found) this.setData({ about: aboutOf(found.project) })
  },

  closeAbout() {
    this.setData({ about: null })
  },

  goOn() {
    if (this.data.began) void wx.redirectTo({ url: `/pages/order/order?id=${this.data.began.id}` })
  },

  toScenes() {
    void wx.switchTab({ url: '/pages/scenes/scenes' })
  },

  toCertificates() {
    void wx.redirectTo({ url: '/pages/certificates/certificates' })
  },

  retell() {
    if (this.data.stage === 'loading' || this.data.stage === 'problem') return
    this.setData({ about: null, notice: null, began: this.beganTold() })
    this.showOffers(this.data.offers)
  },
})
