// glass-easel's window onto the DOM: elements are named wx-*, ids and styles are written the way this page allows,
// and native events are left to gestures.js.

import * as glassEasel from 'glass-easel'
import { phoneUnits } from './dom.js'

/** Events of the browser that a mini-program may bind by their own names. */
const PASSED_ON = new Set(['transitionend', 'animationstart', 'animationiteration', 'animationend'])

function wxElement(tag) {
  const element = document.createElement('wx-' + tag)
  const write = element.setAttribute
  element.setAttribute = (name, value) => {
    // Through the object model, so that a page without 'unsafe-inline' still has its styles.
    if (name === 'style') element.style.cssText = phoneUnits(value)
    else write.call(element, name, value)
  }
  Object.defineProperty(element, 'id', {
    get: () => element.getAttribute('id') ?? '',
    // glass-easel puts "<number>--" before ids to keep components apart; people look for the id they wrote.
    set: (id) => write.call(element, 'id', String(id).replace(/^[0-9a-z]+--/, '')),
  })
  return element
}

export function createBackend() {
  const backend = new glassEasel.CurrentWindowBackendContext()
  backend.document = /** @type {any} */ ({
    createElement: wxElement,
    createTextNode: (text) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  })
  backend.onEvent((target, type, detail, options) => {
    if (!PASSED_ON.has(type)) return 0
    glassEasel.Event.dispatchEvent(target, new glassEasel.Event(type, detail, options))
    return 0
  })
  const listen = backend.setListenerStats
  backend.setListenerStats = function (element, type, capture, level) {
    if ((type === 'tap' || type === 'longpress') && element && !capture) reachable(element)
    if (element) (element.mpHeard ??= new Set()).add(type)
    if (type === 'touchmove' && level === 2) element.style.touchAction = 'none'
    if (PASSED_ON.has(type)) listen.call(this, element, type, capture, level)
  }
  return backend
}

/** What can be tapped can be reached with the Tab key; what already can (or says it must not) is left alone. */
function reachable(element) {
  if (element.localName === 'wx-page' || element.hasAttribute('tabindex')) return
  element.setAttribute('tabindex', '0')
  element.setAttribute('data-mp-tap', '')
}
