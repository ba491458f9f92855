// The capsule's menu: share, refresh, choose an entrance, start again. How a shared card looks is the wx room's.

import { make } from './dom.js'
import { callOn } from './page.js'
import { say } from './words.js'

const PROMISED_MS = 3000

/**
 * Asks the page for its card and the phone to draw it.
 * @param {any} host @param {'app' | 'timeline'} kind @param {'menu' | 'button'} from @param {any} [target]
 */
export async function share(host, kind, from, target) {
  const page = host.top()
  const name = kind === 'app' ? 'onShareAppMessage' : 'onShareTimeline'
  const given = callOn(page, name, { from, target, webViewUrl: undefined }) ?? {}
  const later = given.promise && (await Promise.race([given.promise, new Promise((done) => setTimeout(done, PROMISED_MS))]))
  const message = { title: host.config.window?.navigationBarTitleText ?? '', ...given, ...later }
  delete message.promise
  if (kind === 'app') message.path ??= '/' + page.url
  else message.query ??= page.url.split(/\?(.*)/s)[1] ?? ''
  host.recordCall(name, message)
  return host.ask('share', { kind, from, target, message })
}

export function openMenu(host) {
  const page = host.top()
  const words = say(host.language)
  const has = (name) => typeof page.instance[name] === 'function'
  const menus = host.shownMenus()
  const entries = []
  if (has('onShareAppMessage') && menus.includes('shareAppMessage')) entries.push([words.share, () => share(host, 'app', 'menu')])
  if (has('onShareTimeline') && menus.includes('shareTimeline')) entries.push([words.timeline, () => share(host, 'timeline', 'menu')])
  if (page.config.enablePullDownRefresh) entries.push([words.refresh, () => host.pullDown.start()])
  if (host.answers('scan')) entries.push([words.entrance, () => host.ask('scan')])
  if (!host.singlePage) entries.push([words.again, () => host.navigation.reLaunch({ url: '/' + host.config.pages[0] })])

  const list = make('div.mp-list')
  const close = host.sheet(list, { label: words.menu, dismiss: () => close() })
  const entry = ([text, act]) =>
    make('button.mp-list-item', { type: 'button', onclick: () => (close(), act()) }, text)
  list.append(...entries.map(entry), make('button.mp-list-item.mp-list-last', { type: 'button', onclick: () => close() }, words.cancel))
  list.querySelector('button')?.focus()
}
