// What the person has allowed: scopes asked once, changed in the settings sheet; and the privacy guideline, agreed to once.
// Which API needs which is said by the API: `await permissions.scope('scope.writePhotosAlbum')`, `await permissions.privacy('saveImageToPhotosAlbum')`.

import { make } from '../runtime/dom.js'
import { recordWarning } from '../runtime/errors.js'
import { Refusal, asynchronously, hear } from './call.js'
import { modal } from './feedback.js'
import { createStore } from './storage.js'
import { say } from './words.js'

const SCOPES = ['scope.writePhotosAlbum', 'scope.userLocation', 'scope.camera', 'scope.record', 'scope.bluetooth', 'scope.addPhoneContact', 'scope.addPhoneCalendar']
const OPEN_TYPES = new Set('getPhoneNumber getRealtimePhoneNumber launchApp liveActivity'.split(' '))
const DENIED = { errno: 103 }
const NOT_AGREED = { errno: 104 }

/** @param {import('../runtime/host.js').Host} host */
export function createPermissions(host) {
  const words = say(host)
  const store = createStore(`phone-${host.storagePrefix}`)
  const kept = (name) => (store.has(name) ? store.get(name) : undefined)
  const authSetting = () => Object.fromEntries(SCOPES.filter((name) => kept(name) !== undefined).map((name) => [name, kept(name)]))
  /** @type {Function | undefined} */
  let listener
  let asking = null

  async function scope(name) {
    if (!SCOPES.includes(name)) throw new Refusal('invalid scope')
    if (kept(name) === undefined) {
      const { confirm } = await modal(host, { title: words.asks(name), content: words.asksWhy(name), confirmText: words.allow, cancelText: words.refuse })
      store.set(name, confirm)
      host.recordCall('authorize', { scope: name, allowed: confirm })
    }
    if (!kept(name)) throw new Refusal('auth deny', DENIED)
  }

  /** Agreed already, or asked now: by the mini-program's own page when it listens, else by the phone. */
  async function privacy(api) {
    if (kept('privacy')) return
    asking ??= ask(api).finally(() => (asking = null))
    if (!(await asking)) throw new Refusal('privacy permission is not authorized', NOT_AGREED)
    store.set('privacy', true)
  }

  function ask(api) {
    return new Promise((resolve) => {
      if (!listener) return void officialQuestion().then(resolve)
      const answer = ({ event } = {}) => {
        if (event === 'agree') resolve(true)
        if (event === 'disagree') resolve(false)
      }
      hear(listener, answer, { referrer: api })
    })
  }

  const officialQuestion = () =>
    modal(host, { title: words.privacyTitle, content: words.privacyAsks(contractName()), confirmText: words.agree, cancelText: words.refuse }).then((answer) => answer.confirm)
  const contractName = () => `《${host.config.window?.navigationBarTitleText ?? ''}${words.privacyGuide}》`

  function openSetting() {
    return new Promise((resolve) => {
      const asked = SCOPES.filter((name) => kept(name) !== undefined)
      const done = () => (close(), resolve({ authSetting: authSetting() }))
      const row = (name) =>
        make('label.wxs-row', {}, make('span', {}, words.scope(name)), make('input', { type: 'checkbox', checked: kept(name) === true, onchange: (event) => store.set(name, event.target.checked) }))
      const sheet = make('div.wxs-sheet', {}, make('header', {}, make('h2', {}, words.settings)),
        ...(asked.length ? asked.map(row) : [make('p.wxs-quiet', {}, words.nothingAsked)]),
        make('button.wxs-go', { type: 'button', onclick: done }, words.done))
      const close = host.sheet(sheet, { label: words.settings, dismiss: done })
    })
  }

  host.answer('openType', async ({ openType }) => {
    if (openType === 'openSetting') return { event: 'opensetting', detail: { errMsg: 'openSetting:ok', ...(await openSetting()) } }
    if (openType === 'agreePrivacyAuthorization') {
      store.set('privacy', true)
      return { event: 'agreeprivacyauthorization', detail: { errMsg: 'agreePrivacyAuthorization:ok' } }
    }
    if (openType === 'getUserInfo') return host.ask('userInfo')
    if (openType === 'contact' || openType === 'feedback') return void host.toast(make('div.wxs-toast', { role: 'status' }, words.notHere))
    const what = `<button open-type="${openType}">`
    if (!OPEN_TYPES.has(openType)) return void recordWarning(`${what} is none WeChat knows: it does nothing`)
    host.recordError(new Error(`${what} is not provided by the preview`))
    // The page hears a refusal, as it would from a mini-program without the right to ask.
    if (/PhoneNumber$/.test(openType)) return { event: openType.toLowerCase(), detail: { errMsg: `${openType}:fail no permission` } }
  })

  const api = {
    onNeedPrivacyAuthorization: (given) => (listener = given),
    offNeedPrivacyAuthorization: () => (listener = undefined),
    ...asynchronously(host, {
      getSetting: () => ({ authSetting: authSetting(), subscriptionsSetting: { mainSwitch: true, itemSettings: {} } }),
      openSetting,
      authorize: ({ scope: name }) => scope(name),
      getPrivacySetting: () => ({ needAuthorization: !kept('privacy'), privacyContractName: contractName() }),
      requirePrivacyAuthorize: () => privacy('requirePrivacyAuthorize'),
      openPrivacyContract: () => void modal(host, { title: contractName(), content: words.privacyText, showCancel: false }),
    }),
  }
  return { api, scope, privacy, store }
}
