// Nights: one tap for the usual answers (none, one night, two, at home); what kind of room on demand.

import { spoken, t, texts } from '../../core/i18n'
import { fresh, part, sharedBy } from '../../services/answers'
import type { Entry, FormField, Option } from '../../services/calculators'

const USUAL = [1, 2]
const HOME = 'home'

Component({
  behaviors: [spoken],
  properties: {
    group: { type: Object, value: null as unknown as FormField },
    entries: { type: Array, value: [] as Entry[] },
    problems: { type: Array, value: [] as Record<string, string>[] },
    people: { type: Number, value: 1 },
  },
  data: { t: texts('calc'), quick: [] as Option[], chosen: '', open: false, rows: [] as { at: number; entry: Entry; problems: Record<string, string> }[], summary: '' },
  observers: {
    'group, entries, problems, language'(group: FormField | null, entries: Entry[], problems: Record<string, string>[]) {
      if (!group) return
      const home = part(group, 'kind')?.options?.some((each) => each.value === HOME)
      this.setData({
        quick: [
          { value: 'none', label: t('calc.no_night') },
          ...USUAL.map((n) => ({ value: String(n), label: t(n === 1 ? 'calc.one_night' : 'calc.nights', { n }) })),
          ...(home ? [{ value: HOME, label: t('calc.at_home') }] : []),
        ],
        chosen: quickOf(entries),
        rows: entries.map((entry, at) => ({ at, entry, problems: problems[at] ?? {} })),
        summary: entries.map((entry) => said(group, entry)).join(' + '),
        ...(problems.some((each) => Object.keys(each).length > 0) && { open: true }),
      })
    },
  },
  methods: {
    pick(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const { group, entries, people } = this.data
      const { value } = event.detail
      if (value === 'none') return this.tell([])
      const before: Entry = entries[0] ?? fresh(group)
      const made: Entry = { ...before, ...(value === HOME ? { kind: HOME } : { nights: Number(value) }) }
      // whoever chose a kind of room keeps it; a hotel is what the form means by none
      if (value !== HOME && made['kind'] === HOME) delete made['kind']
      return this.tell([sharedBy(group, made, people)])
    },
    change(event: WechatMiniprogram.CustomEvent<{ entry: Entry }, object, { at: number }>) {
      const { at } = event.currentTarget.dataset
      this.tell(this.data.entries.map((entry: Entry, index: number) => (index === at ? event.detail.entry : entry)))
    },
    add() {
      this.tell([...this.data.entries, sharedBy(this.data.group, fresh(this.data.group), this.data.people)])
    },
    remove(event: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
      this.tell(this.data.entries.filter((_: Entry, index: number) => index !== event.currentTarget.dataset.at))
    },
    tell(entries: Entry[]) {
      this.triggerEvent('change', { entries })
    },
    toggle() {
      this.setData({ open: !this.data.open })
    },
  },
})

function quickOf(entries: Entry[]): string {
  const [only, ...others] = entries
  if (!only) return 'none'
  if (others.length) return ''
  return only['kind'] === HOME ? HOME : String(only['nights'] ?? '')
}

function said(group: FormField, entry: Entry): string {
  const kind = part(group, 'kind')
  const value = entry['kind'] ?? kind?.default
  const label = kind?.options?.find((each) => each.value === value)?.label ?? ''
  const n = Number(entry['nights'] ?? 0)
  const guests = Number(entry['guests'] ?? 1)
  const parts = [label, t(n === 1 ? 'calc.one_night' : 'calc.nights', { n }), ...(guests > 1 ? [t('calc.sharing', { n: guests })] : [])]
  return parts.join(' · ')
}
