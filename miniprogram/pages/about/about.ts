// What this is, where every number comes from, and whose work it stands on.

import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { findSources } from '../../services/sources'
import type { Sources } from '../../services/sources'

/** Of what is drawn and run, on the server and here. Their licences lie beside the code. */
const CREDITS = [
  'Noto Serif SC, Noto Sans SC, Noto Sans, Noto Naskh Arabic … — SIL Open Font License 1.1',
  'Noto Color Emoji — SIL Open Font License 1.1',
  'noble-ed25519 — MIT',
]

/** Sources shown before somebody asks for all. */
const FIRST = 8

Page({
  behaviors: [spoken],
  data: {
    t: texts('mine'),
    all: false,
    more: false,
    sources: null as Sources | null,
    rows: [] as { url: string; source: string; note: string }[],
    method: '',
    credits: [] as string[],
    version: '',
    problem: null as Problem | null,
  },
  onLoad() {
    void this.load()
  },
  async load() {
    this.setData({ problem: null })
    try {
      this.setData({ sources: await findSources() })
      this.tell()
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
  },
  tell() {
    const { sources, all } = this.data
    if (!sources) return
    const { version } = wx.getAccountInfoSync().miniProgram
    this.setData({
      method: t('mine.method', { set: sources.factor_set, version: sources.calculator_version }),
      credits: [...sources.credits, ...CREDITS],
      version: version ? t('mine.version', { version }) : t('mine.version_unreleased'),
      more: !all && sources.items.length > FIRST,
      rows: sources.items.slice(0, all ? undefined : FIRST).map(({ source, source_url, years, factors }) => ({
        url: source_url,
        source,
        note: [t('mine.factors', { n: factors }), ...(years.length ? [span(years)] : [])].join(' · '),
      })),
    })
  },
  showAll() {
    this.setData({ all: true })
    this.tell()
  },
  retell() {
    void this.load()
  },
  copy(event: WechatMiniprogram.CustomEvent<object, object, { url: string }>) {
    const { url } = event.currentTarget.dataset
    if (url) wx.setClipboardData({ data: url })
  },
})

function span(years: number[]): string {
  const [first] = years
  const last = years[years.length - 1]
  return first === last ? String(first) : `${String(first)}–${String(last)}`
}
