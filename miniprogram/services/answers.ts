// From a form to answers and back: what is filled in beforehand, what is sent, and where a refusal belongs. No drawing, no calls.
// Keys that begin with `_` are the client's own (the name of a place, how a distance is given) and are never sent.

import { shown } from './calculators'
import type { Entry, Form, FormField, Value } from './calculators'

/** How the length of a leg is given. */
export type Way = 'places' | 'band' | 'km'

/** By field, then by what follows in the pointer: `{legs: {'/0/from': '…'}}`, the field itself under ''. */
export type Wrongs = Record<string, Record<string, string>>

export interface Sendable {
  inputs: Entry
  /** what is still missing: entries that are not in `inputs` yet */
  missing: { field: string; rest: string }[]
  /** of every group: the place in the form of each entry that is sent */
  places: Record<string, number[]>
}

/** A leg is told by what it has, not by its name. */
export function isLegs(field: FormField): boolean {
  return field.type === 'group' && has(field, 'mode') && has(field, 'distance_km')
}

/** Nights somewhere: a kind and how many. */
export function isNights(field: FormField): boolean {
  return field.type === 'group' && has(field, 'nights') && has(field, 'kind')
}

/** How many of each kind: one choice, one number, both needed. */
export function isTally(field: FormField): boolean {
  const [first, second, ...others] = field.fields ?? []
  return field.type === 'group' && others.length === 0 && first?.type === 'choice' && first.required
    && (second?.type === 'integer' || second?.type === 'decimal') && second.required
}

/** What the form fills in beforehand. */
export function begun(form: Form): Entry {
  const inputs: Entry = {}
  for (const field of form.fields) {
    if (field.type === 'group') inputs[field.key] = suggestedEntries(field)
    else if (field.suggested !== undefined) {
      inputs[field.key] = field.suggested
      if (field.suggested_label) inputs[`_${field.key}`] = field.suggested_label
    }
  }
  return inputs
}

function suggestedEntries(field: FormField): Entry[] {
  const given = Array.isArray(field.suggested) ? field.suggested : []
  return given.map((each) => (isLegs(field) ? { ...each, _way: wayOf(field, each) } : { ...each }))
}

/** A new entry of a group; a further leg begins in town, as a transfer does. */
export function fresh(group: FormField, mode?: string): Entry {
  const made: Entry = {}
  for (const field of group.fields ?? []) {
    if (field.key === 'mode' && mode) made['mode'] = mode
    else if (field.suggested !== undefined && field.key !== 'band') made[field.key] = field.suggested
    else if (field.required && field.type === 'choice') made[field.key] = field.options?.[0]?.value ?? ''
    else if (field.required && field.type === 'integer') made[field.key] = Math.max(1, Number(field.minimum ?? 0))
  }
  if (isLegs(group)) made['_way'] = offeredWays(group, made).includes('band') ? 'band' : wayOf(group, made)
  return made
}

/** Nobody crosses a town by these. */
const FAR = ['plane', 'high_speed_rail', 'rail', 'coach', 'ferry']
const IN_TOWN = ['metro', 'bus', 'taxi']

/** The leg as one within the town, by something that goes there. */
export function inTown(group: FormField, leg: Entry): Entry {
  const modes = part(group, 'mode')?.options?.map((each) => each.value) ?? []
  const mode = FAR.includes(String(leg['mode'])) ? IN_TOWN.find((each) => modes.includes(each)) : undefined
  const { cabin: _cabin, ...kept } = leg
  return mode ? { ...kept, mode, _way: 'band' } : { ...leg, _way: 'band' }
}

/** The leg by another mode. What goes far asks for places again, though what went before was within the town. */
export function goneBy(group: FormField, leg: Entry, mode: string): Entry {
  const { cabin: _cabin, ...kept } = leg
  const changed: Entry = { ...kept, mode }
  const way = wayOf(group, changed)
  const asks = way === 'band' && FAR.includes(mode) && offeredWays(group, changed).includes('places')
  return { ...changed, _way: asks ? 'places' : way }
}

export function part(group: FormField, key: string): FormField | undefined {
  return group.fields?.find((each) => each.key === key)
}

/** The ways in which this leg's length can be given, the usual one first. */
export function offeredWays(group: FormField, leg: Entry): Way[] {
  const offers = (key: string) => {
    const field = part(group, key)
    return field !== undefined && shown(field, leg)
  }
  const ways: Way[] = []
  if (offers('from')) ways.push('places')
  if (offers('band')) ways.push('band')
  if (offers('distance_km')) ways.push('km')
  return ways
}

export function wayOf(group: FormField, leg: Entry): Way {
  const ways = offeredWays(group, leg)
  const told = leg['_way'] ?? (given(leg['distance_km']) ? 'km' : given(leg['band']) ? 'band' : undefined)
  return ways.find((each) => each === told) ?? ways[0] ?? 'km'
}

/** The answers as the server takes them, and what still keeps some of them back. */
export function sendable(form: Form, answers: Entry): Sendable {
  const made: Sendable = { inputs: {}, missing: [], places: {} }
  for (const field of form.fields) {
    const value = answers[field.key]
    if (field.type !== 'group') {
      if (given(value)) made.inputs[field.key] = value
      else if (field.required) made.missing.push({ field: field.key, rest: '' })
      continue
    }
    const whole = (Array.isArray(value) ? value : []).map((entry, at) => ({ at, entry: sendableEntry(field, entry), missing: missingIn(field, entry) }))
    for (const each of whole) for (const key of each.missing) made.missing.push({ field: field.key, rest: `/${each.at}/${key}` })
    const ready = whole.filter((each) => each.missing.length === 0)
    made.places[field.key] = ready.map((each) => each.at)
    if (ready.length) made.inputs[field.key] = ready.map((each) => each.entry)
  }
  return made
}

function sendableEntry(group: FormField, entry: Entry): Entry {
  const sent: Entry = {}
  for (const field of group.fields ?? []) {
    const value = entry[field.key]
    if (given(value) && shown(field, entry) && belongs(group, field, entry)) sent[field.key] = value
  }
  if (isLegs(group) && wayOf(group, entry) === 'band' && !given(sent['band'])) {
    const band = part(group, 'band')
    sent['band'] = (band?.suggested ?? band?.options?.[0]?.value) as string
  }
  return sent
}

/** Of the three ways to give a leg's length only one may be sent. */
function belongs(group: FormField, field: FormField, entry: Entry): boolean {
  if (!isLegs(group)) return true
  const ways: Record<string, Way> = { from: 'places', to: 'places', band: 'band', distance_km: 'km' }
  const way = ways[field.key]
  return way === undefined || way === wayOf(group, entry)
}

function missingIn(group: FormField, entry: Entry): string[] {
  const missing = (group.fields ?? [])
    .filter((field) => field.required && shown(field, entry) && !given(entry[field.key]))
    .map((field) => field.key)
  if (!isLegs(group)) return missing
  const way = wayOf(group, entry)
  if (way === 'km' && !given(entry['distance_km'])) missing.push('distance_km')
  if (way === 'places' && !given(entry['from'])) missing.push('from')
  if (way === 'places' && !given(entry['to']) && part(group, 'to')?.default === undefined) missing.push('to')
  return missing
}

/** `/inputs/legs/0/from`, as the server counts, to the field that is drawn. Undefined when it is none of the form's. */
export function drawnAt(pointer: string, sent: Sendable): { field: string; rest: string } | undefined {
  const [, inputs, field, index, ...others] = pointer.split('/')
  if (inputs !== 'inputs' || !field) return undefined
  if (index === undefined) return { field, rest: '' }
  const at = sent.places[field]?.[Number(index)] ?? Number(index)
  return { field, rest: ['', at, ...others].join('/') }
}

/** People who travel together share the car and the room, until somebody says otherwise. */
export function together(form: Form, answers: Entry, people: number): Entry {
  const changed = { ...answers }
  for (const group of form.fields) {
    const entries = answers[group.key]
    if (group.type !== 'group' || !Array.isArray(entries)) continue
    changed[group.key] = entries.map((entry) => sharedBy(group, entry, people))
  }
  return changed
}

const SHARED: Record<string, number> = { passengers: 9, guests: 2 }

export function sharedBy(group: FormField, entry: Entry, people: number): Entry {
  const own = { ...entry }
  for (const [key, most] of Object.entries(SHARED)) {
    const field = part(group, key)
    if (field && shown(field, entry) && !entry[`_own_${key}`]) own[key] = Math.max(1, Math.min(people, most))
  }
  return own
}

function given(value: Value | undefined): value is Value {
  return value !== undefined && value !== '' && value !== null
}

function has(field: FormField, key: string): boolean {
  return part(field, key) !== undefined
}
