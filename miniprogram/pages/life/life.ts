// 生活碳足迹: the months counted so far, and one being filled in. What a month consists of is page life-result.

import { grouped, mass } from '../../core/format'
import { on } from '../../core/events'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { signedIn } from '../../core/session'
import { knownMonths, listMonths, monthName, monthWord, offeredMonths, shiftMonth } from '../../services/life'
import type { LifeMonth } from '../../services/life'

interface Listed {
  month: string
  name: string
  mass: string
}

interface Own {
  stops?: (() => void)[]
}

Page({
  behaviors: [spoken],
  data: {
    t: texts('life'),
    view: 'loading' as 'loading' | 'months' | 'entry',
    months: [] as LifeMonth[],
    listed: [] as Listed[],
    until: '',
    chosen: null as LifeMonth | null,
    chosenName: '',
    change: '',
    next: '',
    actLabel: '',
    offered: [] as { value: string; label: string }[],
    month: '',
    counted: false,
    copyFrom: '',
    problem: null as Problem | null,
  },
  onLoad() {
    const clear = () => this.setData({ view: 'loading', months: [], chosen: null })
    ;(this as Own).stops = [on('me', () => signedIn() || clear()), on('withdrawn', clear)]
  },
  onUnload() {
    ;(this as Own).stops?.forEach((stop) => stop())
  },
  onShow() {
    if (this.data.view !== 'entry') void this.load()
  },
  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },
  /** Whoever has never counted a month is asked nothing and signed in nowhere: the form comes first. */
  async load() {
    const known = knownMonths()
    const filling = this.data.view === 'entry'
    if (!known && !signedIn()) return this.fill(offeredMonths()[0] ?? '')
    if (known && this.data.view === 'loading') this.show(known)
    this.setData({ problem: null })
    try {
      const months = await listMonths()
      if (this.data.view !== 'entry' || filling) this.show(months)
      else this.setData({ months }, () => this.fill(this.data.month)) // a form opened meanwhile stays open
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
      if (this.data.view === 'loading') this.fill(offeredMonths()[0] ?? '')
    }
  },
  show(months: LifeMonth[]) {
    if (!months.length) return this.setData({ months }, () => this.fill(offeredMonths()[0] ?? ''))
    const [now = ''] = offeredMonths()
    const kept = months.find((each) => each.month === this.data.chosen?.month) ?? months[0]
    const next = months.some((each) => each.month === now) ? '' : now
    this.setData({
      view: 'months',
      months,
      until: now,
      next,
      listed: months.map(({ month, total_g }) => ({ month, name: monthName(month), mass: mass(total_g).text })),
    })
    if (kept) this.choose(kept)
  },
  choose(chosen: LifeMonth) {
    const last = this.data.months.find((each) => each.month === shiftMonth(chosen.month, 1))
    const { next } = this.data
    this.setData({
      actLabel: next ? t('life.begin', { month: monthWord(next) }) : t(chosen.covered_g ? 'life.neutralise_look' : 'life.neutralise_month', { month: monthWord(chosen.month) }),
    })
    this.setData({ chosen, chosenName: monthName(chosen.month), change: last ? changeSince(last.total_g, chosen.total_g) : '' })
  },
  pickColumn(event: WechatMiniprogram.CustomEvent<{ month: string }>) {
    const { month } = event.detail
    const counted = this.data.months.find((each) => each.month === month)
    if (counted) this.choose(counted)
    else this.fill(month)
  },
  pickRow(event: WechatMiniprogram.CustomEvent<object, object, { month: string }>) {
    const counted = this.data.months.find((each) => each.month === event.currentTarget.dataset.month)
    if (counted) this.choose(counted)
    wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  openResult() {
    const { chosen } = this.data
    if (chosen) wx.navigateTo({ url: `/pages/life-result/life-result?footprint=${chosen.footprint_id}` })
  },
  /** The one button: count this month, then neutralise it; a month that has certificates is looked at first. */
  act() {
    const { chosen, next } = this.data
    if (next) this.fill(next)
    else if (chosen && chosen.covered_g === 0 && chosen.total_g > 0) wx.navigateTo({ url: `/pages/neutralise/neutralise?footprint=${chosen.footprint_id}` })
    else this.openResult()
  },
  edit() {
    if (this.data.chosen) this.fill(this.data.chosen.month)
  },
  /** Opens the form for a month. */
  fill(month: string) {
    const { months } = this.data
    const offered = [...new Set([...offeredMonths(), month])].sort().reverse()
    this.setData({
      view: 'entry',
      month,
      offered: offered.map((value) => ({ value, label: monthWord(value) })),
      counted: months.some((each) => each.month === month),
      copyFrom: nearest(months.filter((each) => !each.inputs_erased).map((each) => each.month), month),
    })
  },
  pickMonth(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.fill(event.detail.value)
  },
  leave() {
    this.setData({ view: 'months' })
    void this.load()
  },
  /** The button is far below what has to be looked at. */
  bring() {
    void wx.pageScrollTo({ selector: '#entry', duration: 200 })
  },
  counted(event: WechatMiniprogram.CustomEvent<{ month: string; footprint: string }>) {
    this.setData({ view: 'loading', chosen: null })
    wx.navigateTo({ url: `/pages/life-result/life-result?footprint=${event.detail.footprint}` })
  },
  retell() {
    if (this.data.view === 'months') this.show(this.data.months)
    if (this.data.view === 'entry') this.fill(this.data.month)
  },
  onShareAppMessage() {
    return { title: t('life.share'), path: '/pages/life/life' }
  },
})

/** The counted month before this one, else the first after it; months are newest first. */
function nearest(counted: string[], month: string): string {
  return counted.find((each) => each < month) ?? counted.filter((each) => each > month).pop() ?? ''
}

/** In percent and in kilograms; nothing is said of a change too small to be one. */
function changeSince(last: number, now: number): string {
  const percent = last ? Math.round((Math.abs(now - last) / last) * 100) : 0
  if (percent < 1) return t('life.like_before')
  const facts = { mass: mass(Math.abs(now - last)).text, percent: grouped(percent) }
  return t(now < last ? 'life.less_than_before' : 'life.more_than_before', facts)
}
