// Scrolling of pages: onPageScroll, onReachBottom, pageScrollTo and pull-down refresh.

import { callOn } from './page.js'

const PULL_PX = 60
const PULL_MOST_PX = 100

export function createScroll(host) {
  const indicator = /** @type {HTMLElement} */ (document.querySelector('.mp-pull'))
  let pulling = false

  function start() {
    const page = host.top()
    if (pulling || !page) return
    pulling = true
    indicator.hidden = false
    callOn(page, 'onPullDownRefresh')
    page.root.getComponent().triggerPageLifetime('pullDownRefresh', [])
  }
  function stop() {
    pulling = false
    indicator.hidden = true
  }

  /** Listens to one page's scroller from its birth. */
  function born(page) {
    const { scroller, config } = page
    let low = false
    scroller.addEventListener('scroll', () => {
      if (host.top() !== page) return
      callOn(page, 'onPageScroll', { scrollTop: scroller.scrollTop })
      const near = config.onReachBottomDistance ?? 50
      const now = scroller.scrollTop + scroller.clientHeight + near >= scroller.scrollHeight
      if (now && !low) callOn(page, 'onReachBottom')
      low = now
    })
    if (!config.enablePullDownRefresh) return
    let from = null
    scroller.addEventListener('pointerdown', (event) => (from = scroller.scrollTop <= 0 ? event.clientY : null))
    scroller.addEventListener('pointermove', (event) => {
      if (from === null || !event.buttons) return
      const pulled = Math.min(event.clientY - from, PULL_MOST_PX)
      if (pulled > PULL_PX) {
        from = null
        start()
      }
    })
    scroller.addEventListener('pointerup', () => (from = null))
  }

  function pageScrollTo({ scrollTop, selector, duration = 300, offsetTop = 0 }) {
    const page = host.top()
    if (!page) return
    let top = scrollTop ?? 0
    if (selector) {
      const node = page.root.getComponent().getShadowRoot().querySelector(selector)?.getBackendElement?.()
      if (!node) throw new Error(`no element for selector "${selector}"`)
      top = node.getBoundingClientRect().top - page.scroller.getBoundingClientRect().top + page.scroller.scrollTop + offsetTop
    }
    const still = duration === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches
    page.scroller.scrollTo({ top, behavior: still ? 'instant' : 'smooth' })
  }

  return { pullDown: { start, stop }, pageScrollTo, born }
}
