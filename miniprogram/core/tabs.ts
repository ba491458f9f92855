// The tab bar's words in the language spoken. WeChat lets only a tab page change them.

import { t } from './i18n'

const TABS = ['common.tab_scenes', 'common.tab_life', 'common.tab_mine']

export function nameTabs(): void {
  TABS.forEach((key, index) => {
    wx.setTabBarItem({ index, text: t(key), fail: () => undefined }) // another page came to the front meanwhile
  })
}
