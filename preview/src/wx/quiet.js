// Calls that change nothing anybody sees: statistics, and listeners for what never happens in a browser.

import { recordWarning } from '../runtime/errors.js'
import { Refusal, asynchronously, fail, hasCallback } from './call.js'

const NEVER_HAPPENS = [
  'MemoryWarning', 'UserCaptureScreen', 'KeyboardHeightChange', 'AudioInterruptionBegin', 'AudioInterruptionEnd', 'ScreenRecordingStateChanged', 'NetworkWeakChange',
  'LazyLoadError', 'BeforeAppRoute', 'AppRoute', 'AppRouteDone', 'BeforePageLoad', 'CopyUrl', 'OnUserTriggerTranslation', 'BluetoothAdapterStateChange', 'GetWifiList',
  'MenuButtonBoundingClientRectWeightChange', 'WindowStateChange', 'AfterPageLoad', 'BeforePageUnload', 'AfterPageUnload', 'ApiCategoryChange', 'BatteryInfoChange', 'GeneratePoster',
  'UserTriggerTranslation', 'UserOffTranslation', 'ParallelStateChange', 'EmbeddedMiniProgramHeightChange', 'KeyDown', 'KeyUp', 'LocationChange', 'LocationChangeError',
  'AccelerometerChange', 'CompassChange', 'GyroscopeChange', 'DeviceMotionChange', 'BluetoothDeviceFound', 'BLEConnectionStateChange', 'BLECharacteristicValueChange', 'BLEMTUChange',
  'BLEPeripheralConnectionStateChanged', 'BeaconUpdate', 'BeaconServiceChange', 'WifiConnected', 'WifiConnectedWithPartialInfo', 'HCEMessage', 'LocalServiceFound', 'LocalServiceLost',
  'LocalServiceResolveFail', 'LocalServiceDiscoveryStop', 'BackgroundAudioPlay', 'BackgroundAudioPause', 'BackgroundAudioStop', 'VoIPChatInterrupted', 'VoIPChatMembersChanged', 'VoIPChatStateChanged',
]
const STATISTICS = ['reportAnalytics', 'reportEvent', 'reportMonitor', 'reportPerformance', 'preloadWebview', 'preloadSkylineView', 'preloadAssets']

/** @param {import('../runtime/host.js').Host} host */
export function createQuiet(host) {
  const quiet = Object.fromEntries(STATISTICS.map((name) => [name, (...facts) => host.recordCall(name, facts)]))
  const listeners = NEVER_HAPPENS.flatMap((name) => [[`on${name}`, () => {}], [`off${name}`, () => {}]])
  return {
    ...quiet,
    ...Object.fromEntries(listeners),
    cloud: cloud(host),
    getPerformance: () => ({ createObserver: () => ({ observe: () => {}, disconnect: () => {}, supportedEntryTypes: [] }), getEntries: () => [], getEntriesByName: () => [], getEntriesByType: () => [], setBufferSize: () => {} }),
    getExptInfoSync: () => ({}),
    onBackgroundFetchData: () => {},
    // Nothing was fetched before the start: what WeChat says of a program that did not ask for it.
    ...asynchronously(host, { getBackgroundFetchData: () => { throw new Refusal('record not found') }, setBackgroundFetchToken: () => {} }),
    ...asynchronously(host, { setEnableDebug: () => {}, setVisualEffectOnCapture: () => {}, setTopBarText: () => {}, setInnerAudioOption: () => {} }),
  }
}

/** WeChat's cloud: it may be prepared; whoever asks it for something hears that it is not there. */
function cloud(host) {
  const refuse = (name) => (options) => {
    const reason = `wx.cloud.${name} is not provided by the preview`
    host.recordError(new Error(reason))
    if (!hasCallback(options)) throw new Error(reason)
    return fail(`cloud.${name}`, options, reason)
  }
  const known = { init: () => recordWarning('wx.cloud is not in the preview; its calls will fail') }
  return new Proxy(known, { get: (target, name) => (typeof name === 'symbol' || name in target ? target[name] : refuse(name)) })
}
