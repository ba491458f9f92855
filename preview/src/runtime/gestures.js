// Taps, touches, long presses and the keyboard, told to the mini-program as WeChat tells them.
// A tap is the browser's click: a mouse, a finger, a screen reader and element.click() all make one.

import * as glassEasel from 'glass-easel'

const LONG_PRESS_MS = 350
const MOVED_PX = 10
const TYPED_IN = /^(INPUT|TEXTAREA|SELECT)$/

/** The glass-easel element a DOM node belongs to. */
export function ownerOf(node) {
  let at = node
  while (at && !at.__wxElement) at = at.parentNode
  return at?.__wxElement
}

/** @param {Node} node @param {string} type @param {object} detail @param {object} [fields] put on the event itself */
export function tell(node, type, detail, fields = {}) {
  const target = ownerOf(node)
  if (!target) return false
  const event = new glassEasel.Event(type, detail, {
    bubbles: true,
    composed: true,
    capturePhase: true,
    extraFields: fields,
  })
  glassEasel.Event.dispatchEvent(target, event)
  return event.defaultPrevented()
}

/** Whether anything from here upwards has a handler for it. @param {Node} node @param {string} type */
function hears(node, type) {
  for (let at = node; at; at = at.parentNode) if (at.mpHeard?.has(type)) return true
  return false
}

/** @param {HTMLElement} phone */
export function watchGestures(phone) {
  const stage = phone.querySelector('.mp-stage')
  const place = (at, identifier = 0) => {
    const box = stage.getBoundingClientRect()
    const x = at.clientX - box.left
    const y = at.clientY - box.top
    return { identifier, clientX: x, clientY: y, pageX: x, pageY: y + (stage.querySelector('.mp-page:not([hidden]) .mp-scroll')?.scrollTop ?? 0), force: 1 }
  }
  let press = null
  /** The click that follows is no tap: somebody has heard the long press, or the finger has gone elsewhere. */
  let spent = false
  const begin = (node, at, touches) => {
    clearTimeout(press?.timer)
    spent = false
    tell(node, 'touchstart', { x: at.pageX, y: at.pageY }, { touches, changedTouches: [at] })
    press = { node, at, timer: setTimeout(() => longPress(), LONG_PRESS_MS) }
  }
  const longPress = () => {
    if (!press) return
    spent = hears(press.node, 'longpress')
    const fields = { touches: [press.at], changedTouches: [press.at] }
    tell(press.node, 'longpress', { x: press.at.pageX, y: press.at.pageY }, fields)
    tell(press.node, 'longtap', { x: press.at.pageX, y: press.at.pageY }, fields)
  }
  const move = (at, touches) => {
    if (!press) return
    if (Math.hypot(at.clientX - press.at.clientX, at.clientY - press.at.clientY) > MOVED_PX) {
      clearTimeout(press.timer)
      spent = true
    }
    tell(press.node, 'touchmove', { x: at.pageX, y: at.pageY }, { touches, changedTouches: [at] })
  }
  const end = (at, type = 'touchend') => {
    if (!press) return
    clearTimeout(press.timer)
    tell(press.node, type, { x: at.pageX, y: at.pageY }, { touches: [], changedTouches: [at] })
    press = null
  }

  const fingers = (event) => [...event.touches].map((touch) => place(touch, touch.identifier))
  const finger = (event) => place(event.changedTouches[0], event.changedTouches[0].identifier)
  stage.addEventListener('touchstart', (event) => begin(event.target, finger(event), fingers(event)), { passive: true })
  stage.addEventListener('touchmove', (event) => move(finger(event), fingers(event)), { passive: true })
  stage.addEventListener('touchend', (event) => end(finger(event)), { passive: true })
  stage.addEventListener('touchcancel', (event) => end(finger(event), 'touchcancel'), { passive: true })
  stage.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button === 0) begin(event.target, place(event), [place(event)])
  })
  addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse') move(place(event), [place(event)])
  })
  addEventListener('pointerup', (event) => {
    if (event.pointerType === 'mouse') end(place(event))
  })

  // After the built-in components have heard the same click (they listen on their own elements), as in WeChat.
  stage.addEventListener('click', (event) => {
    // Without a finger (the keyboard, a screen reader) there was no press either.
    if (spent && event.detail > 0) return
    const at = place(event)
    const stopped = tell(event.target, 'tap', { x: at.pageX, y: at.pageY }, { touches: [at], changedTouches: [at] })
    if (stopped && !TYPED_IN.test(event.target.tagName)) event.preventDefault()
  })
  stage.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    const target = /** @type {HTMLElement} */ (event.target)
    if (TYPED_IN.test(target.tagName) || !target.localName.startsWith('wx-')) return
    event.preventDefault()
    if (!event.repeat) target.click()
  })
}
