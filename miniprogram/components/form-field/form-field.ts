// One field of a form that is not a group, drawn by its type.

import type { FormField, Option, Value } from '../../services/calculators'

Component({
  properties: {
    field: { type: Object, value: null as unknown as FormField },
    value: { type: null, value: '' as Value },
    /** of the chosen place */
    name: String,
    problem: String,
    /** instead of the field's own */
    label: String,
  },
  data: { words: '', help: '', unit: '', options: [] as Option[], shown: '' as Value, place: '', min: 0, max: 99_999, decimals: 0, text: '' },
  observers: {
    'field, label, value, name'(field: FormField | null, label: string, value: Value | undefined, name: string) {
      if (!field) return
      const told = value === undefined || value === null || value === '' ? (field.default ?? '') : value
      this.setData({
        words: label || field.label,
        help: field.help ?? '',
        unit: field.unit ?? '',
        options: field.options ?? [],
        shown: told,
        text: String(told),
        place: name || (told === field.default ? (field.default_label ?? '') : ''),
        min: Number(field.minimum ?? 0),
        max: Number(field.maximum ?? 99_999),
        decimals: field.type === 'decimal' ? 3 : 0,
      })
    },
  },
  methods: {
    answer(event: WechatMiniprogram.CustomEvent<{ value: Value; name?: string }>) {
      this.triggerEvent('change', { key: this.data.field.key, ...event.detail })
    },
  },
})
