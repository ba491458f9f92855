// What the phone is: size, language, theme, network. The numbers are those of the frame in the browser.

import { asynchronously, news } from './call.js'

/** The library our project.config.json asks for. */
export const LIBRARY = '3.8.2'
const AUTHORIZED_BY_THE_SYSTEM = ['album', 'bluetooth', 'camera', 'location', 'microphone', 'notification', 'phoneCalendar']
const VERSION = '8.0.58'

/** @param {import('../runtime/host.js').Host} host */
export function createDevice(host) {
  const theme = news('ThemeChange')
  const network = news('NetworkStatusChange')
  const resize = news('WindowResize')
  host.theme.onChange((now) => theme.tell({ theme: now }))
  for (const name of ['online', 'offline']) addEventListener(name, () => network.tell(connection()))
  addEventListener('resize', () => {
    const { windowWidth, windowHeight } = windowInfo(host)
    resize.tell({ size: { windowWidth, windowHeight } })
  })
  const system = () => ({ ...deviceInfo(), ...windowInfo(host), ...appBaseInfo(host) })
  return {
    ...theme.api,
    ...network.api,
    ...resize.api,
    getSystemInfoSync: system,
    getWindowInfo: () => windowInfo(host),
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: () => appBaseInfo(host),
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' }),
    getAppAuthorizeSetting: () => Object.fromEntries(AUTHORIZED_BY_THE_SYSTEM.map((name) => [`${name}Authorized`, 'not determined'])),
    getMenuButtonBoundingClientRect: () => host.nav.capsule(),
    ...asynchronously(host, {
      getSystemInfo: system,
      getSystemInfoAsync: system,
      getNetworkType: () => ({ networkType: connection().networkType, signalStrength: 0, hasSystemProxy: false }),
      vibrateShort: () => void navigator.vibrate?.(15),
      vibrateLong: () => void navigator.vibrate?.(400),
      setKeepScreenOn: () => {},
      getRandomValues: ({ length }) => ({ randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer }),
      getBatteryInfo: () => ({ level: 80, isCharging: false }),
      hideKeyboard: () => document.activeElement?.blur?.(),
    }),
  }
}

function connection() {
  const isConnected = navigator.onLine !== false
  return { isConnected, networkType: isConnected ? 'wifi' : 'none' }
}

function windowInfo(host) {
  const { clientWidth: width, clientHeight: height } = host.phone
  const page = host.top()?.scroller
  const statusBarHeight = host.nav.statusBarHeight()
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: width,
    screenHeight: height,
    windowWidth: page?.clientWidth || width,
    windowHeight: page?.clientHeight || height,
    statusBarHeight,
    screenTop: page ? page.getBoundingClientRect().top - host.phone.getBoundingClientRect().top : 0,
    safeArea: { left: 0, right: width, top: statusBarHeight, bottom: height, width, height: height - statusBarHeight },
  }
}

const deviceInfo = () => ({
  abi: '', deviceAbi: '', brand: 'browser', model: 'Diandian preview', system: 'Browser', platform: 'devtools',
  benchmarkLevel: -1, cpuType: '', memorySize: '0',
})

const appBaseInfo = (host) => ({
  SDKVersion: LIBRARY,
  version: VERSION,
  language: host.language,
  theme: host.config.darkmode ? host.theme.current() : undefined,
  enableDebug: false,
  fontSizeSetting: 16,
  fontSizeScaleFactor: 1,
  host: { env: 'WeChat', appId: '', version: 0 },
})
