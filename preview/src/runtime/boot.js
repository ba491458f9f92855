// Starts a built mini-program: the wx object, the globals, the components, then the first page.

import * as glassEasel from 'glass-easel'
import * as adapter from 'glass-easel-miniprogram-adapter'
import { createWx } from 'mp:wx'
import { createBackend } from './backend.js'
import { createHost } from './host.js'
import { defineBuiltIns } from './components/index.js'
import { defineGlobals } from './define.js'
import { drawFrame } from './frame.js'
import { record, recordError, recordWarning, watchErrors } from './errors.js'
import { watchGestures } from './gestures.js'
import { watchModals } from './modal.js'
import { describeTargets, routerOf } from './targets.js'
import './wxs.js'

/**
 * @typedef {object} BuiltComponent
 * @property {Record<string, any>} config       its json
 * @property {string} [scope]                   the prefix of its classes; none when its styles are shared
 * @property {{handler: string, file: string, line: number}[]} handlers   named in its WXML
 * @property {string[]} reads                   roots of what its WXML shows
 * @property {string[]} readByScript            what its script reads from data
 * @property {() => void} script
 *
 * @typedef {object} Built
 * @property {Record<string, any>} app          app.json, with theme.json as `theme`
 * @property {string[]} pages
 * @property {Record<string, BuiltComponent>} components   pages and components by path
 * @property {() => Record<string, any>} templates   what the WXML compiler made
 * @property {() => void} script                app.ts or app.js
 */

/** @param {Built} built */
export async function boot(built) {
  const settings = await fetch('host.json')
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}))
  const host = createHost(built, settings)
  record.host = host
  watchErrors((name, detail) => host.app.emit(name, detail))
  drawFrame(host)
  const globals = /** @type {any} */ (globalThis)
  globals.wx = createWx(host)

  const env = new adapter.MiniProgramEnv()
  const codeSpace = env.createCodeSpace('', true)
  const space = codeSpace.getComponentSpace()
  // writeFieldsToNode must stay off: a property of a component may be called `dataset` or `id`.
  // useMethodCallerListeners: a handler may be put on `this` later (this.onTap = throttle(...)).
  space.updateComponentOptions({ writeIdToDOM: true, writeFieldsToNode: false, useMethodCallerListeners: true })
  listenToGlassEasel(host)
  patchCallers(host)
  describeTargets()
  document.documentElement.dataset.mpStyle = built.app.style === 'v2' ? 'v2' : 'v1'
  defineBuiltIns(space, host)
  const backend = env.associateBackend(createBackend())

  const { run, app } = defineGlobals(codeSpace, host, built)
  const templates = built.templates()
  for (const [path, facts] of Object.entries(built.components)) {
    codeSpace.addComponentStaticConfig(path, facts.config)
    codeSpace.addCompiledTemplate(path, { groupList: templates, content: templates[path] })
    codeSpace.addStyleSheet(path, undefined, facts.scope)
  }
  guarded('app', built.script)

  bindApp(host, app())
  watchGestures(host.phone)
  watchModals(host.phone)
  // A style sheet that is still on its way would let components measure themselves wrongly.
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }))
  host.redraw()
  app().onLaunch && guarded('App onLaunch', () => app().onLaunch(host.launchOptions))
  host.app.emit('show', host.enterOptions())
  try {
    host.begin({ codeSpace, backend, need: needed(built, run) })
  } catch (error) {
    recordError(error, 'the first page')
  }
  record.ready = true
}

/** Runs the scripts of a page and of what it shows, once, when the page is first opened ("lazyCodeLoading"). */
function needed(built, run) {
  const ran = new Set()
  const need = (path) => {
    if (ran.has(path) || !built.components[path]) return
    ran.add(path)
    const { config, script } = built.components[path]
    const generics = Object.values(config.componentGenerics ?? {}).map((each) => each?.default)
    for (const each of [...Object.values(config.usingComponents), ...generics]) if (each) need(each.replace(/^\//, ''))
    guarded(path, () => run(path, script))
  }
  return need
}

function guarded(where, act) {
  try {
    return act()
  } catch (error) {
    recordError(error, where)
  }
}

function bindApp(host, app) {
  const bind = (name, method) => host.app.on(name, (detail) => typeof app[method] === 'function' && guarded(`App ${method}`, () => app[method](detail)))
  bind('show', 'onShow')
  bind('hide', 'onHide')
  bind('error', 'onError')
  bind('unhandledRejection', 'onUnhandledRejection')
  bind('pageNotFound', 'onPageNotFound')
  bind('themeChange', 'onThemeChange')
  document.addEventListener('visibilitychange', () => {
    const page = host.top()
    const hidden = document.visibilityState === 'hidden'
    if (page) {
      page.root.getComponent().triggerPageLifetime(hidden ? 'hide' : 'show', [])
      host.callPage(hidden ? 'onHide' : 'onShow')
    }
    host.app.emit(hidden ? 'hide' : 'show', hidden ? undefined : host.enterOptions())
  })
}

function listenToGlassEasel(host) {
  glassEasel.addGlobalErrorListener((error, method, component) => {
    const where = [typeof component === 'string' ? component : component?.is, method].filter(Boolean).join(' ')
    // WeChat asks for the method when the property changes, and passes over one that is not there.
    if (/^Cannot find method .* for observer/.test(error?.message)) return recordWarning(`${where}: ${error.message}`) ?? false
    recordError(error, where)
    host.app.emit('error', error instanceof Error ? (error.stack ?? error.message) : String(error))
    return false
  })
  glassEasel.addGlobalWarningListener((message, component) => {
    const where = typeof component === 'string' ? component : component?.is
    recordWarning(where ? `${where}: ${message}` : message)
    return false
  })
}

/** What every page and component `this` has in WeChat and glass-easel's adapter has not, or measures in the window. */
function patchCallers(host) {
  const own = { pageRouter: () => host.top()?.path, router: (caller) => caller.is }
  for (const [name, from] of Object.entries(own)) {
    Object.defineProperty(adapter.component.ComponentCaller.prototype, name, { configurable: true, get() { return routerOf(host, from(this)) } })
  }
  Object.assign(adapter.component.ComponentCaller.prototype, {
    createSelectorQuery() {
      return host.selectorQuery(this)
    },
    createIntersectionObserver(options) {
      return host.intersectionObserver(this, options)
    },
    animate(selector, keyframes, duration, after) {
      host.animate(this, selector, keyframes, duration, after)
    },
    clearAnimation(selector, ...rest) {
      host.clearAnimation(this, selector, ...rest)
    },
    getPageId() {
      return host.top()?.path
    },
    setUpdatePerformanceListener() {
      recordWarning('setUpdatePerformanceListener() is not in the preview')
    },
  })
}
