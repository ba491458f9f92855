// A month of everyday life: how much, of what, compared with one's own months and the country, and what one change would do.

import { on } from '../../core/events'
import { mass } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import type { Source } from '../../services/footprint-lines'
import { findFootprint } from '../../services/footprints'
import type { Footprint } from '../../services/footprints'
import { findAverages, findTips, knownMonths, listMonths, monthName } from '../../services/life'
import type { Average, LifeMonth, Tip } from '../../services/life'

interface Own {
  unhear?: () => void
}

interface SaidTip {
  key: string
  words: string
  saves: string
}

Page({
  behaviors: [spoken],
  data: {
    t: texts('life'),
    id: '',
    footprint: null as Footprint | null,
    month: '',
    range: '',
    own: '',
    covered: '',
    /** grams no certificate covers yet */
    left: 0,
    tips: [] as SaidTip[],
    rawTips: [] as Tip[],
    averages: [] as (Average & { note: string })[],
    source: null as Source | null,
    problem: null as Problem | null,
  },
  onLoad(query: Record<string, string | undefined>) {
    this.setData({ id: query['footprint'] ?? '' })
    ;(this as Own).unhear = on('order', () => void this.loadCovered())
    void this.load()
  },
  onUnload() {
    ;(this as Own).unhear?.()
  },
  /** A certificate covers it, or a refund lays it open again. */
  async loadCovered() {
    await listMonths().catch(() => undefined)
    await this.load()
  },
  async load() {
    this.setData({ problem: null })
    try {
      const footprint = await findFootprint(this.data.id)
      this.tell(footprint)
      // without tips and averages it is still a page
      const [rawTips, averages] = await Promise.all([findTips(footprint.id).catch(() => []), findAverages(footprint.id).catch(() => [])])
      this.setData({ rawTips, averages: averages.map((each) => ({ ...each, note: t('life.average_note', { average: each.average, unit: each.unit, year: each.year }) })) })
      this.tellTips()
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
  },
  tell(footprint: Footprint) {
    const months = knownMonths() ?? []
    const mine = months.find((each) => each.footprint_id === footprint.id)
    const covered = Math.max(footprint.covered_g, mine?.covered_g ?? 0)
    this.setData({
      footprint,
      month: mine ? monthName(mine.month) : t('life.one_month'),
      range: t('life.range', { low: mass(footprint.low_g).text, high: mass(footprint.high_g).text }),
      own: mine ? comparedWithOwn(mine, months) : '',
      left: Math.max(0, footprint.total_g - covered),
      covered: covered ? t('life.covered', { mass: mass(covered).text }) : '',
    })
  },
  tellTips() {
    this.setData({
      tips: this.data.rawTips.map((tip) => ({
        key: tip.key,
        words: t(`life.tip_${tip.key}`, { n: tip.n }),
        saves: t('life.saves', { mass: mass(tip.saves_g).text }),
      })),
    })
  },
  openTip(event: WechatMiniprogram.CustomEvent<object, object, { at: number }>) {
    const tip = this.data.rawTips[event.currentTarget.dataset.at]
    if (!tip) return
    this.showSources(t('life.tip_method'), tip.sources)
  },
  openAverage(event: WechatMiniprogram.CustomEvent<object, object, { at: number }>) {
    const average = this.data.averages[event.currentTarget.dataset.at]
    if (average) this.showSources(t('life.average_method'), average.sources)
  },
  showSources(method: string, sources: { source: string; source_url: string; year?: number | null }[]) {
    const rows = sources.map((each) => ({ label: t('calc.source'), value: [each.source, each.year].filter(Boolean).join(' · '), ...(each.source_url && { url: each.source_url }) }))
    this.setData({ source: { title: t('life.tip_source'), rows: [{ label: t('calc.sum'), value: method }, ...rows] } })
  },
  closeSource() {
    this.setData({ source: null })
  },
  neutralise() {
    const { footprint, left } = this.data
    if (footprint && left > 0) wx.navigateTo({ url: `/pages/neutralise/neutralise?footprint=${footprint.id}&mass=${left}` })
  },
  retell() {
    void this.load()
  },
  onShareAppMessage() {
    return { title: t('life.share'), path: '/pages/life/life' }
  },
})

/** With the average of one's other months. */
function comparedWithOwn(mine: LifeMonth, months: LifeMonth[]): string {
  const others = months.filter((each) => each.month !== mine.month)
  if (!others.length) return ''
  const average = Math.round(others.reduce((sum, each) => sum + each.total_g, 0) / others.length)
  return t('life.own_average', { n: others.length, mass: mass(average).text })
}
