// The mini-program's start: the language of letters, the consent, old links. Nothing a page could do itself.

import { on } from './core/events'
import { language } from './core/i18n'
import { current } from './core/session'
import { sendTravelConsent } from './services/consent'
import { changeMe } from './services/me'

App({
  onLaunch() {
    on('language', tellLanguage)
    on('login', tellLanguage)
    void sendTravelConsent()
  },
  /** A link to a page that is no more leads to the scenes. */
  onPageNotFound() {
    wx.switchTab({ url: '/pages/scenes/scenes' })
  },
})

/** Letters from the server follow the language spoken here; a lost call is made again at the next login. */
function tellLanguage(): void {
  const known = current()?.user.locale
  if (known && known !== language()) changeMe({ locale: language() }).catch(() => undefined)
}
