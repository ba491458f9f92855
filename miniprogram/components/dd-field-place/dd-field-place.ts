// A place, chosen from a search by characters, pinyin, initials or an airport's letters.

import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { largeCities } from '../../services/large-cities'
import { findPlaces, rememberPlace, recentPlaces } from '../../services/places'
import type { Place } from '../../services/places'

const PAUSE_MS = 180 // a hand that types is faster; an answer for every letter would help nobody

interface Typing {
  timer: number
  asked: number
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
      clearTimeout(typing(this).timer)
      typing(this).asked += 1 // an answer on its way comes too late
      this.setData({ open: false })
    },
    typed(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const q = event.detail.value.trim()
      const own = typing(this)
      clearTimeout(own.timer)
      this.setData({ q, searching: q !== '', none: '', trouble: null, ...(q ? {} : { found: [] }) })
      if (q) own.timer = setTimeout(() => void this.search(), PAUSE_MS)
    },
    async search() {
      const own = typing(this)
      const mine = (own.asked += 1)
      const { q, first } = this.data
      this.setData({ searching: true, trouble: null })
      try {
        const found = await findPlaces({ q, limit: 12, ...(first === 'airport' && { first }) })
        if (mine !== own.asked) return
        this.setData({ found, searching: false, none: found.length ? '' : t('common.place_none', { q }) })
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
    /** Enter takes the best one. */
    best() {
      const [place] = this.data.found
      if (place) this.pick({ currentTarget: { dataset: { at: 0, from: 'found' } } } as never)
    },
  },
})

function typing(component: object): Typing {
  const self = component as { typing?: Typing }
  self.typing ??= { asked: 0, timer: 0 }
  return self.typing
}
