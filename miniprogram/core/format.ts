// How a gram, a fen and a day are written: the rules of the server's app/domain/display.py, which a test compares.

import { t } from './i18n'

export interface Mass {
  number: string
  unit: string
  text: string
}

/** Grams, rounded half to even: whole grams below 100 g, one decimal below 100 kg, whole to 1 t, then tonnes. */
export function mass(g: number): Mass {
  if (g < 100) return written(String(Math.max(0, Math.round(g))), 'g')
  const tenthsKg = halfEven(g, 100)
  if (tenthsKg < 1_000) return written(decimals(tenthsKg, 1), 'kg')
  const kg = halfEven(g, 1_000)
  if (kg < 1_000) return written(String(kg), 'kg')
  const hundredthsT = halfEven(g, 10_000)
  if (hundredthsT < 10_000) return written(decimals(hundredthsT, 2), 't')
  return written(grouped(halfEven(g, 1_000_000)), 't')
}

/** `¥17.44`: exact, always two decimals. */
export function yuan(fen: number): string {
  return `${fen < 0 ? '-' : ''}¥${decimals(Math.abs(fen), 2)}`
}

/** A day in Beijing for `2026-08-16` or an instant `2026-08-16T20:00:00Z`; empty for what is neither. */
export function day(iso: string): string {
  const on = beijing(iso)
  if (!on) return ''
  return t('common.day', { year: on.year, month: t(`common.month_${on.month}`), day: on.day })
}

/** `8 September 2026, 14:05`, for an instant. */
export function moment(iso: string): string {
  const on = beijing(iso)
  return on ? `${day(iso)} ${pad(on.hour)}:${pad(on.minute)}` : ''
}

/** One day, or from the first to the last with the year said once. No line breaks inside a day. */
export function days(first: string, last: string): string {
  const [from, to] = [beijing(first), beijing(last)]
  if (first === last || !from || !to) return unbroken(day(first))
  if (from.year !== to.year) return unbroken(`${day(first)} – ${day(last)}`)
  const spelt = (on: { month: number; day: number }) => t('common.day_of_year', { month: t(`common.month_${on.month}`), day: on.day })
  return unbroken(t('common.days_of_year', { year: from.year, first: spelt(from), last: spelt(to) }))
}

export function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
}

const BEIJING_MS = 8 * 3600 * 1000

function beijing(iso: string): { year: number; month: number; day: number; hour: number; minute: number } | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(iso)
  if (!parts) return undefined
  const [year = 0, month = 0, date = 0, hour, minute = 0] = parts.slice(1).map((each) => (each === undefined ? undefined : Number(each)))
  const shift = hour === undefined ? 0 : BEIJING_MS // a bare day is already Beijing's
  const on = new Date(Date.UTC(year, month - 1, date, hour ?? 0, minute) + shift)
  return {
    year: on.getUTCFullYear(), month: on.getUTCMonth() + 1, day: on.getUTCDate(),
    hour: on.getUTCHours(), minute: on.getUTCMinutes(),
  }
}

function written(number: string, unit: string): Mass {
  return { number, unit, text: `${number} ${unit}` }
}

function halfEven(numerator: number, denominator: number): number {
  const whole = Math.floor(numerator / denominator)
  const twice = 2 * (numerator - whole * denominator)
  return whole + (twice > denominator || (twice === denominator && whole % 2 === 1) ? 1 : 0)
}

function decimals(scaled: number, places: 1 | 2): string {
  const base = 10 ** places
  return `${grouped(Math.floor(scaled / base))}.${String(scaled % base).padStart(places, '0')}`
}

/** In one piece, but for a dash between two. */
export function unbroken(words: string): string {
  return words.split(' – ').map((each) => each.replace(/ /g, '\u00a0')).join('\u00a0– ')
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
