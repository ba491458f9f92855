// A scene: what it is, how far its guests have come, and the one button. Reached by code, scan or list.

import { day, days, grouped, mass, unbroken } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { on } from '../../core/events'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { signedIn } from '../../core/session'
import { listCertificates } from '../../services/certificates'
import { findBoard } from '../../services/leaderboards'
import { codeFrom, findScene, visited } from '../../services/scenes'
import { markOf } from '../../services/scene-words'
import type { Scene } from '../../services/scenes'

/** Guests that close the ring; the next ring begins where one has closed. */
const RINGS = [12, 36, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000]
const NAMES = 6

interface Own {
  code?: string
  stop?: () => void
}

Page({
  behaviors: [spoken],
  data: {
    t: texts('scene'),
    scene: null as Scene | null,
    problem: null as Problem | null,
    unknown: '',
    unknownNext: '',
    loading: true,
    about: '',
    kind: '',
    tags: [] as string[],
    facts: [] as { label: string; value: string }[],
    covers: [] as string[],
    joinable: false,
    notice: '',
    ring: { done: 0, label: '', guests: '', mass: '', next: '' },
    names: [] as { at: number; name: string; mass: string }[],
    others: '',
    lastCertificate: '',
  },

  onLoad(query: Record<string, string | undefined>) {
    const own = this as unknown as Own
    own.code = codeFrom(query)
    // a certificate was paid for, or its name has changed
    const stops = [on('certificate', () => void this.load()), on('order', () => void this.load())]
    own.stop = () => stops.forEach((stop) => stop())
    void this.load()
  },

  onUnload() {
    ;(this as unknown as Own).stop?.()
  },

  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },

  retell() {
    void this.load()
  },

  async load() {
    const { code } = this as unknown as Own
    if (!code) return this.setData({ loading: false, unknown: t('scene.no_code'), unknownNext: t('scene.no_code_next') })
    this.setData({ problem: null, unknown: '' })
    try {
      const scene = await findScene(code)
      visited(scene)
      this.show(scene)
      void this.loadNames(scene.code)
      void this.loadOwn(scene.name)
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (problem.status === 404) this.setData({ loading: false, unknown: t('scene.unknown', { code }), unknownNext: t('scene.unknown_next') })
      else this.setData({ loading: false, problem })
    }
    return undefined
  },

  show(scene: Scene) {
    const joinable = scene.status !== 'closed'
    const mark = markOf(scene)
    this.setData({
      scene,
      loading: false,
      joinable,
      kind: t(`common.kind_${scene.kind}`),
      about: `${scene.place} · ${days(scene.starts_on, scene.ends_on)}`,
      tags: [
        ...(scene.entrance ? [scene.entrance] : []),
        ...(mark ? [mark] : []),
      ],
      notice: scene.status === 'closed' ? 'closed' : scene.status === 'rehearsal' ? 'rehearsal' : '',
      facts: [
        ...(scene.organiser ? [{ label: t('scene.organiser'), value: scene.organiser }] : []),
        ...(joinable ? [{ label: t('scene.until'), value: unbroken(day(scene.neutralise_until_on)) }] : []),
        { label: t('scene.code'), value: scene.code },
      ],
      covers: joinable ? scene.organiser_covers.map((each) => each.label) : [],
      ring: ringOf(scene),
    })
  },

  /** Names of those who wanted to be seen; the rest are counted. Nothing is said when this fails. */
  async loadNames(code: string) {
    try {
      const board = await findBoard('people', { scene: code, limit: NAMES })
      const named = board.items.filter((each) => !each.anonymous)
      const others = (this.data.scene?.totals.certificates ?? 0) - named.reduce((sum, each) => sum + each.certificates, 0)
      this.setData({
        names: named.map((each, at) => ({ at, name: each.name, mass: mass(each.mass_g).text })),
        others: others > 0 ? t(named.length ? 'scene.and_others' : 'scene.others', { n: grouped(others) }) : '',
      })
    } catch {
      this.setData({ names: [], others: '' })
    }
  },

  /** A certificate of one's own knows its scene by name. */
  async loadOwn(name: string) {
    if (!signedIn()) return
    try {
      const { items } = await listCertificates({ limit: 20 })
      const last = items.find((each) => each.scene === name && each.status !== 'revoked')
      this.setData({ lastCertificate: last?.id ?? '' })
    } catch {
      // a shortcut only
    }
  },

  join() {
    const { scene } = this.data
    if (scene) void wx.navigateTo({ url: `/pages/calculate/calculate?code=${scene.code}&kind=${scene.calculator}` })
  },

  toBoards() {
    void wx.navigateTo({ url: `/pages/boards/boards?code=${this.data.scene?.code ?? ''}&board=people` })
  },

  toCertificate() {
    void wx.navigateTo({ url: `/pages/certificate/certificate?id=${this.data.lastCertificate}` })
  },

  toScenes() {
    void wx.switchTab({ url: '/pages/scenes/scenes' })
  },

  onShareAppMessage() {
    const { scene } = this.data
    return {
      title: scene ? t('scene.share', { name: scene.name }) : t('scene.share_app'),
      path: scene ? `/pages/scene/scene?code=${scene.code}` : '/pages/scenes/scenes',
    }
  },

  onShareTimeline() {
    const { scene } = this.data
    return { title: scene ? t('scene.share', { name: scene.name }) : t('scene.share_app'), query: `code=${scene?.code ?? ''}` }
  },
})

function ringOf({ totals, status }: Scene) {
  const { certificates, mass_g } = totals
  const goal = RINGS.find((each) => each > certificates) ?? certificates
  const written = mass(mass_g).text
  const guests = grouped(certificates)
  return {
    done: certificates / goal,
    guests,
    mass: certificates ? written : '',
    next: status === 'closed' ? '' : certificates ? t('scene.next_ring', { n: grouped(goal - certificates) }) : t('scene.first'),
    label: certificates ? t('scene.ring', { n: guests, mass: written }) : t('scene.first'),
  }
}
