// One part of the way: how, and how far: between two places, roughly in town, or in kilometres when they are known.

import { spoken, t, texts } from '../../core/i18n'
import { goneBy, inTown, offeredWays, part, sharedBy, wayOf } from '../../services/answers'
import type { Way } from '../../services/answers'
import type { Entry, FormField, Option, Value } from '../../services/calculators'

/** Shown at once; the others on demand. */
const OFTEN = ['plane', 'high_speed_rail', 'bus', 'metro', 'car_petrol', 'car_electric']
const OWN = ['mode', 'from', 'to', 'band', 'distance_km']

type Problems = Record<string, string>
type Answer = WechatMiniprogram.CustomEvent<{ value: Value; name?: string }>

Component({
  behaviors: [spoken],
  properties: {
    group: { type: Object, value: null as unknown as FormField },
    leg: { type: Object, value: {} as Entry },
    problems: { type: Object, value: {} as Problems },
    people: { type: Number, value: 1 },
    title: String,
    removable: Boolean,
  },
  data: {
    t: texts('calc'),
    modes: [] as Option[],
    allModes: false,
    moreModes: false,
    way: 'places' as Way,
    ways: [] as Option[],
    from: '',
    to: '',
    airports: false,
    near: '',
    bands: [] as (Option & { note: string })[],
    band: '',
    km: '' as Value,
    rest: [] as FormField[],
    own: OWN,
    labels: {} as Record<string, string>,
  },
  observers: {
    'group, leg, allModes, language'(group: FormField | null, leg: Entry, allModes: boolean) {
      if (!group) return
      const modes = part(group, 'mode')?.options ?? []
      const often = modes.filter((each) => OFTEN.includes(each.value) || each.value === leg['mode'])
      const ways = offeredWays(group, leg)
      const band = part(group, 'band')
      this.setData({
        modes: allModes || often.length < 2 ? modes : often,
        moreModes: !allModes && often.length > 1 && often.length < modes.length,
        way: wayOf(group, leg),
        ways: ways.map((value) => ({ value, label: t(`calc.way_${value}`) })),
        from: named(leg, 'from', part(group, 'from')),
        to: named(leg, 'to', part(group, 'to')),
        airports: leg['mode'] === 'plane',
        near: band ? t('calc.from_near') : '',
        bands: (band?.options ?? []).map(twoLines),
        band: String(leg['band'] ?? band?.suggested ?? ''),
        km: leg['distance_km'] ?? '',
        rest: group.fields ?? [],
        // somebody who counts a month is not planning it any more
        labels: part(group, 'times') ? {} : { round_trip: t('calc.return_planned') },
      })
    },
  },
  methods: {
    /** Opens the search for where the way begins. */
    askFrom() {
      const place = this.selectComponent('#from') as unknown as { show?(): void } | null
      place?.show?.()
    },
    pickMode(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
      const { group, leg, people } = this.data
      const mode = event.currentTarget.dataset.value
      if (mode === leg['mode']) return
      this.tell(sharedBy(group, goneBy(group, leg, mode), people))
    },
    pickWay(event: WechatMiniprogram.TouchEvent<object, object, { value: Way }>) {
      const way = event.currentTarget.dataset.value
      if (way === 'band') this.comeFromHere()
      else this.tell({ ...this.data.leg, _way: way })
    },
    comeFromHere() {
      const { group, leg, people } = this.data
      this.tell(sharedBy(group, inTown(group, leg), people))
    },
    pickFrom(event: Answer) {
      this.place('from', event)
    },
    pickTo(event: Answer) {
      this.place('to', event)
    },
    place(key: string, event: Answer) {
      this.tell({ ...this.data.leg, [key]: event.detail.value, [`_${key}`]: event.detail.name ?? '' })
    },
    pickBand(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
      this.tell({ ...this.data.leg, band: event.currentTarget.dataset.value })
    },
    giveKm(event: Answer) {
      this.tell({ ...this.data.leg, distance_km: event.detail.value })
    },
    answer(event: WechatMiniprogram.CustomEvent<{ entry: Entry }>) {
      this.tell(event.detail.entry)
    },
    tell(entry: Entry) {
      this.triggerEvent('change', { entry })
    },
    remove() {
      this.triggerEvent('remove')
    },
    showModes() {
      this.setData({ allModes: true })
    },
  },
})

/** 「附近（约 3 公里）」: what stands in brackets goes below. */
function twoLines({ value, label }: Option): Option & { note: string } {
  const [, name, note] = /^(.+?)\s*[（(](.+)[）)]$/.exec(label) ?? []
  return { value, label: name ?? label, note: note ?? '' }
}

function named(leg: Entry, key: string, field: FormField | undefined): string {
  if (leg[key]) return String(leg[`_${key}`] ?? leg[key])
  return field?.default_label ?? ''
}
