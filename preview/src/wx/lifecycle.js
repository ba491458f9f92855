// The mini-program as a whole: how it was started, shown and hidden, its errors, its updates.

import { asynchronously, hear, news } from './call.js'
import { LIBRARY } from './device.js'

/** @param {import('../runtime/host.js').Host} host */
export function createLifecycle(host) {
  const heard = { show: news('AppShow'), hide: news('AppHide'), error: news('Error'), unhandledRejection: news('UnhandledRejection'), pageNotFound: news('PageNotFound') }
  for (const [name, channel] of Object.entries(heard)) host.app.on(/** @type {any} */ (name), (detail) => channel.tell(detail))
  return {
    ...Object.assign({}, ...Object.values(heard).map((each) => each.api)),
    getLaunchOptionsSync: () => ({ ...host.launchOptions }),
    getEnterOptionsSync: () => ({ ...host.enterOptions() }),
    getUpdateManager: updateManager,
    nextTick: (act) => void Promise.resolve().then(() => hear(act)),
    createSelectorQuery: () => host.selectorQuery(),
    createIntersectionObserver: (component, options) => host.intersectionObserver(component, options),
    getRealtimeLogManager: quietLog,
    getLogManager: quietLog,
    base64ToArrayBuffer: (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer,
    arrayBufferToBase64: (buffer) => btoa([...new Uint8Array(buffer)].map((byte) => String.fromCharCode(byte)).join('')),
    getSkylineInfoSync: () => ({ isSupported: false, version: '', reason: 'client not supported' }),
    ...asynchronously(host, {
      exitMiniProgram: () => host.navigation.reLaunch({ url: '/' + host.config.pages[0] }),
      restartMiniProgram: ({ path }) => host.navigation.reLaunch({ url: path }),
      loadFontFace: ({ family, source }) => loadFont(family, source),
    }),
  }
}

/** Nothing newer than what was just built. */
function updateManager() {
  return {
    onCheckForUpdate: (listener) => void setTimeout(() => hear(listener, { hasUpdate: false })),
    onUpdateReady: () => {},
    onUpdateFailed: () => {},
    applyUpdate: () => location.reload(),
  }
}

function quietLog() {
  const log = () => {}
  return { debug: log, info: log, log, warn: log, error: log, addFilterMsg: log, setFilterMsg: log }
}

async function loadFont(family, source) {
  const face = new FontFace(family, source)
  document.fonts.add(await face.load())
  return { status: 'loaded' }
}

/** wx.canIUse('showToast'), 'button.open-type.share', 'getSystemInfoSync.return.theme': what is asked about is the first word. */
export function createCanIUse(provided) {
  return (schema) => {
    const [first, ...rest] = String(schema).split('.')
    if (first in provided) return true
    return /^[a-z]+(-[a-z]+)*$/.test(first) && rest.length > 0
  }
}

export { LIBRARY }
