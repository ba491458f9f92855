// wx.request by fetch, with WeChat's rules: no PATCH, no cookies, success for every status, a task that can be aborted.
// Uploads and downloads are in transfer.js.

import { Refusal, fail, hear, succeed } from './call.js'

const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']
const BODILESS = ['GET', 'HEAD']
const USUAL_TIMEOUT_MS = 60_000

/** @param {import('../runtime/host.js').Host} host */
export function createRequest(host) {
  return {
    request(given) {
      const options = given ?? {}
      host.recordCall('request', { method: options.method ?? 'GET', url: options.url, header: options.header, data: options.data })
      const task = createTask()
      exchange(host, options, task).then(
        (facts) => succeed('request', options, facts),
        (error) => fail('request', options, error),
      )
      return task.api
    },
  }
}

export function createTask() {
  const stop = new AbortController()
  const headersReceived = new Set()
  return {
    signal: stop.signal,
    stop: (why) => stop.abort(why),
    received: (facts) => headersReceived.forEach((listener) => hear(listener, facts)),
    api: {
      abort: () => stop.abort('abort'),
      onHeadersReceived: (listener) => void headersReceived.add(listener),
      offHeadersReceived: (listener) => void (listener ? headersReceived.delete(listener) : headersReceived.clear()),
    },
  }
}

async function exchange(host, options, task) {
  const method = String(options.method ?? 'GET').toUpperCase()
  if (!METHODS.includes(method)) throw new Refusal(`method is invalid: ${method}`, { errno: 600000 })
  const url = addressOf(options.url)
  const headers = headersOf(options.header)
  if (BODILESS.includes(method)) addQuery(url, options.data)
  const body = BODILESS.includes(method) ? undefined : bodyOf(options.data, headers)
  const timeout = options.timeout ?? host.config.networkTimeout?.request ?? USUAL_TIMEOUT_MS
  return timed(task, timeout, async () => {
    const answer = await fetch(url, { method, headers, body, signal: task.signal, credentials: 'omit', redirect: 'follow' })
    const facts = { statusCode: answer.status, header: headerNames(answer.headers), cookies: [] }
    task.received(facts)
    return { ...facts, data: await dataOf(answer, options) }
  })
}

/** Ends with WeChat's words when time is up, when it was aborted, or when there is no network. */
export async function timed(task, timeoutMs, act) {
  const clock = setTimeout(() => task.stop('timeout'), timeoutMs)
  try {
    return await act()
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (task.signal.aborted) throw new Refusal(task.signal.reason, task.signal.reason === 'timeout' ? { errno: 5 } : {})
    throw new Refusal('errcode:-2 net::ERR_INTERNET_DISCONNECTED', { errno: 600001 })
  } finally {
    clearTimeout(clock)
  }
}

/** @param {unknown} url */
export function addressOf(url) {
  try {
    const address = new URL(String(url))
    if (/^https?:$/.test(address.protocol)) return address
  } catch {
    // told below
  }
  throw new Refusal(`invalid url "${url}"`, { errno: 600009 })
}

export function headersOf(given = {}) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== null && !/^(referer|cookie)$/i.test(name)) headers.set(name, String(value))
  }
  return headers
}

function addQuery(url, data) {
  if (typeof data !== 'object' || data === null) return
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue
    url.searchParams.set(name, typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))
  }
}

function bodyOf(data, headers) {
  if (!headers.has('content-type')) headers.set('content-type', 'application/json')
  if (data === undefined || data === null) return undefined
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  if (!headers.get('content-type').includes('x-www-form-urlencoded')) return JSON.stringify(data)
  const form = new URL('http://form')
  addQuery(form, data)
  return form.search.slice(1)
}

/** Names as most phones give them: Content-Type. Whoever reads only content-type finds out here. */
export function headerNames(headers) {
  const named = [...headers].map(([name, value]) => [name.replace(/(^|-)([a-z])/g, (_, dash, letter) => dash + letter.toUpperCase()), value])
  return Object.fromEntries(named)
}

async function dataOf(answer, { responseType, dataType = 'json' }) {
  if (responseType === 'arraybuffer') return answer.arrayBuffer()
  const text = await answer.text()
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
