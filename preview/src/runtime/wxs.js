// What functions in WXS are given when they answer events and changes: descriptors of elements, not the elements.

import { recordError } from './errors.js'

const states = new WeakMap()
const descriptors = new WeakMap()
/** Everything a WXS module gives out: the template does not always say where a handler comes from ("off || m.tap"). */
const given = new WeakSet()

/** @param {any} element a glass-easel element */
function describe(element) {
  if (!element) return undefined
  if (descriptors.has(element)) return descriptors.get(element)
  const node = () => element.getBackendElement?.() ?? element.$$
  const inside = () => element.getShadowRoot?.() ?? element.ownerShadowRoot
  const scoped = (name) => {
    const scope = node().className.split(' ').find((each) => each.endsWith('--' + name))
    return scope ?? name
  }
  const descriptor = {
    selectComponent: (selector) => describe(inside()?.querySelector(selector)),
    selectAllComponents: (selector) => (inside()?.querySelectorAll(selector) ?? []).map(describe),
    setStyle(style) {
      const text = typeof style === 'string' ? style : Object.entries(style).map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase())}:${value}`).join(';')
      element.setNodeStyle(text, 1)
      return descriptor
    },
    addClass(...names) {
      for (const name of names) element.toggleNodeClass(name, true)
      return descriptor
    },
    removeClass(...names) {
      for (const name of names) element.toggleNodeClass(name, false)
      return descriptor
    },
    hasClass: (name) => node().classList.contains(scoped(name)),
    getDataset: () => element.dataset ?? {},
    getState() {
      if (!states.has(element)) states.set(element, {})
      return states.get(element)
    },
    callMethod(name, facts) {
      const caller = element.getMethodCaller?.()
      return caller?.[name]?.(facts)
    },
    triggerEvent: (name, detail, options) => element.triggerEvent(name, detail, options),
    requestAnimationFrame: (draw) => requestAnimationFrame(draw),
    setTimeout: (act, ms) => setTimeout(act, ms),
    clearTimeout: (id) => clearTimeout(id),
    getBoundingClientRect: () => node().getBoundingClientRect(),
    getComputedStyle: (names) => Object.fromEntries(names.map((name) => [name, getComputedStyle(node())[name]])),
  }
  descriptors.set(element, descriptor)
  return descriptor
}

function mine(exports) {
  if (!/^(object|function)$/.test(typeof exports) || exports === null || given.has(exports)) return
  given.add(exports)
  Object.values(exports).forEach(mine)
}

const inner = (caller) => caller?._$ ?? caller

/** The compiled templates call these (build/wxml.mjs puts them there). */
globalThis.miniProgramWxs = {
  /** What a module gives out, told when it has run (build/wxml.mjs writes it under each). */
  mine,
  /** change:prop="{{wxs.fn}}" */
  change: (listener) => (value, before, host, element) => {
    if (typeof listener !== 'function') return
    // After the tree around the element is whole, as in WeChat.
    queueMicrotask(() => {
      try {
        listener(value, before, describe(host), describe(element))
      } catch (error) {
        recordError(error, `${host.is} change`)
      }
    })
  },
  /** bind:tap="{{wxs.fn}}" hears (event, owner); a page's own handler hears the event as it is. */
  event(caller, event, listener) {
    if (!given.has(listener)) return listener.apply(caller, [event])
    const told = Object.create(event)
    told.instance = describe(inner(event.currentTarget))
    told.currentTarget = { id: event.currentTarget.id, dataset: event.currentTarget.dataset ?? {} }
    told.target = { id: event.target.id, dataset: event.target.dataset ?? {} }
    return listener(told, describe(inner(caller)))
  },
}
