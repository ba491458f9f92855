// Navigation between pages, the bars of the phone, scrolling: WeChat's names for what the host can do.

import { Refusal, asynchronously } from './call.js'

const MODES = ['navigateTo', 'redirectTo', 'navigateBack', 'switchTab', 'reLaunch']

/** @param {import('../runtime/host.js').Host} host */
export function createBars(host) {
  const tab = (act) => (options) => {
    const count = host.config.tabBar?.list?.length
    if (!count) throw new Refusal('not TabBar page')
    if ('index' in options && !(options.index >= 0 && options.index < count)) throw new Refusal('tabbar item not found')
    act(options)
  }
  const moves = Object.fromEntries(MODES.map((name) => [name, (options) => host.navigation[name](options)]))
  return asynchronously(host, {
    ...moves,
    setNavigationBarTitle: ({ title }) => host.nav.title(String(title ?? '')),
    setNavigationBarColor: ({ frontColor, backgroundColor }) => {
      if (!['#ffffff', '#000000'].includes(String(frontColor).toLowerCase())) throw new Refusal(`invalid frontColor "${frontColor}"`)
      host.nav.color({ frontColor, backgroundColor })
    },
    showNavigationBarLoading: () => host.nav.loading(true),
    hideNavigationBarLoading: () => host.nav.loading(false),
    hideHomeButton: () => host.nav.hideHome(),
    showTabBar: tab(() => host.tabBar.visible(true)),
    hideTabBar: tab(() => host.tabBar.visible(false)),
    setTabBarItem: tab(({ index, text, iconPath, selectedIconPath }) => host.tabBar.item(index, given({ text, iconPath, selectedIconPath }))),
    setTabBarStyle: tab(({ color, selectedColor, backgroundColor, borderStyle }) => host.tabBar.style(given({ color, selectedColor, backgroundColor, borderStyle }))),
    setTabBarBadge: tab(({ index, text }) => host.tabBar.badge(index, String(text))),
    removeTabBarBadge: tab(({ index }) => host.tabBar.badge(index, null)),
    showTabBarRedDot: tab(({ index }) => host.tabBar.redDot(index, true)),
    hideTabBarRedDot: tab(({ index }) => host.tabBar.redDot(index, false)),
    pageScrollTo: (options) => host.pageScrollTo(options),
    startPullDownRefresh: () => host.pullDown.start(),
    stopPullDownRefresh: () => host.pullDown.stop(),
    setBackgroundColor: () => {},
    setBackgroundTextStyle: () => {},
  })
}

const given = (facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
