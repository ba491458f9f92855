// scroll-view.

import { fire, flag } from './builtin.js'

/** What a ScrollViewContext may switch. */
const SETTINGS = ['bounces', 'showScrollbar', 'pagingEnabled', 'fastDeceleration']

export function defineScrolling(define) {
  define('scroll-view', {
    properties: {
      scrollX: Boolean,
      scrollY: Boolean,
      upperThreshold: { type: Number, value: 50 },
      lowerThreshold: { type: Number, value: 50 },
      scrollTop: null,
      scrollLeft: null,
      scrollIntoView: String,
      scrollIntoViewOffset: null,
      scrollIntoViewAlignment: String,
      scrollWithAnimation: Boolean,
      enableBackToTop: Boolean,
      enableFlex: Boolean,
      scrollAnchoring: Boolean,
      refresherEnabled: Boolean,
      refresherThreshold: null,
      refresherDefaultStyle: String,
      refresherBackground: String,
      refresherTriggered: Boolean,
      enhanced: Boolean,
      bounces: { type: Boolean, value: true },
      showScrollbar: { type: Boolean, value: true },
      pagingEnabled: Boolean,
      fastDeceleration: Boolean,
      usingSticky: Boolean,
      enablePassive: null,
      type: String,
    },
    made(element, self) {
      let last = { top: 0, left: 0 }
      let low = false
      let high = true
      element.addEventListener('scroll', () => {
        const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = element
        fire(self, 'scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX: last.left - scrollLeft, deltaY: last.top - scrollTop })
        last = { top: scrollTop, left: scrollLeft }
        const across = self.data.scrollX
        const before = across ? scrollLeft : scrollTop
        const after = across ? scrollWidth - clientWidth - scrollLeft : scrollHeight - clientHeight - scrollTop
        if (after <= self.data.lowerThreshold && !low) fire(self, 'scrolltolower', { direction: across ? 'right' : 'bottom' })
        if (before <= self.data.upperThreshold && !high) fire(self, 'scrolltoupper', { direction: across ? 'left' : 'top' })
        low = after <= self.data.lowerThreshold
        high = before <= self.data.upperThreshold
      })
      reachableWhenItScrolls(element)
      element.mpNode = () => (self.data.enhanced ? scrollViewContext(element, self) : null)
    },
    changed(element, data, self) {
      element.style.overflowX = data.scrollX ? 'auto' : 'hidden'
      element.style.overflowY = data.scrollY ? 'auto' : 'hidden'
      flag(element, 'data-bare', !data.showScrollbar)
      flag(element, 'data-flex', data.enableFlex)
      const behavior = data.scrollWithAnimation ? 'smooth' : 'instant'
      for (const [name, side] of [['scrollTop', 'top'], ['scrollLeft', 'left']]) {
        if (data[name] === null || data[name] === self[`mp-${name}`]) continue
        self[`mp-${name}`] = data[name]
        requestAnimationFrame(() => element.scrollTo({ [side]: Number.parseFloat(data[name]) || 0, behavior }))
      }
      if (data.scrollIntoView !== self.mpInto) {
        self.mpInto = data.scrollIntoView
        if (data.scrollIntoView) requestAnimationFrame(() => into(element, data.scrollIntoView, behavior, data.scrollX))
      }
      if (data.refresherTriggered && !self.mpRefreshing) fire(self, 'refresherrefresh', {})
      if (!data.refresherTriggered && self.mpRefreshing) fire(self, 'refresherrestore', {})
      self.mpRefreshing = data.refresherTriggered
    },
  })
}

/** The ScrollViewContext that SelectorQuery's node() gives of an enhanced scroll-view. */
function scrollViewContext(element, self) {
  const behavior = (animated) => (animated ?? self.data.scrollWithAnimation ? 'smooth' : 'instant')
  const context = {
    scrollTo: ({ top = element.scrollTop, left = element.scrollLeft, animated } = {}) => element.scrollTo({ top, left, behavior: behavior(animated) }),
    scrollIntoView: (selector, { animated } = {}) => into(element, String(selector).replace(/^#/, ''), behavior(animated), self.data.scrollX),
  }
  for (const name of SETTINGS) Object.defineProperty(context, name, { enumerable: true, get: () => self.data[name], set: (value) => self.setData({ [name]: value }) })
  return context
}

/** A scroller with nothing to tap inside is still reached with the keyboard. */
function reachableWhenItScrolls(element) {
  new ResizeObserver(() => {
    const scrolls = element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1
    if (scrolls && !element.hasAttribute('tabindex')) element.tabIndex = 0
  }).observe(element)
}

function into(element, id, behavior, across) {
  const target = element.querySelector(`[id="${CSS.escape(id)}"]`)
  if (!target) return
  const outer = element.getBoundingClientRect()
  const box = target.getBoundingClientRect()
  if (across) element.scrollTo({ left: element.scrollLeft + box.left - outer.left, behavior })
  else element.scrollTo({ top: element.scrollTop + box.top - outer.top, behavior })
}
