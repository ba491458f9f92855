// App, Page, Component, Behavior, getApp and getCurrentPages as the mini-program's scripts find them, and two checks
// made while it runs: a handler named in WXML that is not there, and setData of something nobody declared or shows.

import { recordError, recordWarning } from './errors.js'
import { misspelt } from './spelling.js'

/** What a mini-program in a browser is: nobody has uploaded it. */
export const ENV_VERSION = 'develop'
export const TOURIST = 'touristappid'

const BUILT_IN_BEHAVIORS = {
  'wx://form-field': { properties: { name: { type: String }, value: { type: null } } },
  'wx://form-field-group': {},
  'wx://form-field-button': {},
  'wx://component-export': {},
}

/** @param {any} codeSpace @param {import('./host.js').Host} host @param {import('./boot.js').Built} built */
export function defineGlobals(codeSpace, host, built) {
  const globals = /** @type {any} */ (globalThis)
  const named = {}
  for (const [name, definition] of Object.entries(BUILT_IN_BEHAVIORS)) {
    named[name] = codeSpace.behavior().definition(definition).register()
  }
  const state = { app: /** @type {any} */ ({}), component: '' }
  const ready = (definition) => {
    const behaviors = (definition.behaviors ?? []).map((each) => {
      if (typeof each !== 'string') return each
      if (!named[each]) {
        recordWarning(`the behavior "${each}" is not in the preview`)
        named[each] = codeSpace.behavior().definition({}).register()
      }
      return named[each]
    })
    return { ...definition, behaviors }
  }

  globals.App = (definition) => {
    state.app = definition
    definition.globalData ??= undefined
  }
  globals.getApp = () => state.app
  globals.getCurrentPages = () => host.pages().map((page) => page.instance)
  globals.Behavior = (definition) => codeSpace.behavior().definition(ready(definition)).register()
  globals.getRegExp = (source, flags) => new RegExp(source, flags)
  globals.getDate = (...facts) => new Date(...facts)
  // Not documented, and read by many for the version they are: it says what wx.getAccountInfoSync says.
  globals.__wxConfig = { ...built.app, envVersion: ENV_VERSION, accountInfo: { appId: host.settings.appid ?? TOURIST } }
  globals.requirePlugin = (name) => {
    throw new Error(`the preview has no plugins ("${name}")`)
  }

  /** Runs the script of one page or component, whose Page() or Component() belongs to `path`. */
  function run(path, script) {
    const facts = built.components[path]
    let defined = 0
    codeSpace.componentEnv(path, (env) => {
      globals.Page = (definition) => {
        defined += 1
        return env.Page(checked(ready(definition), facts, path))
      }
      globals.Component = (definition) => {
        defined += 1
        return env.Component(checked(ready(definition), facts, path))
      }
      script()
    })
    if (!defined) recordError(new Error(`${path} calls neither Page() nor Component()`), path)
    globals.Page = globals.Component = outside
  }
  const outside = () => recordError(new Error('Page() or Component() was called outside a page or component script'))
  globals.Page = globals.Component = outside

  return { run, app: () => state.app }
}

/** Adds to a definition what every page and component gets: the checks, and `ready`, which glass-easel leaves to its host. */
function checked(definition, facts, path) {
  const behavior = {
    lifetimes: {
      created() {
        watchSetData(this, facts, path)
      },
      attached() {
        // Handlers may be put on `this` until it is ready.
        setTimeout(() => {
          this._$.triggerLifetime('ready', [])
          for (const { handler, line, file } of facts.handlers) {
            if (typeof this[handler] === 'function') continue
            recordError(new Error(`${file}:${line} names the handler "${handler}", which ${path} does not have`))
          }
        })
      },
    },
  }
  const globals = /** @type {any} */ (globalThis)
  return { ...definition, behaviors: [...definition.behaviors, globals.Behavior(behavior)] }
}

function watchSetData(instance, facts, path) {
  const shown = new Set([...facts.reads, ...facts.readByScript])
  const set = instance.setData
  Object.defineProperty(instance, 'setData', {
    configurable: true,
    writable: true,
    value(changes, after) {
      for (const key of Object.keys(changes ?? {})) {
        const root = key.split(/[.[]/)[0]
        if (Object.prototype.hasOwnProperty.call(instance.data, root) || shown.has(root)) continue
        const meant = [...Object.keys(instance.data), ...facts.reads].find((name) => misspelt(root, name))
        const what = `setData("${key}"): "${root}" is not in the data or properties of ${path}, and its WXML does not show it`
        // Data nobody shows is allowed and often kept for later; a name like another is a slip of the hand.
        if (meant) recordError(new Error(`${what}; "${meant}" is`))
        else recordWarning(what)
      }
      return set.call(this, changes, after)
    },
  })
}
