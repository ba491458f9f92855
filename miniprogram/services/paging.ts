// Lists as the server answers them, and what a page that is one such list does with it.

import { on } from '../core/events'
import type { Events } from '../core/events'
import { asProblem } from '../core/request'
import type { Problem } from '../core/request'

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Asked {
  limit?: number
  cursor?: string
}

interface Listing<T> {
  data: { items: T[] | null; next: string | null; busy: boolean }
  setData(changed: object): void
  ask(asked: Asked): Promise<Page<T>>
  stops?: (() => void)[]
  /** how often it was asked: an older answer is not shown */
  asked?: number
  /** makes of `items` what is drawn */
  retell(): void
  load(): Promise<void>
  more(): Promise<void>
}

/**
 * `items` (null before the first answer), `problem`, `load` and `more` of a page that is one list:
 * `behaviors: [spoken, listed]`, then `list(this, ask, news)` in onLoad and a `retell()` that makes rows of the items.
 */
export const listed = Behavior({
  data: { items: null as unknown[] | null, next: null as string | null, busy: false, problem: null as Problem | null },
  lifetimes: {
    detached() {
      listing(this).stops?.forEach((stop) => stop())
    },
  },
  methods: {
    async load() {
      await bring(listing(this))
      wx.stopPullDownRefresh({ fail: () => undefined })
    },
    async more() {
      const page = listing(this)
      if (page.data.next && !page.data.busy) await bring(page, page.data.next)
    },
  },
})

/** Begins the list: what is asked, and the news after which it is asked again. */
export function list<T>(page: object, ask: (asked: Asked) => Promise<Page<T>>, news: (keyof Events)[]): void {
  const self = listing<T>(page)
  self.ask = ask
  self.stops = news.map((each) => on(each, () => void self.load()))
  void self.load()
}

/** A page with the behavior `listed`, as TypeScript should know it. */
export function listing<T = unknown>(page: object): Listing<T> {
  return page as Listing<T>
}

async function bring<T>(page: Listing<T>, cursor?: string): Promise<void> {
  const mine = (page.asked = (page.asked ?? 0) + 1)
  page.setData({ busy: true, problem: null })
  try {
    const { items, next } = await page.ask(cursor ? { cursor } : {})
    if (mine !== page.asked) return
    page.setData({ items: [...(cursor ? (page.data.items ?? []) : []), ...items], next })
    page.retell()
  } catch (thrown) {
    if (mine !== page.asked) return
    page.setData({ problem: asProblem(thrown) })
  }
  page.setData({ busy: false })
}
