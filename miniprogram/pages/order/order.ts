// An order: paying it, waiting for the answer, and every ending. Taken up again from anywhere: the server knows how it stands.

import { tell } from '../../core/events'
import { spoken, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { forgetDraft } from '../../services/drafts'
import { findOrder, payAgain } from '../../services/orders'
import type { Order } from '../../services/orders'
import { askWechat, handedOver, launched, outcomeKnown, wasLaunched } from '../../services/payment'
import type { Said } from '../../services/payment'
import { projectName } from '../../services/projects'
import { namesOf } from './named'
import { ASK_FOR_MS, actsOf, lapsed, stageOf, underWay, waitsForMoney } from './stages'
import type { Act, Stage } from './stages'
import { toCertificate, toNewOrder, toOrders } from './ways'
import { factsOf, toldOf } from './words'
import type { Fact } from './words'
import { watchOrder } from './watching'
import type { Watch, Watched } from './watching'

/** after a payment that WeChat calls failed or that the guest left: its servers may be a moment behind its phone */
const ASK_AGAIN_FOR_MS: Record<Exclude<Said, 'done'>, number> = { cancelled: 0, failed: 5_000 }
const WORD_AFTER_MS = 1_500
const CERTIFICATE_AFTER_MS = 1_400
const ENDED = ['order_already_paid', 'order_cancelled', 'order_expired', 'order_refunded']

Page({
  behaviors: [spoken],
  data: {
    t: texts('pay'),
    orderId: '',
    stage: 'loading' as Stage,
    problem: null as Problem | null,
    amountFen: 0,
    massText: '',
    sample: false,
    done: 0,
    what: '',
    money: '',
    now: '',
    first: '',
    second: '',
    busy: false,
    canGiveUp: false,
    facts: [] as Fact[],
    certificates: [] as { id: string; label: string; note: string }[],
  },

  // not drawn
  order: undefined as Order | undefined,
  projectName: '',
  names: {} as Record<string, string>,
  watch: { over: false } as Watch,
  askedSince: 0,
  offline: false,
  paidHere: false,
  /** paid when our server had given the order up already: it will hear of the money and say what becomes of it */
  paidLate: false,
  shownBefore: false,
  left: false,
  timers: [] as number[],

  onLoad(query: Record<string, string | undefined>) {
    const id = query['id'] ?? ''
    this.setData({ orderId: id })
    const placed = handedOver(id)
    if (placed?.payment?.params) {
      this.order = placed
      void this.open(placed.payment.params)
    } else void this.load()
  },

  onShow() {
    if (this.shownBefore && ['payable', 'not_paid', 'failed', 'unknown', 'refunding', 'sold_out_paid'].includes(this.data.stage)) void this.again()
    // back from WeChat without a word from its sheet: the server is asked, unless the word comes after all
    if (this.data.stage === 'opening' && this.shownBefore) this.timers.push(setTimeout(() => this.data.stage === 'opening' && void this.ask(), WORD_AFTER_MS))
    this.shownBefore = true
  },

  onUnload() {
    this.left = true
    this.startWatch().over = true
    this.timers.forEach(clearTimeout)
  },

  async load() {
    this.show('loading')
    try {
      this.order = await findOrder(this.data.orderId)
    } catch (thrown) {
      this.show('unreachable', asProblem(thrown))
      return
    }
    // the sheet was open when this page went away: what was done in it has to be asked first
    if (this.order.status === 'pending' && wasLaunched(this.order.id)) void this.ask('done')
    else this.end(this.order)
  },

  /** Quietly, when the guest comes back to the page. */
  async again() {
    const { stage } = this.data
    if (stage === 'unknown') return this.ask('done')
    try {
      const order = await findOrder(this.data.orderId)
      if (this.data.stage !== stage) return // a payment has begun meanwhile, and is asked about
      this.order = order
      const said = stage === 'not_paid' ? 'cancelled' : stage === 'failed' ? 'failed' : undefined
      this.end(this.order, said)
    } catch (thrown) {
      if (this.data.stage === stage) this.show(stage, asProblem(thrown))
    }
  },

  async pay() {
    if (underWay(this.data.stage)) return
    const before = this.data.stage
    this.paidLate = false
    this.show('opening')
    try {
      this.order = await payAgain(this.data.orderId)
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (ENDED.includes(problem.code)) return this.load()
      return this.show(before, problem)
    }
    if (this.left) return // nobody is called back to pay
    const params = this.order.payment?.params
    return params ? this.open(params) : this.load()
  },

  /** The payment sheet. Whoever pays in it and never comes back to us properly is found by asking meanwhile. */
  async open(params: Record<string, string>) {
    const watch = this.startWatch()
    this.show('opening')
    launched(this.data.orderId)
    void watchOrder(this.data.orderId, watch, ASK_FOR_MS * 30, (now) => this.heard(now))
    const said = await askWechat(params)
    this.paidLate = said === 'done' && !!this.order && lapsed(this.order)
    if (watch !== this.watch || (watch.over && !this.paidLate)) return
    this.paidHere = said === 'done'
    await this.ask(said)
  },

  async ask(said: Said = 'done') {
    const watch = this.startWatch()
    this.askedSince = Date.now()
    this.show('asking')
    const forMs = said === 'done' ? ASK_FOR_MS : ASK_AGAIN_FOR_MS[said]
    const { problem } = await watchOrder(this.data.orderId, watch, forMs, (now) => this.heard(now), (order) => this.decided(order))
    if (watch.over) return
    watch.over = true
    if (this.order) this.end(this.order, problem ? 'done' : said) // without an answer nothing is known, whatever the phone said
    else void this.load()
  },

  startWatch(): Watch {
    this.watch.over = true
    this.watch = { over: false }
    return this.watch
  },

  heard(now: Watched) {
    if (now.order) this.order = now.order
    this.offline = now.problem?.status === 0
    if (now.order && this.decided(now.order)) {
      this.watch.over = true
      if (now.order.status === 'paid') this.paidHere = true
      this.end(now.order)
    } else if (this.data.stage === 'asking') this.show('asking')
  },

  decided(order: Order): boolean {
    return order.status !== 'pending' && !(this.paidLate && lapsed(order))
  },

  /** An outcome, or the end of our patience. */
  end(order: Order, said?: Said) {
    const stage = this.paidLate && lapsed(order) ? 'unknown' : stageOf(order, said)
    if (stage !== 'unknown' && stage !== 'payable') outcomeKnown(order.id)
    this.show(stage)
    if (waitsForMoney(stage)) this.expireInTime(order)
    if (order.status === 'pending') return
    tell('order', { id: order.id })
    if (stage !== 'paid') return
    if (order.scene) forgetDraft(order.scene)
    if (order.certificates.length > 1) void this.nameCertificates(order)
    if (this.paidHere && order.certificates.length === 1) this.timers.push(setTimeout(() => this.openCertificate(), CERTIFICATE_AFTER_MS))
  },

  expireInTime(order: Order) {
    const left = Date.parse(order.expires_at) - Date.now()
    if (left > 0 && left < 24 * 3600 * 1000) this.timers.push(setTimeout(() => waitsForMoney(this.data.stage) && void this.again(), left + 1_000))
  },

  /** Cancelled, or the money asked back. */
  changed(event: WechatMiniprogram.CustomEvent<{ order: Order }>) {
    this.order = event.detail.order
    this.end(this.order)
  },

  notChanged(event: WechatMiniprogram.CustomEvent<{ problem: Problem }>) {
    const { problem } = event.detail
    if (ENDED.includes(problem.code)) void this.load()
    else this.show(this.data.stage, problem)
  },

  toOrders,

  doFirst() {
    const acts = actsOf(this.data.stage)
    if (acts) this.act(acts.first[1])
  },

  doSecond() {
    const acts = actsOf(this.data.stage)
    if (acts?.second) this.act(acts.second[1])
  },

  act(what: Act) {
    if (what === 'pay') void this.pay()
    else if (what === 'ask') void this.ask()
    else if (what === 'certificate') this.openCertificate()
    else if (what === 'anew') toNewOrder(this.order)
    else toOrders()
  },

  openCertificate() {
    if (this.order) toCertificate(this.order)
  },

  openOne(event: { currentTarget: { dataset: { id: string } } }) {
    if (this.order) toCertificate(this.order, event.currentTarget.dataset.id)
  },

  retell() {
    this.show(this.data.stage, this.data.problem)
    void this.nameProject(true)
  },

  show(stage: Stage, problem: Problem | null = null) {
    const { order, offline, paidHere, names } = this
    const waitedMs = stage === 'asking' ? Date.now() - this.askedSince : 0
    this.setData({
      stage, problem, busy: underWay(stage), canGiveUp: waitsForMoney(stage),
      ...toldOf(stage, order, { waitedMs, offline, paidHere, names }),
      facts: order ? factsOf(order, this.projectName) : [],
    })
    if (order && !this.projectName) void this.nameProject()
  },

  /** The order knows its project's code; its name is a courtesy. */
  async nameProject(again = false) {
    if (!this.order || (this.projectName && !again)) return
    this.projectName = this.order.project
    this.projectName = await projectName(this.order.project)
    this.setData({ facts: factsOf(this.order, this.projectName) })
  },

  async nameCertificates(order: Order) {
    this.names = await namesOf(order.certificates)
    if (this.data.stage === 'paid') this.show('paid')
  },
})
