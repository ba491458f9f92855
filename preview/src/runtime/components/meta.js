// What says something about the page around it: page-meta, navigation-bar, match-media, page-container, root-portal.

import { phoneUnits } from '../dom.js'
import { fire } from './builtin.js'

const pageOf = (element) => element.closest('wx-page')
const scrollerOf = (element) => element.closest('.mp-scroll')

export function defineMeta(define) {
  define('root-portal', { properties: { enable: { type: Boolean, value: true } } })
  define('page-container', {
    properties: { show: Boolean, position: String, overlay: { type: Boolean, value: true }, round: Boolean, duration: null, zIndex: null, overlayStyle: String, customStyle: String, closeOnSlideDown: Boolean },
    changed(element, { show, position, round, zIndex, customStyle }, self) {
      element.style.cssText = phoneUnits(customStyle ?? '')
      element.style.display = show ? 'block' : 'none'
      if (zIndex) element.style.zIndex = String(zIndex)
      element.dataset.position = position || 'bottom'
      element.dataset.round = String(round)
      if (show === self.mpShown) return
      const steps = show ? ['beforeenter', 'enter', 'afterenter'] : self.mpShown ? ['beforeleave', 'leave', 'afterleave'] : []
      self.mpShown = show
      setTimeout(() => self.mpLives && steps.forEach((name) => fire(self, name)))
    },
  })
  define('share-element', { properties: { key: String, transform: Boolean, duration: null, easingFunction: String } })
  definePageMeta(define)
  define('navigation-bar', {
    properties: { title: String, loading: Boolean, frontColor: String, backgroundColor: String, colorAnimationDuration: null, colorAnimationTimingFunc: String },
    changed(element, { title, loading, frontColor, backgroundColor }, self) {
      const { nav } = self.mpHost
      if (title) nav.title(title)
      if (loading || self.mpLoading) nav.loading((self.mpLoading = loading))
      if (frontColor || backgroundColor) nav.color({ ...(frontColor && { frontColor }), ...(backgroundColor && { backgroundColor }) })
    },
  })
  define('match-media', {
    properties: { minWidth: null, maxWidth: null, width: null, minHeight: null, maxHeight: null, height: null, orientation: String },
    made(element, self) {
      const stage = element.closest('.mp-stage')
      self.mpWatch = new ResizeObserver(() => (element.style.display = fits(stage, self.data) ? 'contents' : 'none'))
      self.mpWatch.observe(stage)
    },
    changed(element, data) {
      element.style.display = fits(element.closest('.mp-stage'), data) ? 'contents' : 'none'
    },
    gone: (self) => self.mpWatch?.disconnect(),
  })
}

function definePageMeta(define) {
  define('page-meta', {
    properties: { backgroundTextStyle: String, backgroundColor: String, backgroundColorTop: String, backgroundColorBottom: String, rootBackgroundColor: String, rootFontSize: String, pageStyle: String, pageFontSize: String, pageOrientation: String, scrollTop: String, scrollDuration: { type: Number, value: 300 } },
    made(element, self) {
      scrollerOf(element)?.addEventListener('scroll', () => self.mpLives && fire(self, 'scroll', { scrollTop: scrollerOf(element)?.scrollTop ?? 0 }))
    },
    changed(element, data, self) {
      const page = pageOf(element)
      if (!page) return
      if (data.pageStyle !== self.mpStyle) page.style.cssText = phoneUnits((self.mpStyle = data.pageStyle) ?? '')
      if (data.rootBackgroundColor) page.closest('.mp-page').style.background = data.rootBackgroundColor
      if (data.pageFontSize && data.pageFontSize !== 'system') page.style.fontSize = data.pageFontSize
      const root = data.rootFontSize === 'system' ? '' : data.rootFontSize
      if (root) document.documentElement.style.fontSize = phoneUnits(root)
      if (data.scrollTop && data.scrollTop !== self.mpTop) {
        self.mpTop = data.scrollTop
        requestAnimationFrame(() => scrollerOf(element)?.scrollTo({ top: Number.parseFloat(data.scrollTop), behavior: data.scrollDuration ? 'smooth' : 'instant' }))
      }
    },
    gone(self) {
      if (self.data.rootFontSize) document.documentElement.style.fontSize = ''
    },
  })
}

function fits(stage, { minWidth, maxWidth, width, minHeight, maxHeight, height, orientation }) {
  const given = (limit) => limit !== null && limit !== undefined && limit !== ''
  const size = { width: stage?.clientWidth ?? 0, height: stage?.clientHeight ?? 0 }
  const within = (is, least, most, exact) => !(given(least) && is < Number(least)) && !(given(most) && is > Number(most)) && !(given(exact) && is !== Number(exact))
  const lies = size.width > size.height ? 'landscape' : 'portrait'
  return within(size.width, minWidth, maxWidth, width) && within(size.height, minHeight, maxHeight, height) && (!orientation || orientation === lies)
}
