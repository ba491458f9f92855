// The form as the page draws it: one section for each field, the rarer ones on demand.

import type { Wrongs } from '../../services/answers'
import type { Entry, Form, FormField, Value } from '../../services/calculators'

export interface Section {
  key: string
  field: FormField
  value: Value | ''
  name: Value
  wrongs: Record<string, string>
  /** of the field itself */
  wrong: string
}

/** `folded`: how many fields are not shown. What was answered or is wrong is always shown. */
export function sectionsOf({ fields }: Form, answers: Entry, wrongs: Wrongs, unfolded: boolean): { sections: Section[]; folded: number } {
  const shown = fields.filter((field) => !field.folded || unfolded || filled(answers[field.key]) || wrongs[field.key])
  const sections = shown.map((field) => ({
    key: field.key,
    field,
    value: answers[field.key] ?? (field.type === 'group' ? [] : ''),
    name: answers[`_${field.key}`] ?? '',
    wrongs: wrongs[field.key] ?? {},
    wrong: wrongs[field.key]?.[''] ?? '',
  }))
  return { sections, folded: fields.length - shown.length }
}

function filled(value: Value | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== ''
}
