// A phone without a screen for the tests of miniprogram/core: a wx with storage, login and a server that is a function.

import { build } from 'esbuild'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

const miniprogram = join(dirname(fileURLToPath(import.meta.url)), '../../../miniprogram')

/** What the tests look at, bundled once. */
const program = await build({
  stdin: {
    contents: [
      ...['events', 'format', 'i18n', 'keys', 'request', 'session', 'storage', 'writes'].map((name) => `export * as ${name} from './core/${name}'`),
      ...['me', 'orders', 'scenes', 'calculators', 'consent', 'paging'].map((name) => `export * as ${name} from './services/${name}'`),
      `export * as catalogue from './texts/index'`,
    ].join('\n'),
    resolveDir: miniprogram,
    loader: 'ts',
  },
  bundle: true,
  write: false,
  format: 'cjs',
  target: 'es2020',
})

/**
 * A phone keeps its storage; `start()` is a cold start of the mini-program on it.
 * `server(asked)` answers {status, body, headers} or throws an Error whose message is wx.request's errMsg.
 */
export function phone(server, { language = 'zh_CN', storage = new Map() } = {}) {
  let logins = 0
  const waits = []
  const wx = {
    getStorageSync: (name) => (storage.has(name) ? structuredClone(storage.get(name)) : ''),
    setStorageSync: (name, value) => void storage.set(name, structuredClone(value)),
    removeStorageSync: (name) => void storage.delete(name),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
    getAppBaseInfo: () => ({ language }),
    getExtConfigSync: () => ({ address: 'https://server.test/' }),
    login: ({ success }) => setImmediate(() => success({ code: `code-${(logins += 1)}` })),
    request: ({ success, fail, ...asked }) =>
      setImmediate(async () => {
        try {
          const { status = 200, body = {}, headers = {} } = await server({ ...asked, path: asked.url.replace('https://server.test/api/v1', '') })
          success({ statusCode: status, data: body, header: headers })
        } catch (error) {
          fail({ errMsg: error.message })
        }
      }),
  }
  return {
    wx,
    storage,
    waits,
    get logins() {
      return logins
    },
    start() {
      const module = { exports: {} }
      const globals = {
        wx, module, console,
        Behavior: (options) => options,
        // nobody waits in a test; how long somebody would have waited is kept
        setTimeout: (act, ms) => {
          waits.push(ms)
          return setImmediate(act)
        },
      }
      vm.runInNewContext(program.outputFiles[0].text, globals)
      return module.exports
    },
  }
}

/** A server for tests: logs in anybody, and otherwise asks `answer`. Everything asked is in `asked`. */
export function serving(answer) {
  const asked = []
  let tokens = 0
  const server = async (call) => {
    asked.push(call)
    if (call.path === '/sessions') {
      const user = { id: 'usr1', nickname: null, locale: 'zh-Hans', public_name: false, travel_consent_at: null }
      return { status: 201, body: { token: `token-${(tokens += 1)}`, expires_at: '2999-01-01T00:00:00Z', user } }
    }
    return answer(call, asked)
  }
  return { server, asked, to: (path) => asked.filter((call) => call.path === path) }
}

export const problem = (status, code, more = {}, headers = {}) => ({ status, headers, body: { status, code, title: code, detail: '', ...more } })
