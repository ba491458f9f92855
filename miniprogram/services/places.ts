// Places: cities, airports and spots, found by characters, pinyin, initials or an airport's letters.

import { request } from '../core/request'
import { drop, keep, recall } from '../core/storage'
import type { Page } from './paging'

export interface Place {
  id: string
  name: string
  kind: 'city' | 'airport' | 'spot'
  region: string
}

export interface PlaceQuery {
  q: string
  limit?: number
  /** airports before cities, for a flight */
  first?: 'airport'
}

export async function findPlaces(query: PlaceQuery): Promise<Place[]> {
  const found = await request<Page<Place>>({ path: '/places', query: { ...query }, token: 'none' })
  return found.items
}

const RECENT_AS = 'recent-places'
const RECENT_AT_MOST = 5

/** Last chosen first; kept on the phone only. */
export function recentPlaces(): Place[] {
  return recall<Place[]>(RECENT_AS) ?? []
}

export function rememberPlace(place: Place): void {
  keep(RECENT_AS, [place, ...recentPlaces().filter((each) => each.id !== place.id)].slice(0, RECENT_AT_MOST))
}

/** Goes with the consent to use travel data. */
export function forgetPlaces(): void {
  drop(RECENT_AS)
}
