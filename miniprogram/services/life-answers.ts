// What the life form looks like while it is filled in: its sections, their rows, and a line that sums each up. No calls.

import { isLegs, isTally, part } from './answers'
import type { Wrongs } from './answers'
import type { Entry, Form, FormField, Value } from './calculators'
import { placeNames } from './life'

export interface Row {
  key: string
  field: FormField
  look: 'number' | 'group' | 'other'
  value: Value | ''
  name: string
  entries: Entry[]
  step: number
  max: number
  decimals: number
  wrong: string
  wrongs: Record<string, string>
}

export interface Section {
  key: string
  rows: Row[]
  summary: string
  /** how many more rows there are on demand */
  folded: number
  wrong: boolean
}

const SECTION_OF: Record<string, string> = {
  energy: 'home', water: 'home', travel: 'travel', food: 'food', goods: 'shopping', digital: 'shopping', waste: 'waste',
}
const ORDER = ['home', 'travel', 'food', 'shopping', 'waste']
/** Kilowatt-hours by ten, cubic metres by one, clothes by a shirt's fifth of a kilo. */
const STEPS: Record<string, number> = { electricity_kwh: 10, clothing_kg: 0.2, petrol_l: 5, diesel_l: 5 }

export function sectionsOf(form: Form, answers: Entry, wrongs: Wrongs, unfolded: string[]): Section[] {
  return ORDER.map((key) => {
    const fields = form.fields.filter((field) => sectionOf(field) === key)
    const hidden = fields.filter((field) => field.folded && !unfolded.includes(key) && !answered(answers[field.key]) && !wrongs[field.key])
    const rows = fields.filter((field) => !hidden.includes(field)).map((field) => rowOf(field, answers, wrongs))
    return {
      key,
      rows,
      summary: fields.map((field) => said(field, answers[field.key])).filter(Boolean).join(' · '),
      folded: hidden.length,
      wrong: fields.some((field) => wrongs[field.key]),
    }
  })
}

export function sectionOf(field: FormField): string {
  return SECTION_OF[field.category ?? ''] ?? 'home'
}

/** Whether there is anything to count: where and with whom somebody lives is not. */
export function countable(form: Form, inputs: Entry): boolean {
  return form.fields.some((field) => field.category !== undefined && inputs[field.key] !== undefined)
}

/** Inputs the server kept, with the names of their places, as far as this phone knows them. */
export function named(form: Form, inputs: Entry): Entry {
  const names = placeNames()
  const withNames = (fields: FormField[], entry: Entry): Entry => {
    const places = fields.filter((field) => field.type === 'place' && typeof entry[field.key] === 'string')
    return { ...entry, ...Object.fromEntries(places.map((field) => [`_${field.key}`, nameOf(field, String(entry[field.key]), names)])) }
  }
  const made = withNames(form.fields, inputs)
  for (const field of form.fields) {
    const entries = inputs[field.key]
    if (field.type === 'group' && Array.isArray(entries)) made[field.key] = entries.map((entry) => withNames(field.fields ?? [], entry))
  }
  return made
}

function nameOf(field: FormField, id: string, names: Record<string, string>): string {
  return names[id] ?? (id === field.suggested ? (field.suggested_label ?? id) : id)
}

function rowOf(field: FormField, answers: Entry, wrongs: Wrongs): Row {
  const value = answers[field.key]
  return {
    key: field.key,
    field,
    look: field.type === 'group' ? 'group' : field.type === 'decimal' ? 'number' : 'other',
    value: value ?? '',
    name: String(answers[`_${field.key}`] ?? ''),
    entries: Array.isArray(value) ? value : [],
    step: STEPS[field.key] ?? 1,
    max: Number(field.maximum ?? 99_999),
    decimals: field.type === 'decimal' ? 1 : 0,
    wrong: wrongs[field.key]?.[''] ?? '',
    wrongs: wrongs[field.key] ?? {},
  }
}

function said(field: FormField, value: Value | undefined): string {
  if (field.category === undefined || !answered(value)) return ''
  if (!Array.isArray(value)) return `${field.label} ${String(value)} ${field.unit ?? ''}`.trim()
  return value.map((entry) => saidEntry(field, entry)).filter(Boolean).join(' · ')
}

function saidEntry(group: FormField, entry: Entry): string {
  const choice = isLegs(group) ? part(group, 'mode') : group.fields?.[0]
  const label = choice?.options?.find((each) => each.value === entry[choice.key])?.label ?? ''
  const number = isTally(group) ? group.fields?.[1] : part(group, 'times')
  const n = number ? entry[number.key] : undefined
  return n === undefined ? label : `${label} ${isLegs(group) ? '× ' : ''}${String(n)}${number?.unit ? ` ${number.unit}` : ''}`
}

function answered(value: Value | undefined): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}
