// What a journey emits, about: the number with its range, its parts, where every number comes from, and the way on.

import { on } from '../../core/events'
import { grouped, mass } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { findFootprint, remaining } from '../../services/footprints'
import type { Footprint } from '../../services/footprints'
import { metScene } from '../../services/scenes'
import type { Scene } from '../../services/scenes'

interface Own {
  footprint: string
  code: string
  stop: () => void
}

const ENOUGH_CERTIFICATES = 10

Page({
  behaviors: [spoken],
  data: {
    t: texts('calc'),
    ready: false,
    problem: null as Problem | null,
    scene: '',
    total_g: 0,
    range: '',
    done: 0,
    said: '',
    share: '',
    average: '',
    status: '',
    whole: false,
    none: false,
    categories: [] as Footprint['categories'],
    footprint: null as Footprint | null,
  },

  onLoad(query: Record<string, string | undefined>) {
    Object.assign(this, { footprint: query['footprint'] ?? '', code: query['code'] ?? '' })
    // a certificate covers it, or a refund lays it open again
    const stops = [on('certificate', () => void this.load()), on('order', () => void this.load())]
    own(this).stop = () => stops.forEach((stop) => stop())
    void this.load()
  },

  onUnload() {
    own(this).stop()
  },

  retell() {
    void this.load()
  },

  async load() {
    this.setData({ problem: null })
    void this.loadScene()
    try {
      this.show(await findFootprint(own(this).footprint))
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
  },

  /** Its name, and what is usual there; the result stands without them. */
  async loadScene() {
    const { code } = own(this)
    if (!code) return
    const scene = await metScene(code).catch(() => undefined)
    this.setData({ scene: scene?.name ?? '', average: scene ? averageOf(scene) : '' })
  },

  show(footprint: Footprint) {
    const { total_g, low_g, high_g, covered_g } = footprint
    const open = remaining(footprint)
    const written = mass(total_g).text
    const range = t('calc.range', { low: mass(low_g).text, high: mass(high_g).text })
    this.setData({
      ready: true,
      total_g,
      range,
      done: total_g ? Math.min(1, covered_g / total_g) : 0,
      said: t('calc.result_said', { mass: written, range }),
      share: shareOf(footprint),
      none: total_g === 0,
      whole: total_g > 0 && open === 0,
      status: total_g > 0 && open === 0 ? t('calc.whole') : covered_g > 0 ? t('calc.partly', { covered: mass(covered_g).text, open: mass(open).text }) : '',
      categories: footprint.categories,
      footprint,
    })
  },

  neutralise() {
    const { footprint, code } = own(this)
    void wx.navigateTo({ url: `/pages/neutralise/neutralise?footprint=${footprint}${code ? `&code=${code}` : ''}` })
  },

  toCertificates() {
    void wx.navigateTo({ url: '/pages/certificates/certificates' })
  },

  edit() {
    const { code } = own(this)
    if (getCurrentPages().length > 1) void wx.navigateBack()
    else if (code) void wx.redirectTo({ url: `/pages/calculate/calculate?code=${code}` })
    else void wx.switchTab({ url: '/pages/scenes/scenes' })
  },

  onShareAppMessage() {
    const { code } = own(this)
    return {
      title: t('calc.share_title', { mass: mass(this.data.total_g).text }),
      path: code ? `/pages/scene/scene?code=${code}` : '/pages/scenes/scenes',
    }
  },
})

function own(page: object): Own {
  return page as Own
}

/** What guests here have covered, once they are enough for nobody to be told by it. */
function averageOf({ totals }: Scene): string {
  if (totals.certificates < ENOUGH_CERTIFICATES) return ''
  return t('calc.here_average', { mass: mass(Math.round(totals.mass_g / totals.certificates)).text, n: grouped(totals.certificates) })
}

/** A share of what: the largest part. */
function shareOf({ categories, total_g }: Footprint): string {
  const [largest] = [...categories].sort((a, b) => b.mass_g - a.mass_g)
  if (!largest || !total_g) return ''
  const percent = Math.min(99, Math.round((largest.mass_g / total_g) * 100)) // all is all: 99.8% is not
  return largest.mass_g === total_g ? t('calc.share_all', { label: largest.label }) : t('calc.share_most', { label: largest.label, percent })
}
