// Single-page mode (scene 1154): the page a link in Moments opens. There WeChat knows no login, no money, no way out.

import { fail } from './call.js'

/** Refused there by name; navigation is refused by the page stack, and what asks for a scope by its own module. */
export const REFUSED = [
  'login', 'checkSession', 'authorize', 'openSetting', 'getSetting', 'requestPayment', 'requestSubscribeMessage',
  'navigateTo', 'redirectTo', 'navigateBack', 'switchTab', 'reLaunch', 'navigateToMiniProgram', 'exitMiniProgram',
  'showTabBar', 'hideTabBar', 'setTabBarItem', 'setTabBarStyle', 'setTabBarBadge', 'removeTabBarBadge', 'showTabBarRedDot', 'hideTabBarRedDot',
  'showShareMenu', 'hideShareMenu', 'updateShareMenu', 'showShareImageMenu', 'shareFileMessage', 'scanCode', 'chooseMedia', 'chooseImage', 'saveImageToPhotosAlbum', 'vibrateShort', 'vibrateLong',
]

/** @param {import('../runtime/host.js').Host} host @param {Record<string, any>} provided */
export function refuseAlone(host, provided) {
  if (!host.singlePage) return provided
  const refusals = REFUSED.map((name) => [name, (options) => {
    host.recordCall(name, { refused: 'single page mode' })
    const result = fail(name, options ?? {}, 'can not use in single page mode')
    return options?.fail || options?.complete || options?.success ? undefined : Promise.reject(result)
  }])
  return { ...provided, ...Object.fromEntries(refusals) }
}
