// Who uses the phone: wx.login gives a code our simulator knows; there is nobody to ask. Names and pictures: profile.js.

import { ENV_VERSION, TOURIST } from '../runtime/define.js'
import { Refusal, asynchronously } from './call.js'

/** @param {import('../runtime/host.js').Host} host */
export function createAccount(host) {
  let loggedIn = false
  return {
    ...asynchronously(host, {
      login: () => {
        if (navigator.onLine === false) throw new Refusal('errcode:-2 net::ERR_INTERNET_DISCONNECTED')
        loggedIn = true
        return { code: `preview-${host.user}-${nonce()}` }
      },
      checkSession: () => {
        if (!loggedIn) throw new Refusal('session time out, need relogin')
      },
    }),
    getAccountInfoSync: () => ({
      miniProgram: { appId: host.settings.appid ?? TOURIST, envVersion: ENV_VERSION, version: '' },
      plugin: {},
    }),
    /** ext.json of a platform that hosts many mini-programs; host.json's `ext` here. */
    getExtConfigSync: () => ({ ...host.settings.ext }),
    ...asynchronously(host, { getExtConfig: () => ({ extConfig: { ...host.settings.ext } }) }),
  }
}

function nonce() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
