// One HTTP exchange through wx.request. No tokens, no retries: those are request.ts.

import { address } from './address'
import { language } from './i18n'
import { Problem } from './problem'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Exchange {
  method: Method
  path: string
  query?: Record<string, string | number | undefined>
  body?: unknown
  headers: Record<string, string>
  timeoutMs: number
}

/** The answer's body on any 2xx; everything else is thrown as a Problem. */
export function exchange<T>(asked: Exchange): Promise<T> {
  return new Promise((resolve, reject) => {
    wx.request({
      url: `${address()}/api/v1${asked.path}${queryString(asked.query)}`,
      method: asked.method === 'PATCH' ? 'POST' : asked.method, // wx.request knows no PATCH; our server takes either
      data: asked.body === undefined ? undefined : JSON.stringify(asked.body),
      header: { ...asked.headers, 'Accept-Language': language(), ...bodyHeaders(asked) },
      timeout: asked.timeoutMs,
      success: (answer) => {
        if (answer.statusCode >= 200 && answer.statusCode < 300) resolve(answer.data as T)
        else reject(refusal(answer.statusCode, answer.data, answer.header as Record<string, string>))
      },
      fail: ({ errMsg }) => reject(new Problem(0, /time.?out/i.test(errMsg) ? 'timeout' : 'offline', '')),
    })
  })
}

function queryString(query: Exchange['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '')
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')
  return text && `?${text}`
}

function bodyHeaders(asked: Exchange): Record<string, string> {
  return asked.body === undefined ? {} : { 'Content-Type': 'application/json' }
}

function refusal(status: number, data: unknown, headers: Record<string, string>): Problem {
  const body = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
  // a gateway in between answers without a code of ours
  const code = typeof body['code'] === 'string' ? body['code'] : status >= 500 ? 'busy' : 'refused'
  const detail = typeof body['detail'] === 'string' ? body['detail'] : ''
  return new Problem(status, code, detail, body, retryAfter(headers))
}

function retryAfter(headers: Record<string, string>): number {
  const name = Object.keys(headers).find((each) => each.toLowerCase() === 'retry-after')
  const seconds = Number(name && headers[name])
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0
}
