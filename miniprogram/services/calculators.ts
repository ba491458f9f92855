// Calculators: a form as the server describes it, enough to draw it without knowing which one it is.

import { request } from '../core/request'

export type FieldType = 'integer' | 'decimal' | 'choice' | 'boolean' | 'place' | 'group'
export type Value = string | number | boolean | Entry[]
/** One entry of a group, or the whole form: what is sent as `inputs`. */
export interface Entry {
  [field: string]: Value
}

export interface Option {
  value: string
  label: string
}

export interface FormField {
  key: string
  type: FieldType
  label: string
  required: boolean
  help?: string
  unit?: string
  category?: string
  /** what a missing value means */
  default?: Value
  /** the name of the place in `default` */
  default_label?: string
  /** what to fill in beforehand */
  suggested?: Value
  suggested_label?: string
  /** of the number (a decimal's are strings), or entries of a group */
  minimum?: number | string
  maximum?: number | string
  options?: Option[]
  /** shown only where the entry's field of that name has one of these values */
  when?: Record<string, string[]>
  /** shown on demand */
  folded?: boolean
  /** of a group */
  fields?: FormField[]
}

export interface Form {
  key: string
  version: string
  factor_set: string
  title: string
  period: 'visit' | 'month'
  fields: FormField[]
  left_out: { what: string; why: string }[]
  example: Entry
}

/** With a scene's code, what its organiser covers is left out. */
export function findForm(key: string, scene?: string): Promise<Form> {
  return request({ path: `/calculators/${key}`, query: { scene }, token: 'none' })
}

export function shown(field: FormField, entry: Entry): boolean {
  return Object.entries(field.when ?? {}).every(([key, values]) => values.includes(String(entry[key])))
}
