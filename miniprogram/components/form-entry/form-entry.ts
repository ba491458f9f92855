// One entry of a group, or any list of fields: every field that applies, the rarer ones on demand.

import { spoken, texts } from '../../core/i18n'
import { shown } from '../../services/calculators'
import type { Entry, FormField, Value } from '../../services/calculators'

type Problems = Record<string, string>

Component({
  behaviors: [spoken],
  properties: {
    fields: { type: Array, value: [] as FormField[] },
    entry: { type: Object, value: {} as Entry },
    /** by the field's key */
    problems: { type: Object, value: {} as Problems },
    /** keys that somebody else draws */
    without: { type: Array, value: [] as string[] },
    /** other labels, by key */
    labels: { type: Object, value: {} as Record<string, string> },
  },
  data: {
    t: texts(),
    rows: [] as { key: string; field: FormField; value: Value | ''; name: Value; problem: string; label: string }[],
    folded: 0,
    unfolded: false,
  },
  observers: {
    'fields, entry, problems, without, labels, unfolded'(
      fields: FormField[], entry: Entry, problems: Problems, without: string[], labels: Record<string, string>, unfolded: boolean,
    ) {
      const apply = fields.filter((field) => field.type !== 'group' && shown(field, entry) && !without.includes(field.key))
      const hidden = apply.filter((field) => field.folded && entry[field.key] === undefined && !problems[field.key])
      this.setData({
        folded: hidden.length,
        rows: apply
          .filter((field) => unfolded || !hidden.includes(field))
          .map((field) => ({
            key: field.key,
            field,
            value: entry[field.key] ?? '',
            name: entry[`_${field.key}`] ?? '',
            problem: problems[field.key] ?? '',
            label: labels[field.key] ?? '',
          })),
      })
    },
  },
  methods: {
    answer(event: WechatMiniprogram.CustomEvent<{ key: string; value: Value; name?: string }>) {
      const { key, value, name } = event.detail
      // what a person has said about a shared car or room is no longer filled in for them
      this.triggerEvent('change', { entry: { ...this.data.entry, [key]: value, ...(name ? { [`_${key}`]: name } : { [`_own_${key}`]: true }) } })
    },
    unfold() {
      this.setData({ unfolded: true })
    },
  },
})
