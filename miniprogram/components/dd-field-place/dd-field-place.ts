// A place, chosen from a search by characters, pinyin, initials or an airport's letters.

import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { largeCities } from '../../services/large-cities'
import { findPlaces, rememberPlace, recentPlaces } from '../../services/places'
import type { Place } from '../../services/places'

const PAUSE_MS = 180 // a hand that types is faster; an answer for every letter would help nobody

interface Typing {
  /** of the pause after a letter; 0 while none runs */
  timer: number
  asked: number
  /** Enter was pressed before what was typed had been answered */
  eager: boolean
}

Component({
  behaviors: [spoken],
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    label: String,
    help: { type: null, value: '' },
    /** the place's id; '' for none */
    value: { type: null, value: '' },
    /** its name */
    name: { type: null, value: '' },
    placeholder: String,
    /** `airport`: airports before cities */
    first: String,
    /** offered to somebody who comes from nowhere far; told as `near` */
    near: String,
    problem: { type: null, value: '' },
    optional: Boolean,
  },
  data: {
    t: texts(),
    open: false,
    q: '',
    found: [] as Place[],
    recent: [] as Place[],
    large: [] as Place[],
    none: '',
    searching: false,
    trouble: null as Problem | null,
  },
  methods: {
    show() {
      this.setData({ open: true, q: '', found: [], none: '', trouble: null, searching: false, recent: recentPlaces(), large: largeCities() })
    },
    close() {
      const own = typing(this)
      clearTimeout(own.timer)
      Object.assign(own, { timer: 0, eager: false, asked: own.asked + 1 }) // an answer on its way comes too late
      this.setData({ open: false })
    },
    typed(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const q = event.detail.value.trim()
      const own = typing(this)
      clearTimeout(own.timer)
      own.eager = false
      this.setData({ q, searching: q !== '', none: '', trouble: null, ...(q ? {} : { found: [] }) })
      own.timer = q ? setTimeout(() => void this.search(), PAUSE_MS) : 0
    },
    async search() {
      const own = typing(this)
      clearTimeout(own.timer)
      own.timer = 0
      const mine = (own.asked += 1)
      const { q, first } = this.data
      this.setData({ searching: true, trouble: null })
      try {
        const found = await findPlaces({ q, limit: 12, ...(first === 'airport' && { first }) })
        if (mine !== own.asked) return
        if (own.timer) return this.setData({ found }) // of what was typed so far: good to look at, not the answer
        this.setData({ found, searching: false, none: found.length ? '' : t('common.place_none', { q }) })
        if (own.eager) this.best()
      } catch (thrown) {
        if (mine === own.asked) this.setData({ trouble: asProblem(thrown), searching: false })
      }
    },
    pick(event: WechatMiniprogram.TouchEvent<object, object, { at: number; from: 'found' | 'recent' | 'large' }>) {
      const { at, from } = event.currentTarget.dataset
      const place = this.data[from][at]
      if (!place) return
      rememberPlace(place)
      this.close()
      this.triggerEvent('change', { value: place.id, name: place.name, place })
    },
    pickNear() {
      this.close()
      this.triggerEvent('near')
    },
    /** Enter takes the best one for all that was typed, also if its answer is still on its way. */
    best() {
      const own = typing(this)
      own.eager = this.data.searching
      if (own.timer) void this.search()
      else if (!own.eager && this.data.found.length) this.pick({ currentTarget: { dataset: { at: 0, from: 'found' } } } as never)
    },
  },
})

function typing(component: object): Typing {
  const self = component as { typing?: Typing }
  self.typing ??= { asked: 0, timer: 0, eager: false }
  return self.typing
}
