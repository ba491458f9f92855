// What the calculator says: its heading, the running total, what is missing or refused, and the question about a slip.

import { mass } from '../../core/format'
import { t } from '../../core/i18n'
import type { Problem } from '../../core/request'
import { drawnAt, isNights, isTally } from '../../services/answers'
import type { Sendable, Wrongs } from '../../services/answers'
import type { Form } from '../../services/calculators'
import type { Footprint } from '../../services/footprints'

/** What is asked first is what the heading asks. */
export function leadOf({ fields }: Form): string {
  const groups = fields.filter((field) => field.type === 'group' && !field.folded)
  if (groups[0] && isTally(groups[0])) return t('calc.lead_meal')
  return t(groups.some(isNights) ? 'calc.lead_stay' : 'calc.lead_way')
}

export function totalOf(footprint: Footprint, note: string) {
  const range = t('calc.range', { low: mass(footprint.low_g).text, high: mass(footprint.high_g).text })
  return { mass: mass(footprint.total_g).text, range, note }
}

export function doubtOf({ total_g, lines }: Footprint) {
  const [largest] = [...lines].sort((a, b) => b.mass_g - a.mass_g)
  const detail = largest ? t('calc.doubt_detail', { label: largest.label, mass: mass(largest.mass_g).text }) : ''
  return { text: t('calc.doubt', { mass: mass(total_g).text }), detail }
}

const MISSING: Record<string, string> = { from: 'calc.missing_from', to: 'calc.missing_to', distance_km: 'calc.missing_km' }

export function missingWords({ missing }: Sendable): Wrongs {
  const wrongs: Wrongs = {}
  for (const { field, rest } of missing) {
    const key = rest.split('/').pop() ?? ''
    ;(wrongs[field] ??= {})[rest] = t(MISSING[key] ?? 'calc.missing')
  }
  return wrongs
}

/** What the server refuses, at the fields it belongs to; empty when it belongs to none. */
export function refusedWords({ errors }: Problem, sent: Sendable): Wrongs {
  const wrongs: Wrongs = {}
  for (const { pointer, detail } of errors) {
    const at = drawnAt(pointer, sent)
    if (at) (wrongs[at.field] ??= {})[at.rest] = detail
  }
  return wrongs
}
