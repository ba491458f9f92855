// 生活碳足迹: months kept on the server, the last answer kept on the phone for when there is no network.

import { t } from '../core/i18n'
import { day } from '../core/format'
import { request } from '../core/request'
import { drop, keep, recall } from '../core/storage'
import { write } from '../core/writes'
import type { Entry } from './calculators'
import type { Page } from './paging'

export interface LifeMonth {
  /** `2026-11` in Beijing */
  month: string
  footprint_id: string
  total_g: number
  low_g: number
  high_g: number
  /** by certificates for any footprint this month has had */
  covered_g: number
  /** 1, and one more for each replacement */
  version: number
  inputs_erased: boolean
  categories: { category: string; label: string; mass_g: number }[]
}

export interface CountedMonth extends LifeMonth {
  /** null once erased */
  inputs: Entry | null
}

export interface Tip {
  key: string
  category: string
  /** trips, meals or percent: what its sentence names */
  n: number
  /** a month, computed by the footprint's own factors */
  saves_g: number
  sources: { source: string; source_url: string; year: number | null }[]
}

/** What people of the country use, beside one's own; both a person and month, with the same digits. */
export interface Average {
  key: string
  label: string
  unit: string
  yours: string
  average: string
  year: number
  sources: { source: string; source_url: string }[]
}

const KEPT_AS = 'life-months'
const NAMES_AS = 'life-places'
const MONTHS_AGO = 3

/** Newest first. */
export async function listMonths(): Promise<LifeMonth[]> {
  const { items } = await request<Page<LifeMonth>>({ path: '/me/life', token: 'required' })
  keep(KEPT_AS, items)
  return items
}

/** As the server last told them; undefined on a phone that has never asked. */
export function knownMonths(): LifeMonth[] | undefined {
  return recall<LifeMonth[]>(KEPT_AS)
}

export function findMonth(month: string): Promise<CountedMonth> {
  return request({ path: `/me/life/${month}`, token: 'required' })
}

/** Counts a month, or counts it anew; may be repeated. Throws Problem 422 with pointers. */
export async function putMonth(month: string, inputs: Entry): Promise<CountedMonth> {
  const made = await write<CountedMonth>(`life:${month}`, { method: 'PUT', path: `/me/life/${month}`, body: { inputs } })
  const { inputs: _told, ...counted } = made
  const others = (knownMonths() ?? []).filter((each) => each.month !== month)
  keep(KEPT_AS, [...others, counted].sort((a, b) => b.month.localeCompare(a.month)))
  return made
}

/** At most three, the largest item's first. */
export async function findTips(footprint: string): Promise<Tip[]> {
  const { items } = await request<{ items: Tip[] }>({ path: `/footprints/${encodeURIComponent(footprint)}/tips`, token: 'optional' })
  return items
}

/** Of what was entered, only where a published figure can be named. */
export async function findAverages(footprint: string): Promise<Average[]> {
  const { items } = await request<{ items: Average[] }>({ path: `/footprints/${encodeURIComponent(footprint)}/averages`, token: 'optional' })
  return items
}

/** Nothing of everyday life stays on the phone. */
export function forgetLife(): void {
  drop(KEPT_AS)
  drop(NAMES_AS)
}

/** The months that are offered: this one, and a few that a bill may have come late for. */
export function offeredMonths(now = new Date()): string[] {
  const beijing = new Date(now.getTime() + 8 * 3600 * 1000)
  return Array.from({ length: MONTHS_AGO + 1 }, (_, ago) => before(beijing.getUTCFullYear(), beijing.getUTCMonth() + 1, ago))
}

/** The month so many months before: `2026-01` is one before `2026-02`. */
export function before(year: number, month: number, ago: number): string {
  const counted = year * 12 + (month - 1) - ago
  return `${Math.floor(counted / 12)}-${String((counted % 12) + 1).padStart(2, '0')}`
}

export function shiftMonth(month: string, ago: number): string {
  return before(Number(month.slice(0, 4)), Number(month.slice(5, 7)), ago)
}

/** `2026 年 11 月`, `November 2026`. */
export function monthName(month: string): string {
  return t('life.month_of', { year: month.slice(0, 4), month: monthWord(month), whole: day(`${month}-01`) })
}

/** `11 月`, `November`. */
export function monthWord(month: string): string {
  return t(`common.month_${Number(month.slice(5, 7))}`)
}

/** The names of chosen places, so that a copied month shows names and not ids. */
export function placeNames(): Record<string, string> {
  return recall<Record<string, string>>(NAMES_AS) ?? {}
}

export function rememberNames(answers: Entry): void {
  const names = { ...placeNames() }
  const learn = (entry: Entry) => {
    for (const [key, name] of Object.entries(entry)) {
      const id = entry[key.slice(1)]
      if (key.startsWith('_') && typeof id === 'string' && typeof name === 'string') names[id] = name
    }
  }
  learn(answers)
  for (const value of Object.values(answers)) if (Array.isArray(value)) value.forEach(learn)
  keep(NAMES_AS, names)
}
