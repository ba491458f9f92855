// swiper and swiper-item: slides that snap, dots, autoplay.

import { make, phoneUnits } from '../dom.js'
import { fire } from './builtin.js'

const REST_MS = 90

export function defineSwiper(define) {
  define('swiper', {
    properties: {
      indicatorDots: Boolean,
      indicatorColor: String,
      indicatorActiveColor: String,
      autoplay: Boolean,
      current: { type: Number, value: 0 },
      currentItemId: String,
      interval: { type: Number, value: 5000 },
      duration: { type: Number, value: 500 },
      circular: Boolean,
      vertical: Boolean,
      previousMargin: String,
      nextMargin: String,
      displayMultipleItems: { type: Number, value: 1 },
      snapToEdge: Boolean,
      easingFunction: String,
    },
    made(element, self) {
      self.mpDots = make('div.mp-swiper-dots', { 'aria-hidden': 'true' })
      element.append(self.mpDots)
      element.tabIndex = 0
      let timer
      self.mpGo = (index, source, behavior = 'smooth') => {
        const slide = slides(element)[index]
        if (!slide) return
        self.mpSource = source
        const still = matchMedia('(prefers-reduced-motion: reduce)').matches
        element.scrollTo({ left: slide.offsetLeft - element.mpLead, top: slide.offsetTop - element.mpLead, behavior: still ? 'instant' : behavior })
      }
      element.addEventListener('scroll', () => {
        moving(element, self)
        clearTimeout(timer)
        timer = setTimeout(() => settled(element, self), REST_MS)
      })
      self.mpTimer = setInterval(() => {
        if (!self.data.autoplay || matchMedia('(prefers-reduced-motion: reduce)').matches) return
        const count = slides(element).length
        if (count && Date.now() - (self.mpTurned ?? 0) >= self.data.interval) {
          self.mpTurned = Date.now()
          self.mpGo((self.data.current + 1) % count, 'autoplay')
        }
      }, 250)
      self.mpTurned = Date.now()
    },
    changed(element, data, self) {
      element.dataset.vertical = String(data.vertical)
      margins(element, data)
      requestAnimationFrame(() => {
        if (!self.mpLives) return
        const all = slides(element)
        const wanted = data.currentItemId ? all.findIndex((each) => each.mpSelf.data.itemId === data.currentItemId) : data.current
        if (wanted >= 0 && wanted !== self.mpShown) {
          const first = self.mpShown === undefined
          self.mpShown = wanted
          if (first) self.mpTold = wanted
          self.mpGo(wanted, '', first ? 'instant' : 'smooth')
        }
        drawDots(self, all.length)
      })
    },
    gone: (self) => clearInterval(self.mpTimer),
  })
  define('swiper-item', { properties: { itemId: String, skipHiddenItemLayout: Boolean } })
}

const slides = (element) => [...element.children].filter((each) => each.localName === 'wx-swiper-item')

/** The slides before and after may look in at the sides, and several may stand side by side. */
function margins(element, { vertical, previousMargin, nextMargin, displayMultipleItems }) {
  const [start, end] = vertical ? ['Top', 'Bottom'] : ['Left', 'Right']
  const sides = { [start]: phoneUnits(previousMargin || '0px'), [end]: phoneUnits(nextMargin || '0px') }
  for (const side of ['Top', 'Bottom', 'Left', 'Right']) {
    element.style[`padding${side}`] = sides[side] ?? ''
    element.style[`scrollPadding${side}`] = sides[side] ?? ''
  }
  element.style.setProperty('--mp-slides', String(Math.max(1, Number(displayMultipleItems) || 1)))
  element.mpLead = Number.parseFloat(getComputedStyle(element)[`padding${start}`]) || 0
}

/** How far the slides are from where they last stood. */
function moving(element, self) {
  const from = slides(element)[self.mpTold ?? 0]
  if (!self.mpLives || !from) return
  const { vertical } = self.data
  const dx = vertical ? 0 : element.scrollLeft - (from.offsetLeft - element.mpLead)
  const dy = vertical ? element.scrollTop - (from.offsetTop - element.mpLead) : 0
  fire(self, 'transition', { dx, dy })
}

function settled(element, self) {
  if (!self.mpLives) return
  const all = slides(element)
  const lead = element.mpLead
  const along = self.data.vertical ? (each) => Math.abs(each.offsetTop - lead - element.scrollTop) : (each) => Math.abs(each.offsetLeft - lead - element.scrollLeft)
  const current = all.reduce((best, each, index) => (along(each) < along(all[best]) ? index : best), 0)
  const itemId = all[current]?.mpSelf.data.itemId ?? ''
  const source = self.mpSource ?? 'touch'
  self.mpSource = undefined
  self.mpShown = current
  if (current !== self.mpTold) {
    self.mpTold = current
    self.setData({ current })
    fire(self, 'change', { current, currentItemId: itemId, source })
  }
  fire(self, 'animationfinish', { current, currentItemId: itemId, source })
}

function drawDots(self, count) {
  const { indicatorDots, indicatorColor, indicatorActiveColor, current } = self.data
  const dots = Array.from({ length: indicatorDots ? count : 0 }, (_, index) => {
    const dot = make('i')
    dot.style.background = (index === current ? indicatorActiveColor : indicatorColor) || (index === current ? '#000000' : 'rgba(0, 0, 0, .3)')
    return dot
  })
  self.mpDots.replaceChildren(...dots)
}
