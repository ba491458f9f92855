// The boards: people, organisations and scenes, with the caller's own line and the printed rule.

import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { findBoard } from '../../services/leaderboards'
import type { Board, BoardLine, By, Leaderboard, Period } from '../../services/leaderboards'
import { knownMe } from '../../services/me'

interface Chosen { value: string }

const BOARDS: Board[] = ['people', 'organisations', 'scenes']
const PERIODS: Period[] = ['all', 'year', 'month']
const BYS: By[] = ['mass', 'covered']

Page({
  behaviors: [spoken],
  data: {
    t: texts('cert'),
    stage: 'loading' as 'loading' | 'problem' | 'ready',
    problem: null as Problem | null,
    board: 'people' as Board,
    period: 'all' as Period,
    by: 'mass' as By,
    scope: 'all',
    boards: [] as { value: string; label: string }[],
    periods: [] as { value: string; label: string }[],
    bys: [] as { value: string; label: string }[],
    scopes: [] as { value: string; label: string }[],
    lines: [] as BoardLine[],
    mine: null as BoardLine | null,
    none: '',
    noneNext: '',
    rule: '',
  },

  code: '',
  asked: 0,

  onLoad(query: Record<string, string | undefined>) {
    this.code = query['code'] ?? ''
    const board = BOARDS.find((each) => each === query['board']) ?? 'people'
    this.setData({ board, scope: this.code ? 'here' : 'all' })
    this.label()
    void this.load()
  },

  label() {
    const named = (keys: string[]) => keys.map((value) => ({ value, label: t(`cert.${value}`) }))
    this.setData({
      boards: named(BOARDS),
      periods: named(PERIODS),
      bys: named(BYS),
      scopes: this.code ? [{ value: 'here', label: t('cert.here') }, { value: 'all', label: t('cert.everywhere') }] : [],
    })
  },

  async load() {
    const turn = ++this.asked
    const { board, period, scope } = this.data
    const by: By = board === 'people' ? this.data.by : 'mass'
    this.setData({ stage: 'loading', problem: null, by })
    try {
      const found = await findBoard(board, { period, by, limit: 50, ...(scope === 'here' && board !== 'scenes' && { scene: this.code }) })
      if (turn !== this.asked) return // another board was chosen meanwhile
      const mine = found.me ? { ...found.me, name: ownName(board, found.me), anonymous: false } : null
      const whose = board === 'organisations' ? 'organisation' : 'mine'
      this.setData({ stage: 'ready', lines: found.items, mine, none: t(`cert.${whose}_none`), noneNext: t(`cert.${whose}_none_next`), rule: found.rule })
    } catch (thrown) {
      if (turn === this.asked) this.setData({ stage: 'problem', problem: asProblem(thrown) })
    }
  },

  pickBoard(event: WechatMiniprogram.TouchEvent<object, object, { board: Board }>) {
    const { board } = event.currentTarget.dataset
    if (board === this.data.board) return
    this.setData({ board })
    void this.load()
  },

  pickScope(event: WechatMiniprogram.CustomEvent<Chosen>) {
    this.setData({ scope: event.detail.value })
    void this.load()
  },

  pickPeriod(event: WechatMiniprogram.CustomEvent<Chosen>) {
    this.setData({ period: event.detail.value as Period })
    void this.load()
  },

  pickBy(event: WechatMiniprogram.CustomEvent<Chosen>) {
    this.setData({ by: event.detail.value as By })
    void this.load()
  },

  onShareAppMessage() {
    return { title: t('cert.boards'), path: `/pages/boards/boards?board=${this.data.board}&code=${this.code}` }
  },

  retell() {
    this.label()
    void this.load()
  },
})

/** On the board of organisations the caller's own line is their organisation's, never theirs. */
function ownName(board: Board, me: Leaderboard['me']): string {
  if (board !== 'organisations') return knownMe()?.nickname ?? t('cert.mine')
  return me?.name ?? t('pay.who_company')
}
