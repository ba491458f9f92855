// navigator: a link between pages.

import { absolute } from '../files.js'
import { recordCall, recordError } from '../errors.js'
import { fire, writtenIn } from './builtin.js'

const MOVES = { navigate: 'navigateTo', redirect: 'redirectTo', switchTab: 'switchTab', reLaunch: 'reLaunch', navigateBack: 'navigateBack' }

export function defineNavigator(define, host) {
  define('navigator', {
    properties: { target: String, url: String, openType: { type: String, value: 'navigate' }, delta: { type: Number, value: 1 }, appId: String, path: String, extraData: null, version: String, shortLink: String, hoverClass: { type: String, value: 'navigator-hover' } },
    made(element, self) {
      element.tabIndex = 0
      element.setAttribute('role', 'link')
      element.addEventListener('click', () => {
        const { url, openType, delta, target } = self.data
        if (target === 'miniProgram' || openType === 'exit') return recordCall('navigator', { ...self.data })
        const move = MOVES[openType]
        if (!move) return recordError(new Error(`<navigator open-type="${openType}"> is not one WeChat knows`))
        try {
          host.navigation[move]({ url: '/' + absolute(url, writtenIn(self)), delta })
          fire(self, 'success', { errMsg: `${move}:ok` })
        } catch (error) {
          fire(self, 'fail', { errMsg: `${move}:fail ${error.message}` })
          recordError(error, `<navigator url="${url}">`)
        }
        fire(self, 'complete', {})
      })
    },
  })
  define('functional-page-navigator', { properties: { version: String, name: String, args: null } })
}
