// The first tab: arrive at a scene by its code (scanned or typed), or find it in the list.

import { grouped } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { codeIn, findScene, listScenes, recentScenes, SCENE_KINDS, visited } from '../../services/scenes'
import { markOf, statusOf, whenOf } from '../../services/scene-words'
import type { RecentScene, SceneKind, SceneLine } from '../../services/scenes'

const PAUSE_MS = 300

interface Line {
  code: string
  kind: SceneKind
  name: string
  about: string
  guests: string
  tag: string
}

interface Typing {
  timer: number
  asked: number
}

Page({
  behaviors: [spoken],
  data: {
    t: texts('scene'),
    code: '',
    codeProblem: '',
    opening: false,
    recent: [] as RecentScene[],
    kinds: [] as { value: string; label: string }[],
    kind: '',
    q: '',
    scenes: [] as SceneLine[],
    lines: [] as Line[],
    next: null as string | null,
    loading: true,
    more: false,
    problem: null as Problem | null,
  },

  onLoad() {
    this.retell()
  },

  onShow() {
    this.setData({ recent: recentScenes() })
  },

  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },

  onReachBottom() {
    if (this.data.next && !this.data.more) void this.loadMore()
  },

  retell() {
    const kinds = SCENE_KINDS.map((value) => ({ value, label: t(`common.kind_${value}`) }))
    this.setData({ kinds: [{ value: '', label: t('scene.all') }, ...kinds] })
    void this.load()
  },

  async load() {
    const own = typing(this)
    const mine = (own.asked += 1)
    this.setData({ problem: null, loading: true })
    try {
      const found = await listScenes(this.query())
      if (mine === own.asked) this.show(found.items, found.next)
    } catch (thrown) {
      if (mine === own.asked) this.setData({ problem: asProblem(thrown), loading: false })
    }
  },

  async loadMore() {
    const mine = typing(this).asked
    this.setData({ more: true })
    try {
      const found = await listScenes({ ...this.query(), ...(this.data.next && { cursor: this.data.next }) })
      if (mine === typing(this).asked) this.show([...this.data.scenes, ...found.items], found.next)
    } catch {
      // what is there stays; pulling again tries again
    }
    this.setData({ more: false })
  },

  query() {
    const { kind, q } = this.data
    return { limit: 20, ...(kind && { kind: kind as SceneKind }), ...(q && { q }) }
  },

  show(scenes: SceneLine[], next: string | null) {
    this.setData({ scenes, lines: scenes.map(line), next, loading: false })
  },

  typeCode(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ code: event.detail.value, codeProblem: '' })
  },

  async openCode() {
    if (this.data.opening) return undefined // the keyboard's key was pressed twice
    const code = codeIn(this.data.code)
    if (!code) return this.setData({ codeProblem: t(this.data.code.trim() ? 'scene.code_odd' : 'scene.code_empty') })
    this.setData({ opening: true, codeProblem: '' })
    try {
      visited(await findScene(code))
      this.setData({ code: '' })
      this.go(code)
    } catch (thrown) {
      const problem = asProblem(thrown)
      const words = problem.status === 404 ? t('scene.code_unknown', { code }) : t('scene.code_later')
      this.setData({ codeProblem: words })
    }
    return this.setData({ opening: false })
  },

  scan() {
    wx.scanCode({
      success: (found) => {
        const { path = '', result = '' } = found as { path?: string; result?: string }
        const own = /^\/?(pages\/(?:scene|certificate|claim)\/.+)/.exec(path)?.[1]
        const code = codeIn(result)
        if (own) void wx.navigateTo({ url: `/${own}` })
        else if (code) this.go(code)
        else this.setData({ codeProblem: t('scene.scan_odd') })
      },
      fail: ({ errMsg }) => {
        if (!/cancel/i.test(errMsg)) this.setData({ codeProblem: t('scene.scan_failed') })
      },
    })
  },

  pickKind(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
    this.setData({ kind: event.currentTarget.dataset.value, lines: [] })
    void this.load()
  },

  search(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const own = typing(this)
    clearTimeout(own.timer)
    this.setData({ q: event.detail.value.trim() })
    own.timer = setTimeout(() => void this.load(), PAUSE_MS)
  },

  clear() {
    this.setData({ q: '', kind: '' })
    void this.load()
  },

  open(event: WechatMiniprogram.TouchEvent<object, object, { code: string }>) {
    this.go(event.currentTarget.dataset.code)
  },

  go(code: string) {
    void wx.navigateTo({ url: `/pages/scene/scene?code=${code}` })
  },

  onShareAppMessage() {
    return { title: t('scene.share_app'), path: '/pages/scenes/scenes' }
  },
})

function line(scene: SceneLine): Line {
  const { code, kind, name, place, totals } = scene
  return {
    code, kind, name,
    tag: statusOf(scene) || markOf(scene),
    about: `${place} · ${whenOf(scene)}`,
    guests: totals.certificates ? t('scene.certificates', { n: grouped(totals.certificates) }) : '',
  }
}

function typing(page: object): Typing {
  const self = page as { typing?: Typing }
  self.typing ??= { asked: 0, timer: 0 }
  return self.typing
}
