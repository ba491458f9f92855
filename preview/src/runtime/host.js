// The host: everything the wx object (src/wx) may ask of the phone that runs the mini-program, in one interface.
// What it promises is written here; who keeps each promise is in the modules imported below. It knows no wx call.

import { launch } from './address.js'
import { createChrome } from './chrome.js'
import { recordCall, recordError } from './errors.js'
import { createLayers } from './layers.js'
import { createStack } from './stack.js'
import { createTheme } from './theme.js'
import { absolute, fileUrl } from './files.js'
import { createScroll } from './scroll.js'
import { nodeOf } from './nodes.js'

/**
 * @typedef {object} LaunchOptions   what App.onLaunch and wx.getLaunchOptionsSync give
 * @property {string} path           'pages/scene/scene', no leading slash
 * @property {Record<string, string>} query   not decoded, as in WeChat
 * @property {number} scene          1001 usual · 1047 a mini-program code (?scene=) · 1011 an ordinary link (?q=) · 1154 single-page share mode (?single=1)
 * @property {{}} referrerInfo
 *
 * @typedef {object} PageHandle
 * @property {string} path           'pages/scene/scene'
 * @property {Record<string, string>} query
 * @property {any} instance          what getCurrentPages() shows: the mini-program's own `this`
 * @property {HTMLElement} element   its outer element
 * @property {HTMLElement} scroller  the element that scrolls
 * @property {Record<string, any>} config  app.json's window with the page's json over it
 *
 * @typedef {object} Navigation      throws an Error whose message is what WeChat puts after "navigateTo:fail "
 * @property {(o: {url: string, events?: Record<string, Function>}) => {eventChannel: object}} navigateTo
 * @property {(o: {url: string}) => void} redirectTo
 * @property {(o?: {delta?: number}) => void} navigateBack
 * @property {(o: {url: string}) => void} switchTab
 * @property {(o: {url: string}) => void} reLaunch
 *
 * @typedef {object} Host
 * @property {Record<string, any>} config       app.json as built; config.pages[0] is the home page
 * @property {(path: string) => import('./boot.js').BuiltComponent | undefined} part   what was built of a page or component
 * @property {Record<string, any>} settings     host.json beside index.html: {simulator?, language?, ...}; {} when there is none
 * @property {LaunchOptions} launchOptions      how it was started, once
 * @property {() => LaunchOptions} enterOptions how it was last brought to the front
 * @property {boolean} singlePage               ?single=1: the page a timeline link opens (scene 1154)
 * @property {string} user                      ?user=, else a name made once per browser and kept: who logs in
 * @property {string} language                  'zh_CN' or 'en': the phone's language (?lang=, else the browser's)
 * @property {string} storagePrefix             put before every key kept in localStorage: 'mp:<user>:' ('mp1154:<user>:' in single-page mode)
 *
 * @property {Navigation} navigation
 * @property {() => PageHandle[]} pages         the page stack, the top one last
 * @property {() => PageHandle | undefined} top
 * @property {(name: string, ...facts: any[]) => any} callPage   calls a method of the top page if it has it, e.g. callPage('onShareAppMessage', {from: 'menu'})
 *
 * @property {HTMLElement} phone                the frame; never append to it, use the layers
 * @property {(node: HTMLElement | null) => void} toast          one at a time, above everything; null takes it away
 * @property {(node: HTMLElement, options?: SheetOptions) => () => void} sheet   from below or centred; returns what closes it
 * @property {() => void} turnPage   another page is in front: puts away the sheets that belonged to the one before
 * @property {() => boolean} dismiss   the phone's back key: puts away the topmost sheet, if it may be; true when there was one
 *
 * @property {object} nav                       the navigation bar
 * @property {(text: string) => void} nav.title
 * @property {(o: {frontColor?: string, backgroundColor?: string}) => void} nav.color
 * @property {(on: boolean) => void} nav.loading
 * @property {() => void} nav.hideHome
 * @property {() => {top: number, right: number, bottom: number, left: number, width: number, height: number}} nav.capsule   in the phone's own pixels
 * @property {() => number} nav.statusBarHeight
 *
 * @property {object} tabBar
 * @property {(on: boolean) => void} tabBar.visible
 * @property {(index: number, o: {text?: string, iconPath?: string, selectedIconPath?: string}) => void} tabBar.item
 * @property {(o: {color?: string, selectedColor?: string, backgroundColor?: string, borderStyle?: string}) => void} tabBar.style
 * @property {(index: number, text: string | null) => void} tabBar.badge      null takes it away
 * @property {(index: number, on: boolean) => void} tabBar.redDot
 *
 * @property {object} theme
 * @property {() => 'light' | 'dark'} theme.current
 * @property {(hear: (theme: 'light' | 'dark') => void) => () => void} theme.onChange
 *
 * @property {object} app                       what happens to the whole mini-program
 * @property {(name: AppEvent, hear: (detail: any) => void) => () => void} app.on
 * @property {(name: AppEvent, detail?: any) => void} app.emit
 *
 * @property {(path: string, from?: string) => string} fileUrl    '/images/a.png' or 'a.png' as seen from a page -> an address; http, data, blob and temporary files as they are
 * @property {(url: string, from?: string) => string} absolute     '../b/b?x=1' as seen from 'pages/a/a' -> 'pages/b/b?x=1'
 * @property {(temporary: string, address: string) => void} nameFile   'wxfile://tmp/1.png' -> a blob: address that <image> then shows
 * @property {(o: {scrollTop?: number, selector?: string, duration?: number, offsetTop?: number}) => void} pageScrollTo
 * @property {{start: () => void, stop: () => void}} pullDown
 * @property {(o?: {withShareTicket?: boolean, menus?: string[]} | null) => void} shareMenu   which entries the capsule's menu shows; null: none
 * @property {(component?: any) => any} selectorQuery             wx.createSelectorQuery
 * @property {(component: any, options?: object) => any} intersectionObserver
 *
 * @property {(name: Question, answer: (asked: any) => any) => void} answer   the wx room says here how the phone answers
 * @property {(name: Question, asked?: any) => any} ask                       the runtime asks; undefined when nobody answers
 *
 * @property {(error: unknown, where?: string) => void} recordError  into window.__mp.errors and the red strip
 * @property {(name: string, facts?: any) => void} recordCall        into window.__mp.calls, for tests
 *
 * @typedef {{kind?: 'bottom' | 'centre' | 'full', label?: string, dismiss?: (() => void) | null, ofPage?: boolean}} SheetOptions
 *   label: what a screen reader hears; dismiss: called when the person taps beside it or presses Escape (none: they cannot);
 *   ofPage: also when another page comes to the front
 * @typedef {'show' | 'hide' | 'error' | 'unhandledRejection' | 'pageNotFound' | 'themeChange'} AppEvent
 * @typedef {'share' | 'openType' | 'chooseAvatar' | 'nickname' | 'userInfo' | 'scan'} Question
 *   share     {kind: 'app' | 'timeline', from: 'menu' | 'button', target?, message}: draw the card; `message` is what the page's
 *             onShareAppMessage or onShareTimeline gave, with title and path filled in where it said nothing
 *   openType  {openType, button}: a <button open-type> was tapped; give {event: 'getphonenumber', detail: {...}} (or a promise of it) to fire, or nothing
 *   chooseAvatar  {} -> {avatarUrl} or undefined when nothing was chosen
 *   userInfo  {} -> what <button open-type="getUserInfo"> tells
 *   nickname  {value} -> a suggested name for <input type="nickname">, or undefined
 *   scan      {} the capsule menu's "choose an entrance" (shown only when somebody answers)
 */

/**
 * @param {import('./boot.js').Built} built
 * @param {Record<string, any>} settings
 * @returns {Host & {start: () => void}}
 */
export function createHost(built, settings) {
  const heard = new Map()
  const answers = new Map()
  const started = launch(built)
  let entered = started.options
  const app = {
    on(name, hear) {
      if (!heard.has(name)) heard.set(name, new Set())
      heard.get(name).add(hear)
      return () => heard.get(name).delete(hear)
    },
    emit(name, detail) {
      for (const hear of [...(heard.get(name) ?? [])]) hear(detail)
    },
  }
  /** @type {any} */
  const host = {
    config: built.app,
    part: (path) => built.components[path],
    settings,
    launchOptions: started.options,
    enterOptions: () => entered,
    /** Brought to the front again through another door. */
    enter(options) {
      entered = options
      app.emit('show', entered)
    },
    singlePage: started.singlePage,
    user: started.user,
    language: started.language,
    storagePrefix: `${started.singlePage ? 'mp1154' : 'mp'}:${started.user}:`,
    app,
    answer: (name, how) => answers.set(name, how),
    answers: (name) => answers.has(name),
    ask: (name, asked = {}) => answers.get(name)?.(asked),
    recordError,
    recordCall,
    fileUrl,
    absolute,
    ...nodeOf(() => host),
  }
  host.theme = createTheme(host)
  Object.assign(host, createLayers())
  Object.assign(host, createStack(host, built, started))
  Object.assign(host, createChrome(host))
  Object.assign(host, createScroll(host))
  return host
}
