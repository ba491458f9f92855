// The server and the simulated WeChat as a test needs them: a guest with a past, faults, money that moves elsewhere.

import { randomBytes } from 'node:crypto'
import { PATIENCE_MS } from './browser.mjs'
import { order } from './stage.mjs'

export const address = () => process.env.E2E_URL

async function json(url, { method = 'GET', body, headers = {} } = {}) {
  const answer = await fetch(url, { method, headers: { 'Content-Type': 'application/json', ...headers }, body: body === undefined ? undefined : JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text.slice(0, 500)}`)
  return text ? JSON.parse(text) : null
}

/** Commands of stage.py. */
export async function operator(...words) {
  const said = await order(words)
  if (said.error) throw new Error(said.error)
  return said
}

export const wechat = {
  control: (path, body, method = 'POST') => json(`${process.env.E2E_SIMULATOR}/_sim${path}`, { method, body }),
  fault: (target, fault, times = 1, more = {}) => wechat.control('/faults', { target, fault, times, ...more }),
  calm: () => wechat.control('/faults', undefined, 'DELETE'),
  payments: (number) => wechat.control(`/payments/${number}`, undefined, 'GET'),
}

const TRAIN = {
  people: 1,
  legs: [{ mode: 'high_speed_rail', from: '5001', to: '5101', round_trip: true }],
  stays: [{ kind: 'hotel', nights: 1, guests: 1 }],
}
/** Asks until the answer holds, as patiently as a phone. */
export async function until(ask, holds) {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    const found = await ask()
    if (holds(found)) return found
    if (Date.now() > end) throw new Error(`it did not come to it: ${JSON.stringify(found).slice(0, 600)}`)
    await new Promise((done) => setTimeout(done, 200))
  }
}

let guests = 0

/** Somebody nobody else in the tests is. */
export const newcomer = (name = 'guest') => `${name}${(guests += 1)}x${randomBytes(3).toString('hex')}`

/** A guest over HTTP, the same person as a phone opened with `user`. */
export async function guest(user) {
  const call = (method, path, body, headers = {}) => json(`${address()}/api/v1${path}`, { method, body, headers: { ...(self.token && { Authorization: `Bearer ${self.token}` }), ...headers } })
  const self = { user, token: '', call, get: (path) => call('GET', path), post: (path, body, headers) => call('POST', path, body, headers) }
  self.session = await self.post('/sessions', { code: `preview-${user}-${randomBytes(6).toString('hex')}` })
  self.token = self.session.token
  return Object.assign(self, {
    /** By train, one night; with consent, as the calculator would have asked for it. */
    async footprint(inputs = TRAIN) {
      await self.call('PATCH', '/me', { travel_consent: true })
      return self.post('/footprints', { scene: 'FORUM1', calculator: 'conference', inputs })
    },
    async order(more = {}) {
      const footprint = more.footprint ?? (await self.footprint())
      const body = { footprint_id: footprint.id, project: 'CDCER-OTHER', beneficiary: { kind: 'person', name: more.name ?? '林小满' }, public: more.public ?? false, method: 'jsapi', ...more.body }
      return self.post('/orders', body, { 'Idempotency-Key': randomBytes(8).toString('hex') })
    },
    /** Paid and settled; the order with its certificate. */
    async paid(more = {}) {
      const order = await self.order(more)
      await wechat.control(`/payments/${order.payment.id}/pay`, {})
      return self.until(`/orders/${order.id}`, (each) => each.status === 'paid')
    },
    until: (path, holds) => until(() => self.get(path), holds),
  })
}
