// The page stack: navigateTo and its brothers with WeChat's rules, and the stack restored after a reload.
// A page below the top that was open before a reload is opened again when somebody goes back to it.

import { createHistory, keptStack, optionsOf, parseUrl } from './address.js'
import { absolute } from './files.js'
import { createChannel } from './channel.js'
import { callOn, closePage, hidePage, openPage, showPage } from './page.js'
import { record } from './errors.js'

const DEEPEST = 10

/** @typedef {{url: string, page: any, channel?: object}} Entry */

export function createStack(host, built, started) {
  /** @type {Entry[]} */
  let stack = []
  /** @type {Map<string, any>} tab pages live as long as the mini-program */
  const tabs = new Map()
  const tabPaths = new Set((built.app.tabBar?.list ?? []).map((each) => each.pagePath))
  let world = null
  let front = null

  const top = () => stack.at(-1)?.page
  const isTab = (path) => tabPaths.has(path)
  const resolved = (url) => absolute(url, top()?.path)
  const settle = () => {
    record.stack = stack.map((entry) => entry.page?.path ?? parseUrl(entry.url).path)
    history.keep(stack.map((entry) => entry.url))
    if (front !== top()) host.turnPage()
    front = top()
    host.redraw?.()
  }
  const refuse = (condition, reason) => {
    if (condition) throw new Error(reason)
  }
  const known = (url) => {
    const { path } = parseUrl(url)
    refuse(!built.pages.includes(path), `page "${path}" is not found`)
    return path
  }
  const alone = () => refuse(host.singlePage, 'can not navigate in single page mode')

  function open(entry) {
    const path = parseUrl(entry.url).path
    // A page that is still there is shown again as it was left; a tab page outlives its place on the stack.
    entry.page ??= tabs.get(path) ?? null
    // It is on the stack before its onLoad: getCurrentPages() there ends with it, and the bars are already its own.
    if (!entry.page) openPage(world, entry.url, entry.channel, (page) => (entry.page = page))
    if (isTab(path)) tabs.set(path, entry.page)
    return entry.page
  }
  const close = (entry) => {
    if (entry.page && tabs.get(entry.page.path) !== entry.page) closePage(entry.page)
  }

  const navigation = {
    navigateTo({ url, events = {} }) {
      alone()
      const to = resolved(url)
      refuse(isTab(known(to)), 'can not navigateTo a tabbar page')
      refuse(stack.length >= DEEPEST, `webview count limit exceed`)
      const { opener, opened } = createChannel()
      for (const [name, hear] of Object.entries(events)) opener.on(name, hear)
      const before = top()
      if (before) hidePage(before)
      const entry = { url: to, page: null, channel: opened }
      stack.push(entry)
      showPage(open(entry))
      settle()
      return { eventChannel: opener }
    },
    redirectTo({ url }) {
      alone()
      const to = resolved(url)
      refuse(isTab(known(to)), 'can not redirectTo a tabbar page')
      const before = stack.pop()
      if (before?.page && isTab(before.page.path)) hidePage(before.page)
      else if (before) close(before)
      const entry = { url: to, page: null }
      stack.push(entry)
      showPage(open(entry))
      settle()
    },
    navigateBack({ delta = 1 } = {}) {
      refuse(stack.length < 2, 'cannot navigate back at first page.')
      for (let left = delta; left > 0 && stack.length > 1; left -= 1) close(stack.pop())
      showPage(open(stack.at(-1)))
      settle()
    },
    switchTab({ url }) {
      alone()
      const to = resolved(url).split('?')[0]
      refuse(!isTab(known(to)), 'can not switch to no-tabBar page')
      const before = top()
      const again = before?.path === to
      const gone = stack
      stack = [{ url: to, page: null }]
      if (!again && before && isTab(before.path)) hidePage(before)
      for (const entry of gone.reverse()) if (!again) close(entry)
      const page = open(stack[0])
      if (!again) showPage(page)
      settle()
    },
    reLaunch({ url }) {
      alone()
      launchAt([resolved(url)])
    },
  }

  function launchAt(urls) {
    urls.forEach(known)
    const gone = stack
    stack = []
    for (const entry of gone.reverse()) close(entry)
    for (const page of tabs.values()) closePage(page)
    tabs.clear()
    stack = urls.map((url) => ({ url, page: null }))
    showPage(open(stack.at(-1)))
    settle()
  }

  const quietly = (move) => {
    try {
      move()
    } catch {
      settle()
    }
  }
  const history = createHistory({
    covered: () => host.dismiss(),
    back: (delta) => quietly(() => navigation.navigateBack({ delta })),
    forward: (url) => quietly(() => navigation.navigateTo({ url: '/' + url })),
    relaunch: (url) =>
      quietly(() => {
        host.enter(optionsOf(url || built.pages[0]))
        launchAt([url || built.pages[0]])
      }),
  })

  return {
    navigation,
    top,
    isTab,
    pages: () => stack.filter((entry) => entry.page).map((entry) => entry.page),
    depth: () => stack.length,
    callPage: (name, ...facts) => callOn(top(), name, ...facts),
    /** @param {any} given the code space and backend the pages are made in */
    begin(given) {
      world = { ...given, host, built, stage: document.querySelector('.mp-stage') }
      const urls = host.singlePage ? [started.url] : keptStack(started.url)
      if (urls.every((url) => built.pages.includes(parseUrl(url).path))) return launchAt(urls)
      host.app.emit('pageNotFound', { path: started.options.path, query: started.options.query, isEntryPage: true })
      if (!top()) launchAt([built.pages[0]])
    },
  }
}
