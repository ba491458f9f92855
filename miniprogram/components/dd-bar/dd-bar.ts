// Amounts by category: a bar of dots, each category in its own shape and shade, and a list that says the same.

import { mass } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'

interface Item {
  category: string
  label: string
  mass_g: number
}

const ROWS = 3
const COLUMNS = 24 // as many as fit beside each other at 320 px

Component({
  behaviors: [spoken],
  properties: {
    /** [{category, label, mass_g}], as a footprint has them */
    items: { type: Array, value: [] as Item[] },
    /** without the list below */
    bare: Boolean,
  },
  data: {
    t: texts(),
    dots: [] as { at: number; look: number }[],
    lines: [] as { category: string; label: string; mass: string; percent: string; said: string; look: number }[],
  },
  observers: {
    'items, language'(items: Item[]) {
      const sorted = items.filter((each) => each.mass_g > 0).sort((a, b) => b.mass_g - a.mass_g)
      const total = sorted.reduce((sum, each) => sum + each.mass_g, 0)
      this.setData({ dots: dotsOf(sorted, total), lines: sorted.map((each, at) => line(each, at, total)) })
    },
  },
})

function line(each: Item, at: number, total: number) {
  const share = (each.mass_g / total) * 100
  const text = mass(each.mass_g).text
  const rounded = share < 100 ? Math.min(99, Math.round(share)) : 100
  const percent = share < 1 ? t('common.bar_few') : `${rounded}%`
  const said = share < 1 ? `${each.label}, ${text}` : t('common.bar_share', { label: each.label, mass: text, percent: rounded })
  return { category: each.category, label: each.label, mass: text, percent, said, look: at % 6 }
}

/** The look of every dot: shares by largest remainder, and whatever is there has at least one. */
function dotsOf(items: Item[], total: number): { at: number; look: number }[] {
  if (!total) return []
  const all = ROWS * COLUMNS
  const counts = items.map((each) => Math.max(1, Math.floor((each.mass_g / total) * all)))
  const byRemainder = items
    .map((each, at) => ({ at, rest: ((each.mass_g / total) * all) % 1 }))
    .sort((a, b) => b.rest - a.rest)
  for (let left = all - counts.reduce((sum, each) => sum + each, 0), turn = 0; left > 0; left -= 1, turn += 1) {
    const next = byRemainder[turn % byRemainder.length]
    if (next) counts[next.at] = (counts[next.at] ?? 0) + 1
  }
  const looks = counts.flatMap((count, at) => Array.from({ length: count }, () => at % 6))
  return looks.slice(0, all).map((look, at) => ({ at, look }))
}
