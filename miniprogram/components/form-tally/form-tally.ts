// How many of each: what was chosen with a number to step, the rest as chips to add.

import { spoken, texts } from '../../core/i18n'
import type { Entry, FormField, Option, Value } from '../../services/calculators'

const CHIPS = 4

interface Row {
  at: number
  value: string
  label: string
  count: Value | ''
  problem: string
}

Component({
  behaviors: [spoken],
  properties: {
    group: { type: Object, value: null as unknown as FormField },
    entries: { type: Array, value: [] as Entry[] },
    /** by entry, then by the field's key */
    problems: { type: Array, value: [] as Record<string, string>[] },
  },
  data: {
    t: texts('calc'), rows: [] as Row[], others: [] as Option[], all: false, moreChips: false,
    unit: '', min: 0, max: 1000, decimals: 0,
  },
  observers: {
    'group, entries, problems, all'(group: FormField | null, entries: Entry[], problems: Record<string, string>[], all: boolean) {
      const [choice, number] = group?.fields ?? []
      if (!choice || !number) return
      const options = choice.options ?? []
      const rows = entries.map((entry, at) => {
        const value = String(entry[choice.key] ?? '')
        const wrong = problems[at] ?? {}
        const label = options.find((each) => each.value === value)?.label ?? value
        return { at, value, label, count: entry[number.key] ?? '', problem: wrong[number.key] ?? wrong[choice.key] ?? '' }
      })
      const others = options.filter((option) => !rows.some((row) => row.value === option.value))
      this.setData({
        rows,
        others: all ? others : others.slice(0, CHIPS),
        moreChips: !all && others.length > CHIPS,
        unit: number.unit ?? '',
        min: Number(number.minimum ?? 0),
        max: Number(number.maximum ?? 1000),
        decimals: number.type === 'decimal' ? 1 : 0,
      })
    },
  },
  methods: {
    add(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
      const { choice, number } = this.keys()
      const one: Value = this.data.decimals ? '1' : 1
      this.tell([...this.data.entries, { [choice]: event.currentTarget.dataset.value, [number]: one }])
    },
    /** Nought takes the line away again. */
    count(event: WechatMiniprogram.CustomEvent<{ value: Value }, object, { at: number }>) {
      const { number } = this.keys()
      const { at } = event.currentTarget.dataset
      const { value } = event.detail
      const changed = this.data.entries.map((entry: Entry, index: number) => (index === at ? { ...entry, [number]: value } : entry))
      this.tell(value !== '' && Number(value) === 0 ? changed.filter((_: Entry, index: number) => index !== at) : changed)
    },
    keys() {
      const [choice, number] = this.data.group.fields ?? []
      return { choice: choice?.key ?? '', number: number?.key ?? '' }
    },
    tell(entries: Entry[]) {
      this.triggerEvent('change', { entries })
    },
    showAll() {
      this.setData({ all: true })
    },
  },
})
