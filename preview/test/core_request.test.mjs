// Calls to the server: one login, one renewal, patience, and writes that may be sent twice.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phone, problem, serving } from './support/phone.mjs'

const bearer = (call) => call.header.Authorization
const key = (call) => call.header['Idempotency-Key']

test('parallel calls share one login', async () => {
  const { server, to } = serving(() => ({ body: { ok: true } }))
  const guest = phone(server)
  const { request } = guest.start()
  await Promise.all([1, 2, 3].map(() => request.request({ path: '/me', token: 'required' })))
  assert.equal(to('/sessions').length, 1)
  assert.deepEqual(to('/me').map(bearer), Array(3).fill('Bearer token-1'))
})

test('a refused token is renewed once for parallel calls, and every call is answered', async () => {
  const { server, to } = serving((call) => (bearer(call) === 'Bearer token-2' ? { body: { ok: true } } : problem(401, 'token_invalid')))
  const guest = phone(server)
  const { request } = guest.start()
  const answers = await Promise.all([1, 2, 3, 4].map(() => request.request({ path: '/me', token: 'required' })))
  assert.deepEqual(answers.map((each) => each.ok), [true, true, true, true])
  assert.equal(to('/sessions').length, 2)
})

test('a late refusal of the old token does not throw away the new one', async () => {
  const renewed = deferred()
  const { server, to } = serving(async (call) => {
    if (bearer(call) === 'Bearer token-2') return { body: { ok: true } }
    if (call.path === '/orders') await renewed.promise
    return problem(401, 'token_invalid')
  })
  const { request } = phone(server).start()
  const late = request.request({ path: '/orders', token: 'required' })
  await request.request({ path: '/me', token: 'required' })
  renewed.resolve()
  await late
  assert.equal(to('/sessions').length, 2)
})

function deferred() {
  const made = {}
  made.promise = new Promise((resolve) => (made.resolve = resolve))
  return made
}

test('a token that stays refused is not asked for again and again', async () => {
  const { server, to } = serving(() => problem(401, 'token_invalid'))
  const { request } = phone(server).start()
  await assert.rejects(request.request({ path: '/me', token: 'required' }), { code: 'token_invalid' })
  assert.equal(to('/sessions').length, 2)
  assert.equal(to('/me').length, 2)
})

test('the session outlives a restart; an expired one does not', async () => {
  const { server, to } = serving(() => ({ body: {} }))
  const guest = phone(server)
  await guest.start().session.session()
  await guest.start().session.session()
  assert.equal(to('/sessions').length, 1)
  guest.storage.get('session').expires_at = '2020-01-01T00:00:00Z'
  assert.equal(guest.start().session.signedIn(), false)
  await guest.start().session.session()
  assert.equal(to('/sessions').length, 2)
})

test('an optional call never asks for a login', async () => {
  const { server, to } = serving(() => ({ body: { id: 'crt1' } }))
  const { request } = phone(server).start()
  await request.request({ path: '/certificates/crt1' })
  assert.equal(to('/sessions').length, 0)
  assert.equal(bearer(to('/certificates/crt1')[0]), undefined)
})

test('an optional call goes on without a refused token where nobody can log in, as in single-page mode', async () => {
  const { server, to } = serving((call) => (bearer(call) ? problem(401, 'token_invalid') : { body: { id: 'crt1' } }))
  const guest = phone(server)
  const { request, session } = guest.start()
  await session.session()
  guest.wx.login = ({ fail }) => fail({ errMsg: 'login:fail' })
  assert.equal((await request.request({ path: '/certificates/crt1' })).id, 'crt1')
  assert.deepEqual(to('/certificates/crt1').map(bearer), ['Bearer token-1', undefined])
  await assert.rejects(request.request({ path: '/me', token: 'required' }), { code: 'login_unavailable' })
})

test('a login code whose answer was lost is not used again: a new one is', async () => {
  let first = true
  const codes = []
  const guest = phone(({ path, data }) => {
    assert.equal(path, '/sessions')
    codes.push(JSON.parse(data).code)
    if (first) {
      first = false
      throw new Error('request:fail timeout')
    }
    return { status: 201, body: { token: 't', expires_at: '2999-01-01T00:00:00Z', user: {} } }
  })
  assert.equal((await guest.start().session.session()).token, 't')
  assert.deepEqual(codes, ['code-1', 'code-2'])
})

test('reading is repeated with growing pauses, then told as what it was', async () => {
  const { server, to } = serving(() => {
    throw new Error('request:fail errcode:-2 net::ERR_INTERNET_DISCONNECTED')
  })
  const guest = phone(server)
  await assert.rejects(guest.start().request.request({ path: '/scenes', token: 'none' }), { status: 0, code: 'offline', open: true })
  assert.equal(to('/scenes').length, 3)
  assert.ok(guest.waits[1] > guest.waits[0])
  const slow = serving(() => {
    throw new Error('request:fail timeout')
  })
  await assert.rejects(phone(slow.server).start().request.request({ path: '/scenes', token: 'none' }), { code: 'timeout' })
})

test('Retry-After is believed: waited for when short, told when long', async () => {
  let calls = 0
  const { server } = serving(() => ((calls += 1) === 1 ? problem(429, 'too_many_requests', {}, { 'Retry-After': '4' }) : { body: { ok: true } }))
  const guest = phone(server)
  assert.equal((await guest.start().request.request({ path: '/scenes', token: 'none' })).ok, true)
  assert.equal(guest.waits[0], 4000)
  const long = serving(() => problem(503, 'busy', {}, { 'retry-after': '60' }))
  await assert.rejects(phone(long.server).start().request.request({ path: '/scenes', token: 'none' }), { code: 'busy', retryAfterS: 60 })
  assert.equal(long.to('/scenes').length, 1)
})

test('a gateway that is down for a moment is waited for', async () => {
  let calls = 0
  const { server } = serving(() => ((calls += 1) === 1 ? { status: 502, body: '<html>' } : { body: { ok: true } }))
  assert.equal((await phone(server).start().request.request({ path: '/scenes', token: 'none' })).ok, true)
})

test('a write without a key is never repeated', async () => {
  const { server, to } = serving(() => {
    throw new Error('request:fail timeout')
  })
  await assert.rejects(phone(server).start().me.changeMe({ nickname: '小满' }), { code: 'timeout' })
  assert.equal(to('/me').length, 1)
  assert.equal(to('/me')[0].method, 'POST', 'wx.request knows no PATCH')
})

const ORDER = { footprint_id: 'ftp1', project: 'CDCER-OTHER', beneficiary: { kind: 'person', name: '林小满' }, public: false, expected_amount_fen: 1291 }

test('an order whose answer is lost is sent again with the same key, also after a restart', async () => {
  let lost = 4
  const { server, to } = serving(() => {
    if ((lost -= 1) >= 0) throw new Error('request:fail timeout')
    return { status: 201, body: { id: 'ord1', status: 'pending' } }
  })
  const guest = phone(server)
  await assert.rejects(guest.start().orders.placeOrder(ORDER), { code: 'timeout' })
  const order = await guest.start().orders.placeOrder(ORDER)
  assert.equal(order.id, 'ord1')
  const keys = to('/orders').map(key)
  assert.equal(keys.length, 5)
  assert.equal(new Set(keys).size, 1)
  assert.match(keys[0], /^[\x20-\x7e]{1,255}$/)
  assert.equal(new Set(to('/orders').map((call) => call.data)).size, 1)
})

test('an order in flight, and a provider that is down, keep the key; an answer ends it', async () => {
  const answers = [problem(409, 'idempotency_in_flight', {}, { 'Retry-After': '1' }), problem(503, 'provider_unavailable', { order_id: 'ord1' }), { status: 201, body: { id: 'ord1' } }, { status: 201, body: { id: 'ord2' } }]
  const { server, to } = serving(() => answers.shift())
  const { orders } = phone(server).start()
  await orders.placeOrder(ORDER)
  await orders.placeOrder(ORDER)
  const [first, second, third, fourth] = to('/orders').map(key)
  assert.equal(first, second)
  assert.equal(second, third)
  assert.notEqual(third, fourth, 'the same thing bought once more is another order')
})

test('a refusal ends the key, a changed price makes another', async () => {
  const answers = [problem(409, 'price_changed', { amount_fen: 1300 }), { status: 201, body: { id: 'ord1' } }]
  const { server, to } = serving(() => answers.shift())
  const { orders } = phone(server).start()
  await assert.rejects(orders.placeOrder(ORDER), (thrown) => thrown.code === 'price_changed' && thrown.body.amount_fen === 1300)
  await orders.placeOrder({ ...ORDER, expected_amount_fen: 1300 })
  assert.equal(new Set(to('/orders').map(key)).size, 2)
})

test('problems carry their fields; a gateway without our words is still understood', async () => {
  const answers = [problem(422, 'validation_failed', { errors: [{ pointer: '/inputs/legs/0/from', detail: '没有找到这个地点' }] }), { status: 502, body: '<html>bad gateway</html>' }]
  const { server } = serving(() => answers.shift())
  const { request } = phone(server).start()
  const ask = () => request.request({ method: 'POST', path: '/footprints', body: {}, token: 'none' })
  const refused = await ask().catch((thrown) => thrown)
  assert.ok(refused instanceof request.Problem)
  assert.equal(refused.errors[0].pointer, '/inputs/legs/0/from')
  assert.deepEqual(JSON.parse(JSON.stringify(refused)).errors, JSON.parse(JSON.stringify(refused.errors)), 'survives setData')
  const gateway = await ask().catch((thrown) => thrown)
  assert.deepEqual([gateway.code, gateway.open], ['busy', true])
})

test('queries leave out what is not given; the language goes with every call', async () => {
  const { server, asked } = serving(() => ({ body: { items: [], next: null } }))
  const { scenes, i18n } = phone(server, { language: 'en' }).start()
  await scenes.listScenes({ q: '论坛 1', kind: undefined, limit: 5 })
  assert.equal(asked[0].path, '/scenes?q=%E8%AE%BA%E5%9D%9B%201&limit=5')
  assert.equal(asked[0].header['Accept-Language'], 'en')
  i18n.choose('gu')
  await scenes.listScenes()
  assert.equal(asked[1].header['Accept-Language'], 'gu')
  assert.equal(asked[1].path, '/scenes')
})
