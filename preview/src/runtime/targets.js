// What handlers read of an event's target in WeChat: its place on the page, and a form that can be written as JSON.

import * as glassEasel from 'glass-easel'
import * as adapter from 'glass-easel-miniprogram-adapter'

const domOf = (element) => element.$$ ?? element.getBackendElement?.()
/** The target of an event is an element or, for a component of the mini-program's own, what its methods call `this`. */
const elementOf = (target) => target?._$ ?? target
const plain = (target) => {
  const { id, dataset } = elementOf(target) ?? {}
  return { id, offsetLeft: target?.offsetLeft, offsetTop: target?.offsetTop, dataset: dataset ?? {} }
}

export function describeTargets() {
  for (const prototype of [glassEasel.Element.prototype, adapter.component.ComponentCaller.prototype]) {
    for (const name of ['offsetLeft', 'offsetTop']) {
      Object.defineProperty(prototype, name, { configurable: true, get() { return domOf(elementOf(this))?.[name] ?? 0 } })
    }
    Object.defineProperty(prototype, 'toJSON', { configurable: true, writable: true, value() { return plain(this) } })
  }
  Object.defineProperty(glassEasel.Event.prototype, 'toJSON', {
    configurable: true,
    writable: true,
    value() {
      const { type, timeStamp, detail, touches, changedTouches } = this
      return { type, timeStamp, target: plain(this.target), currentTarget: plain(this.currentTarget), mark: this.mark, detail, touches, changedTouches }
    },
  })
}

/** this.pageRouter and this.router: the navigation calls, with addresses as seen from the page or from the component. */
export function routerOf(host, from) {
  const wx = /** @type {any} */ (globalThis).wx
  const moves = ['navigateTo', 'redirectTo', 'reLaunch', 'switchTab']
  const router = Object.fromEntries(moves.map((name) => [name, (options = {}) => wx[name]({ ...options, url: '/' + host.absolute(options.url, from) })]))
  return { ...router, navigateBack: (options) => wx.navigateBack(options) }
}
