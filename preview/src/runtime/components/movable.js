// movable-area and movable-view: a box dragged inside another, as far as its direction and the area allow.

import { fire } from './builtin.js'

const ACROSS = /^(all|horizontal)$/
const DOWN = /^(all|vertical)$/
const number = (value) => Number.parseFloat(value) || 0

export function defineMovable(define) {
  define('movable-area', { properties: { scaleArea: Boolean } })
  define('movable-view', {
    properties: {
      direction: { type: String, value: 'none' }, x: null, y: null, inertia: Boolean, outOfBounds: Boolean, damping: null, friction: null, disabled: Boolean,
      scale: Boolean, scaleMin: null, scaleMax: null, scaleValue: { type: Number, value: 1 }, animation: { type: null, value: true },
    },
    made(element, self) {
      self.mpAt = { x: 0, y: 0 }
      watchDrag(element, self)
    },
    changed(element, data, self) {
      element.style.touchAction = data.disabled || data.direction === 'none' ? '' : data.direction === 'horizontal' ? 'pan-y' : data.direction === 'vertical' ? 'pan-x' : 'none'
      const asked = `${data.x} ${data.y} ${data.scaleValue}`
      if (asked === self.mpAsked) return
      self.mpAsked = asked
      requestAnimationFrame(() => self.mpLives && place(element, self, { x: number(data.x), y: number(data.y) }, ''))
    },
  })
}

function watchDrag(element, self) {
  let from = null
  element.addEventListener('pointerdown', (event) => {
    if (self.data.disabled || self.data.direction === 'none' || event.button > 0) return
    from = { x: event.clientX, y: event.clientY, at: self.mpAt }
    element.setPointerCapture(event.pointerId)
  })
  element.addEventListener('pointermove', (event) => {
    if (!from) return
    const { direction } = self.data
    const x = ACROSS.test(direction) ? from.at.x + event.clientX - from.x : from.at.x
    const y = DOWN.test(direction) ? from.at.y + event.clientY - from.y : from.at.y
    place(element, self, { x, y }, 'touch')
  })
  for (const type of ['pointerup', 'pointercancel']) element.addEventListener(type, () => (from = null))
}

/** Kept inside the area; a view larger than its area is kept covering it. */
function place(element, self, wanted, source) {
  const area = element.closest('wx-movable-area')
  const within = (at, room) => Math.min(Math.max(at, Math.min(0, room)), Math.max(0, room))
  const x = area ? within(wanted.x, area.clientWidth - element.offsetWidth) : wanted.x
  const y = area ? within(wanted.y, area.clientHeight - element.offsetHeight) : wanted.y
  const moved = x !== self.mpAt.x || y !== self.mpAt.y
  self.mpAt = { x, y }
  const scale = self.data.scale ? Number(self.data.scaleValue) || 1 : 1
  element.style.translate = `${x}px ${y}px`
  element.style.scale = scale === 1 ? '' : String(scale)
  if (moved) fire(self, 'change', { x, y, source })
}
