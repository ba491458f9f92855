// What the phone draws around a page: status bar, navigation bar, tab bar, and the bar of single-page mode.
// The capsule's menu is in menu.js.

import { make } from './dom.js'
import { fileUrl } from './files.js'
import { callOn } from './page.js'
import { openMenu } from './menu.js'

const $ = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector))

export function createChrome(host) {
  const said = new WeakMap()
  const bar = { items: {}, style: {}, badges: {}, dots: {}, visible: true }
  const nav = $('.mp-nav')
  const tabBarElement = $('.mp-tabbar')
  const ofTop = () => {
    const page = host.top()
    if (!page) return null
    if (!said.has(page)) said.set(page, {})
    return said.get(page)
  }
  const themed = (value) => host.theme.value(value)

  function redraw() {
    const page = host.top()
    if (!page) return
    const config = page.config
    const own = ofTop()
    const title = own.title ?? config.navigationBarTitleText ?? ''
    const ground = own.backgroundColor ?? themed(config.navigationBarBackgroundColor) ?? '#000000'
    const front = own.frontColor ?? (themed(config.navigationBarTextStyle) === 'black' ? '#000000' : '#ffffff')
    nav.dataset.custom = String(config.navigationStyle === 'custom')
    nav.style.cssText = `--nav-ground:${ground};--nav-ink:${front}`
    $('.mp-title').textContent = title
    $('.mp-nav-loading').hidden = !own.loading
    $('.mp-back').hidden = host.depth() < 2 || host.singlePage
    $('.mp-home').hidden = host.depth() > 1 || page.path === host.config.pages[0] || host.isTab(page.path) || own.homeHidden || host.singlePage
    document.title = title || host.settings.title || 'Mini-program'
    page.element.style.background = themed(config.backgroundColorContent ?? '') || ''
    $('.mp-stage').style.background = themed(config.backgroundColor) || ''
    drawTabs(page)
    $('.mp-single').hidden = !host.singlePage
    measure()
  }

  function drawTabs(page) {
    const tabBar = host.config.tabBar
    const shown = !!tabBar && !tabBar.custom && host.isTab(page.path) && bar.visible && !host.singlePage
    tabBarElement.hidden = !shown
    if (!shown) return
    const style = { ...tabBar, ...bar.style }
    tabBarElement.style.background = themed(style.backgroundColor) ?? '#ffffff'
    tabBarElement.dataset.border = style.borderStyle ?? 'black'
    tabBarElement.replaceChildren(
      ...tabBar.list.map((each, index) => {
        const item = { ...each, ...bar.items[index] }
        const on = each.pagePath === page.path
        const icon = themed(on ? item.selectedIconPath : item.iconPath)
        const badge = bar.badges[index]
        const button = make(
          'button.mp-tab',
          { type: 'button', role: 'tab', 'aria-selected': String(on), onclick: () => tapTab(index, item) },
          icon ? make('img', { src: fileUrl('/' + icon.replace(/^\//, '')), alt: '' }) : null,
          make('span', {}, item.text),
          badge ? make('i.mp-badge', {}, badge) : bar.dots[index] ? make('i.mp-dot') : null,
        )
        button.style.color = themed(on ? style.selectedColor : style.color) ?? ''
        return button
      }),
    )
  }

  function tapTab(index, item) {
    const facts = { index, pagePath: item.pagePath, text: item.text }
    host.navigation.switchTab({ url: '/' + item.pagePath })
    callOn(host.top(), 'onTabItemTap', facts)
  }

  /** Lengths that WXSS counts in: rpx, vw, vh of the phone, not of the window. */
  function measure() {
    const stage = $('.mp-stage')
    const root = document.documentElement.style
    root.setProperty('--rpx', stage.clientWidth / 750 + 'px')
    root.setProperty('--vw', stage.clientWidth / 100 + 'px')
    root.setProperty('--vh', stage.clientHeight / 100 + 'px')
  }

  $('.mp-back').addEventListener('click', () => host.navigation.navigateBack())
  $('.mp-home').addEventListener('click', () => host.navigation.reLaunch({ url: '/' + host.config.pages[0] }))
  $('.mp-more').addEventListener('click', () => openMenu(host))
  $('.mp-close').addEventListener('click', () => {
    if (!host.singlePage) host.navigation.reLaunch({ url: '/' + host.config.pages[0] })
  })
  $('.mp-single button').addEventListener('click', () => {
    const address = new URL(location.href)
    address.searchParams.delete('single')
    location.assign(address)
  })
  let width = 0
  new ResizeObserver(() => {
    measure()
    const stage = $('.mp-stage')
    if (width && width !== stage.clientWidth) {
      const size = { size: { windowWidth: stage.clientWidth, windowHeight: stage.clientHeight } }
      for (const page of host.pages()) {
        page.root.getComponent().triggerPageLifetime('resize', [size])
        callOn(page, 'onResize', size)
      }
    }
    width = stage.clientWidth
  }).observe($('.mp-stage'))
  host.theme.onChange(redraw)

  const changed = (change) => (...facts) => {
    change(...facts)
    redraw()
  }
  return {
    redraw,
    menus: { shown: ['shareAppMessage', 'shareTimeline'] },
    shareMenu(options) {
      const own = ofTop()
      if (own) own.menus = options === null ? [] : (options?.menus ?? ['shareAppMessage', 'shareTimeline'])
    },
    shownMenus: () => ofTop()?.menus ?? ['shareAppMessage', 'shareTimeline'],
    nav: {
      title: changed((text) => (ofTop().title = text)),
      color: changed((colours) => Object.assign(ofTop(), colours)),
      loading: changed((on) => (ofTop().loading = on)),
      hideHome: changed(() => (ofTop().homeHidden = true)),
      statusBarHeight: () => $('.mp-status').clientHeight,
      capsule() {
        const outer = $('.mp-phone').getBoundingClientRect()
        const box = $('.mp-capsule').getBoundingClientRect()
        const top = box.top - outer.top
        const left = box.left - outer.left
        return { top, left, width: box.width, height: box.height, right: left + box.width, bottom: top + box.height }
      },
    },
    tabBar: {
      visible: changed((on) => (bar.visible = on)),
      item: changed((index, item) => (bar.items[index] = { ...bar.items[index], ...item })),
      style: changed((style) => Object.assign(bar.style, style)),
      badge: changed((index, text) => (bar.badges[index] = text)),
      redDot: changed((index, on) => (bar.dots[index] = on)),
    },
  }
}
