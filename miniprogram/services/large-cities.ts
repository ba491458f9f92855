// Where many guests come from: a start for whoever has chosen no place yet, without asking the server.

import { t } from '../core/i18n'
import type { Place } from './places'

/** Ids of GB/T 2260, as the server knows them. */
const LARGE = ['1101', '3101', '4401', '4403', '3301', '4201', '6101', '5001']

export function largeCities(): Place[] {
  return LARGE.map((id) => ({ id, name: t(`common.city_${id}`), kind: 'city', region: '' }))
}
