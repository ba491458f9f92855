// A group of a form, drawn by what its entries are made of: parts of a way, nights, how many of each, or anything else.

import { spoken, t, texts } from '../../core/i18n'
import { fresh, isLegs, isNights, isTally, part, sharedBy } from '../../services/answers'
import type { Entry, FormField } from '../../services/calculators'

type Look = 'legs' | 'nights' | 'tally' | 'plain'
/** A way is most often continued like this. */
const FURTHER = ['metro', 'taxi', 'bus', 'walk']

Component({
  behaviors: [spoken],
  properties: {
    field: { type: Object, value: null as unknown as FormField },
    entries: { type: Array, value: [] as Entry[] },
    /** by what follows in the pointer: `/0/from` */
    wrongs: { type: Object, value: {} as Record<string, string> },
    people: { type: Number, value: 1 },
  },
  data: {
    t: texts('calc'),
    look: 'plain' as Look,
    rows: [] as { at: number; entry: Entry; problems: Record<string, string>; title: string }[],
    problems: [] as Record<string, string>[],
    full: false,
    wrong: '',
  },
  observers: {
    'field, entries, wrongs, language'(field: FormField | null, entries: Entry[], wrongs: Record<string, string>) {
      if (!field) return
      const problems = entries.map((_, at) => problemsOf(at, wrongs ?? {}))
      this.setData({
        look: isLegs(field) ? 'legs' : isNights(field) ? 'nights' : isTally(field) ? 'tally' : 'plain',
        problems,
        wrong: wrongs?.[''] ?? '',
        rows: entries.map((entry, at) => ({
          at,
          entry,
          problems: problems[at] ?? {},
          title: entries.length > 1 ? t('calc.leg', { n: at + 1 }) : '',
        })),
        full: entries.length >= Number(field.maximum ?? 50),
      })
    },
  },
  methods: {
    change(event: WechatMiniprogram.CustomEvent<{ entry: Entry }, object, { at: number }>) {
      const { at } = event.currentTarget.dataset
      this.tell(this.data.entries.map((entry: Entry, index: number) => (index === at ? event.detail.entry : entry)))
    },
    changeAll(event: WechatMiniprogram.CustomEvent<{ entries: Entry[] }>) {
      this.tell(event.detail.entries)
    },
    add() {
      const { field, entries, people } = this.data
      const modes = part(field, 'mode')?.options?.map((each) => each.value) ?? []
      const further = FURTHER.find((mode) => modes.includes(mode) && !entries.some((entry: Entry) => entry['mode'] === mode))
      this.tell([...entries, sharedBy(field, fresh(field, further), people)])
    },
    remove(event: WechatMiniprogram.CustomEvent<object, object, { at: number }>) {
      this.tell(this.data.entries.filter((_: Entry, index: number) => index !== event.currentTarget.dataset.at))
    },
    tell(entries: Entry[]) {
      this.triggerEvent('change', { key: this.data.field.key, value: entries })
    },
    /** Opens the search for where the first part of the way begins. */
    askFrom() {
      const leg = this.selectComponent('.leg') as unknown as { askFrom?(): void } | null
      leg?.askFrom?.()
    },
  },
})

function problemsOf(at: number, wrongs: Record<string, string>): Record<string, string> {
  const start = `/${at}/`
  const own = Object.entries(wrongs).filter(([rest]) => rest.startsWith(start) || rest === `/${at}`)
  return Object.fromEntries(own.map(([rest, words]) => [rest.slice(start.length) || 'mode', words]))
}
