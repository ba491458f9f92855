// The manners of a WeChat API: callbacks or a promise, errMsg, errors thrown by callbacks reaching onError. No API is here.

/** Why an API refuses: `message` is what WeChat puts after "name:fail ". */
export class Refusal extends Error {
  /** @param {string} message @param {Record<string, any>} [facts] e.g. {errno: 104} */
  constructor(message, facts = {}) {
    super(message)
    this.facts = facts
  }
}

/** @typedef {{success?: Function, fail?: Function, complete?: Function} & Record<string, any>} Options */

/** @param {any} options what the mini-program gave */
export const hasCallback = (options) => !!options && ['success', 'fail', 'complete'].some((name) => typeof options[name] === 'function')

/** Calls what the mini-program gave; what it throws becomes an error nobody caught, as in WeChat. */
export function hear(callback, ...facts) {
  if (typeof callback !== 'function') return
  try {
    callback(...facts)
  } catch (error) {
    setTimeout(() => {
      throw error
    })
  }
}

/** @param {string} name @param {unknown} error */
export function failure(name, error) {
  const message = error instanceof Error ? error.message : String(error ?? '')
  return { errMsg: `${name}:fail${message ? ' ' + message : ''}`, ...(error instanceof Refusal ? error.facts : {}) }
}

/** Tells the callbacks how it ended. @param {string} name @param {Options} options */
export function succeed(name, options, facts = {}) {
  const result = { errMsg: `${name}:ok`, ...facts }
  hear(options.success, result)
  hear(options.complete, result)
  return result
}

/** @param {string} name @param {Options} options @param {unknown} error */
export function fail(name, options, error) {
  const result = failure(name, error)
  hear(options.fail, result)
  hear(options.complete, result)
  return result
}

/**
 * An asynchronous API: `act(options)` gives the result's facts (or a promise of them), or throws.
 * @param {import('../runtime/host.js').Host} host @param {string} name @param {(options: Options) => any} act
 */
export function asynchronous(host, name, act) {
  return (given) => {
    const options = given ?? {}
    host.recordCall(name, written(options))
    const done = (async () => act(options))()
    if (!hasCallback(options)) {
      return done.then(
        (facts) => ({ errMsg: `${name}:ok`, ...facts }),
        (error) => Promise.reject(failure(name, error)),
      )
    }
    done.then(
      (facts) => succeed(name, options, facts),
      (error) => fail(name, options, error),
    )
    return undefined
  }
}

/** Several at once: {setX: act, ...} -> the same names, callable as in WeChat. */
export function asynchronously(host, acts) {
  return Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, asynchronous(host, name, act)]))
}

/** onX and offX of one kind of news. `tell` reaches everybody who listens. */
export function news(/** @type {string} */ what) {
  const listeners = new Set()
  return {
    tell: (...facts) => [...listeners].forEach((listener) => hear(listener, ...facts)),
    heard: () => listeners.size > 0,
    api: {
      [`on${what}`]: (listener) => void listeners.add(listener),
      [`off${what}`]: (listener) => void (listener ? listeners.delete(listener) : listeners.clear()),
    },
  }
}

/** What tests see of a call: everything but functions. */
function written(options) {
  if (typeof options !== 'object' || options === null) return options
  return Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'))
}
