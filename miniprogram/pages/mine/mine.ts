// 我的: what was begun and not finished first, then one's place, certificates, orders and settings. Nobody has to say who they are.

import { mass, yuan } from '../../core/format'
import { on } from '../../core/events'
import { spoken, t, texts } from '../../core/i18n'
import { Problem, asProblem } from '../../core/request'
import { signedIn } from '../../core/session'
import { findBoard } from '../../services/leaderboards'
import type { Leaderboard } from '../../services/leaderboards'
import { changeMe, knownMe, me } from '../../services/me'
import { listOrders } from '../../services/orders'
import type { Order } from '../../services/orders'
import { keepPortrait, losePortrait, portrait } from '../../services/portrait'

const LOOK_BACK = 20
/** Journeys covered in full at which a tier begins; the board's rule says the same. */
const TIERS = [1, 3, 10, 30]

interface Own {
  unhear?: (() => void)[]
}

Page({
  behaviors: [spoken],
  data: {
    t: texts('mine'),
    signed: false,
    name: '',
    nickname: '',
    avatar: '',
    mine: null as Leaderboard['me'],
    place: '',
    ring: null as { done: number; count: string; next: string; label: string } | null,
    waiting: [] as { id: string; label: string; note: string }[],
    orders: [] as Order[],
    asking: false,
    typed: '',
    nameProblem: '',
    saving: false,
    problem: null as Problem | null,
  },
  onLoad() {
    const refresh = () => void this.load()
    ;(this as Own).unhear = [on('me', () => this.tellName()), on('order', refresh)]
  },
  onUnload() {
    ;(this as Own).unhear?.forEach((stop) => stop())
  },
  onShow() {
    this.setData({ avatar: portrait() })
    this.tellName()
    void this.load()
  },
  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },
  /** Signed out there is nothing to load: a login happens when somebody opens what needs one. */
  async load() {
    const signed = signedIn()
    this.setData({ signed, problem: null, ...(!signed && { mine: null, orders: [] }) })
    if (!signed) return this.tellFacts()
    try {
      const [board, orders] = await Promise.all([findBoard('people', { by: 'covered', limit: 1 }), listOrders({ limit: LOOK_BACK }), me()])
      this.tellName()
      this.setData({ mine: board.me, orders: orders.items })
      this.tellFacts()
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
  },
  tellName() {
    const nickname = knownMe()?.nickname ?? ''
    this.setData({ signed: signedIn(), nickname, name: nickname || t('mine.guest') })
  },
  tellFacts() {
    const { mine, orders } = this.data
    this.setData({
      ring: mine ? ringOf(mine.covered, mine.tier) : null,
      place: mine ? t('mine.place', { rank: mine.rank, mass: mass(mine.mass_g).text }) : '',
      waiting: orders.filter((each) => each.status === 'pending').map(({ id, amount_fen, mass_g }) => ({
        id,
        label: t('mine.waiting', { money: yuan(amount_fen) }),
        note: t('mine.waiting_note', { mass: mass(mass_g).text }),
      })),
    })
  },
  retell() {
    this.tellName()
    this.tellFacts()
  },
  openOrder(event: WechatMiniprogram.CustomEvent<object, object, { id: string }>) {
    wx.navigateTo({ url: `/pages/order/order?id=${event.currentTarget.dataset.id}` })
  },
  open(event: WechatMiniprogram.CustomEvent<object, object, { page: string }>) {
    const { page } = event.currentTarget.dataset
    wx.navigateTo({ url: `/pages/${page}/${page}` })
  },
  async chooseAvatar(event: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    this.setData({ avatar: await keepPortrait(event.detail.avatarUrl) })
  },
  /** The sprout again. */
  loseAvatar() {
    losePortrait()
    this.setData({ avatar: '' })
  },
  askName() {
    this.setData({ asking: true, typed: this.data.nickname, nameProblem: '' })
  },
  closeName() {
    this.setData({ asking: false })
  },
  typeName(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ typed: event.detail.value, nameProblem: '' })
  },
  async saveName() {
    this.setData({ saving: true, nameProblem: '' })
    try {
      await me() // signs in, if nobody is yet
      await changeMe({ nickname: this.data.typed.trim() || null })
      this.setData({ asking: false })
      void this.load()
    } catch (thrown) {
      const problem = asProblem(thrown)
      this.setData({ nameProblem: problem.errors[0]?.detail ?? (problem.title ? `${problem.title}${t('mine.stop')}${problem.detail}` : t('mine.not_saved')) })
    }
    this.setData({ saving: false })
  },
  onShareAppMessage() {
    return { title: t('common.app'), path: '/pages/scenes/scenes' }
  },
})

/** How far it is from one tier to the next. */
function ringOf(covered: number, tier: number) {
  const next = TIERS[tier]
  const words = next === undefined ? t('mine.at_top') : t('mine.to_next', { n: next - covered, tier: t(`common.tier_${tier + 1}`) })
  const count = t('mine.journeys', { n: covered })
  return { done: next === undefined ? 1 : covered / next, count, next: words, label: `${t('common.tier_journeys', { n: covered })}. ${words}` }
}
