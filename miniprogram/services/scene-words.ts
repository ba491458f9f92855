// What a scene is marked with and when it is, in the language spoken. Its organiser's own note stays as it was written.

import { day, days, unbroken } from '../core/format'
import { t } from '../core/i18n'
import type { SceneLine } from './scenes'

/** What the demo writes into `note`, in Chinese as an organiser would. */
const KNOWN_NOTES: Record<string, string> = { 历史活动示例: 'scene.historic', 示例: 'common.sample' }

const LONG_MS = 60 * 24 * 3600 * 1000

/** An event's days; of a place that has opened for months only until when. */
export function whenOf({ starts_on, ends_on }: Pick<SceneLine, 'starts_on' | 'ends_on'>): string {
  const begun = Date.parse(`${starts_on}T00:00:00+08:00`) <= Date.now()
  if (begun && Date.parse(ends_on) - Date.parse(starts_on) > LONG_MS) return t('scene.until_day', { day: unbroken(day(ends_on)) })
  return days(starts_on, ends_on)
}

/** 历史活动示例, 示例, the organiser's note; empty for a scene that needs no mark. */
export function markOf({ note, sample }: Pick<SceneLine, 'note' | 'sample'>): string {
  if (note) return KNOWN_NOTES[note] ? t(KNOWN_NOTES[note]) : note
  return sample ? t('common.sample') : ''
}

export function statusOf({ status }: Pick<SceneLine, 'status'>): string {
  return status === 'open' ? '' : t(`scene.${status}_tag`)
}
