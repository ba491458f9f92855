// One page from birth to death: its component tree, its element, its lifetimes. Which page is on top: stack.js.

import * as glassEasel from 'glass-easel'
import { make } from './dom.js'
import { recordError } from './errors.js'
import { parseUrl } from './address.js'
import { createChannel } from './channel.js'

/**
 * @param {{codeSpace: any, backend: any, stage: HTMLElement, need: (path: string) => void, host: any, built: import('./boot.js').Built}} world
 * @param {string} url @param {object | undefined} channel @param {(page: any) => void} born  before anything of the page runs
 * @returns {import('./host.js').PageHandle & {url: string, root: any, readied: boolean}}
 */
export function openPage({ codeSpace, backend, stage, host, built, need }, url, channel, born) {
  const { path, query, search } = parseUrl(url)
  need(path)
  const placeholder = make('div')
  const scroller = make('div.mp-scroll', {}, placeholder)
  const element = make('div.mp-page', { 'data-page': path }, scroller)
  stage.append(element)
  const config = { ...built.app.window, ...built.components[path].config }
  const root = backend.createRoot('page', codeSpace, search ? `${path}?${decodable(search)}` : path)
  const instance = root.get()
  Object.assign(instance, {
    route: path,
    __route__: path,
    options: query,
    getOpenerEventChannel: () => channel ?? createChannel().opened,
    getTabBar: () => page.tabBar,
  })
  const page = { path, url, query, element, scroller, instance, config, root, readied: false, tabBar: null }
  host.born?.(page)
  born(page)
  root.attach(scroller, placeholder)
  if (built.app.tabBar?.custom && host.isTab(path)) {
    need('custom-tab-bar/index')
    page.tabBar = ownTabBar(backend, codeSpace, element)
  }
  callOn(page, 'onLoad', query)
  return page
}

/** What glass-easel makes properties of, and decodes: a "100%" that nobody encoded is no reason not to open the page. */
function decodable(search) {
  return search.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/[^&=]+/g, (part) => {
    try {
      decodeURIComponent(part)
      return part
    } catch {
      return encodeURIComponent(part)
    }
  })
}

/** "custom": true in app.json: every tab page has a bar of its own, drawn by the mini-program. */
function ownTabBar(backend, codeSpace, element) {
  const placeholder = make('div')
  element.append(placeholder)
  const root = backend.createRoot('custom-tab-bar', codeSpace, 'custom-tab-bar/index')
  root.attach(element, placeholder)
  return root.get()
}

/** Calls a method of the page if it is there; what it throws (or its promise) is recorded, not thrown. */
export function callOn(page, name, ...facts) {
  const method = page?.instance[name]
  if (typeof method !== 'function') return undefined
  try {
    const given = method.apply(page.instance, facts)
    if (given && typeof given.catch === 'function') given.catch((error) => recordError(error, `${page.path} ${name}`))
    return given
  } catch (error) {
    recordError(error, `${page.path} ${name}`)
    return undefined
  }
}

export function showPage(page) {
  page.element.hidden = false
  page.root.getComponent().triggerPageLifetime('show', [])
  callOn(page, 'onShow')
  if (page.readied) return
  page.readied = true
  setTimeout(() => {
    if (page.element.isConnected) callOn(page, 'onReady')
  })
}

export function hidePage(page) {
  page.element.hidden = true
  page.root.getComponent().triggerPageLifetime('hide', [])
  callOn(page, 'onHide')
}

export function closePage(page) {
  callOn(page, 'onUnload')
  // The elements go with the frame around them; taking each out by itself would only cost time.
  glassEasel.Element.pretendDetached(page.root.getComponent())
  page.element.remove()
}
