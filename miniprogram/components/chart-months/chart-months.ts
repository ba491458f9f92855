// Grams by month, as columns of dots: one dot is always the same round amount, and the chart says which.

import { grouped, mass } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { monthName, shiftMonth } from '../../services/life'

interface Month {
  month: string
  total_g: number
}

const COLUMNS = 6
const TALLEST = 10
const STEPS = [1, 2, 5]

Component({
  behaviors: [spoken],
  properties: {
    /** [{month, total_g}], any order */
    items: { type: Array, value: [] as Month[] },
    /** the last column, `2026-11` */
    until: String,
    chosen: String,
  },
  data: {
    t: texts('life'),
    columns: [] as { month: string; word: string; mass: string; said: string; dots: number[]; counted: boolean }[],
    scale: '',
  },
  observers: {
    'items, until, language'(items: Month[], until: string) {
      if (!until) return
      const shown = Array.from({ length: COLUMNS }, (_, at) => shiftMonth(until, COLUMNS - 1 - at))
      const totals = new Map(items.map((each) => [each.month, each.total_g]))
      const dot = dotFor(Math.max(0, ...shown.map((month) => totals.get(month) ?? 0)))
      this.setData({
        columns: shown.map((month) => column(month, totals.get(month), dot)),
        scale: t('life.one_dot', { mass: `${grouped(dot / 1000)} kg` }),
      })
    },
  },
  methods: {
    pick(event: WechatMiniprogram.TouchEvent<object, object, { month: string }>) {
      this.triggerEvent('choose', { month: event.currentTarget.dataset.month })
    },
  },
})

function column(month: string, total: number | undefined, dot: number) {
  const counted = total !== undefined
  const text = counted ? mass(total).text : ''
  return {
    month,
    word: t(`life.short_${Number(month.slice(5))}`),
    mass: text,
    said: counted ? `${monthName(month)}, ${text}` : t('life.not_counted', { month: monthName(month) }),
    dots: Array.from({ length: total ? Math.max(1, Math.round(total / dot)) : 0 }, (_, at) => at),
    counted,
  }
}

/** 1, 2 or 5 times a power of ten, so that the largest month is at most ten dots tall. */
function dotFor(most: number): number {
  for (let power = 1_000; ; power *= 10) {
    for (const step of STEPS) if (most / (step * power) <= TALLEST) return step * power
  }
}
