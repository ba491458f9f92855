// Footprints: a person's emissions, line by line, with the source of every factor.

import { request } from '../core/request'
import type { Entry } from './calculators'

export interface Factor {
  key: string
  value: string
  unit: string
  source: string
  source_url?: string
  year: number | null
  geography: string
  confidence?: string
}

export interface FootprintLine {
  activity: string
  category: string
  label: string
  params: Record<string, unknown>
  quantity: string
  unit: string
  mass_g: number
  low_g: number
  high_g: number
  factor: Factor
  formula: string
}

export interface Equivalent {
  key: string
  text: string
  number: string
  unit_label: string
  caption: string
  source_label: string
}

export interface Footprint {
  id: string
  total_g: number
  low_g: number
  high_g: number
  /** what certificates already cover */
  covered_g: number
  calculator: string
  calculator_version: string
  factor_set: string
  scene: string | null
  self_reported: boolean
  created_at: string
  inputs_erased: boolean
  lines: FootprintLine[]
  categories: { category: string; label: string; mass_g: number }[]
  left_out: { what: string; why: string }[]
  assumptions: string[]
  equivalents: Equivalent[]
}

export interface NewFootprint {
  scene?: string
  calculator: string
  inputs: Entry
}

/** Cheap enough to be asked while somebody types; each answer is a footprint of its own. Throws Problem 422. */
export function calculate(asked: NewFootprint): Promise<Footprint> {
  return request({ method: 'POST', path: '/footprints', body: asked, token: 'optional' })
}

export function findFootprint(id: string): Promise<Footprint> {
  return request({ path: `/footprints/${encodeURIComponent(id)}`, token: 'required' })
}

/** Grams that are still to be neutralised. `atMost`: fewer, where something else covers a part, as with a month entered anew. */
export function remaining(footprint: Pick<Footprint, 'total_g' | 'covered_g'>, atMost = Infinity): number {
  return Math.max(0, Math.min(footprint.total_g - footprint.covered_g, atMost))
}
