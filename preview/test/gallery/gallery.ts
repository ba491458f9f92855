// Every component of miniprogram/components on one page, for the tests and for looking at.

import { spoken, texts } from '../../core/i18n'

interface Change {
  currentTarget: { dataset: { name: string } }
  detail: { value: unknown; name?: string }
}

Page({
  behaviors: [spoken],
  data: {
    t: texts(),
    told: '',
    nights: 1 as number | string,
    distance: '' as number | string,
    mode: 'train',
    band: '',
    place: '',
    placeName: '',
    back: false,
    who: '',
    sheet: false,
    consent: false,
    busy: false,
    done: 0.4,
    modes: [{ value: 'train', label: 'Train' }, { value: 'plane', label: 'Plane' }, { value: 'walk', label: 'On foot' }],
    items: [
      { category: 'travel', label: 'Travel', mass_g: 144_532 },
      { category: 'food', label: 'Food', mass_g: 900 },
      { category: 'lodging', label: 'Lodging', mass_g: 53_500 },
    ],
    offline: { status: 0, code: 'offline', title: '', detail: '', open: true, errors: [], body: {} },
    refusal: { status: 409, code: 'credits_sold_out', title: 'Sold out', detail: 'Nothing was charged.', open: false, errors: [], body: {} },
    nothing: null,
  },
  set({ currentTarget, detail }: Change) {
    const { name } = currentTarget.dataset
    this.setData({ [name]: detail.value, told: `${name}=${JSON.stringify(detail.value)}` })
    if (detail.name !== undefined) this.setData({ placeName: detail.name })
  },
  say(event: { type: string; currentTarget: { dataset: { name: string } } }) {
    this.setData({ told: `${event.currentTarget.dataset.name} ${event.type}` })
  },
  openSheet() {
    this.setData({ sheet: true })
  },
  openConsent() {
    this.setData({ consent: true })
  },
  shut(event: { type: string }) {
    this.setData({ sheet: false, consent: false, told: event.type })
  },
  work() {
    this.setData({ busy: true, told: 'work' })
  },
})
