// What a guest is told and offered around a payment: every ending of an order, whose name is sent, what a certificate's reader may do.

import assert from 'node:assert/strict'
import { build } from 'esbuild'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

const miniprogram = join(dirname(fileURLToPath(import.meta.url)), '../../miniprogram')
const program = await build({
  stdin: {
    contents: `
      export * as stages from './pages/order/stages'
      export * as words from './pages/order/words'
      export * as watching from './pages/order/watching'
      export * as rights from './pages/certificate/rights'
      export * as naming from './components/beneficiary-form/naming'
      export * as payment from './services/payment'
      export * as i18n from './core/i18n'`,
    resolveDir: miniprogram,
    loader: 'ts',
  },
  bundle: true, write: false, format: 'cjs', target: 'es2020',
})

const LANGUAGES = ['zh-Hans', 'en', 'sw', 'gu']
const START = Date.parse('2026-11-20T08:00:00Z')

/** A phone whose clock runs only while somebody waits. `answer(n)`: what the n-th question about the order hears. */
function phone({ answer = () => ({}), pay } = {}) {
  const storage = new Map()
  let now = START
  let asked = 0
  const waits = []
  class Clock extends Date {
    constructor(...given) {
      super(...(given.length ? given : [now]))
    }
    static now() {
      return now
    }
  }
  const wx = {
    getStorageSync: (name) => storage.get(name) ?? '',
    setStorageSync: (name, value) => void storage.set(name, structuredClone(value)),
    removeStorageSync: (name) => void storage.delete(name),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
    getAppBaseInfo: () => ({ language: 'zh_CN' }),
    getExtConfigSync: () => ({ address: 'https://server.test' }),
    login: ({ success }) => setImmediate(() => success({ code: 'code' })),
    requestPayment: (options) => pay(options),
    request({ url, success, fail }) {
      setImmediate(() => {
        if (url.endsWith('/sessions')) return success({ statusCode: 201, header: {}, data: { token: 't', expires_at: '2099-01-01T00:00:00Z', user: {} } })
        try {
          success({ statusCode: 200, header: {}, data: answer((asked += 1)) })
        } catch (error) {
          fail({ errMsg: error.message })
        }
      })
    },
  }
  const module = { exports: {} }
  vm.runInNewContext(program.outputFiles[0].text, {
    wx, module, console, Date: Clock, Behavior: (options) => options,
    setTimeout: (act, ms) => (waits.push(ms), (now += ms), setImmediate(act)),
  })
  return { ...module.exports, waits, passed: () => now - START, restart: () => phone() }
}

const order = (changes = {}) => ({
  id: 'ord1', status: 'pending', mass_g: 73_202, amount_fen: 315, certificates: [], sample: false, project: 'P', scene: 'FORUM1',
  created_at: '2026-11-20T08:00:00Z', expires_at: '2026-11-20T08:30:00Z', paid_at: null, ...changes,
})

test('the server decides what is shown; the phone only how an open payment sheet ended', () => {
  const { stageOf } = phone().stages
  const cases = [
    [order(), undefined, 'payable'],
    [order(), 'cancelled', 'not_paid'],
    [order(), 'failed', 'failed'],
    [order(), 'done', 'unknown'],
    [order({ status: 'paid', certificates: ['crt1'] }), 'cancelled', 'paid'],
    [order({ status: 'paid', certificates: ['crt1'] }), 'failed', 'paid'],
    [order({ status: 'refunding' }), 'done', 'sold_out_paid'],
    [order({ status: 'refunding', certificates: ['crt1'] }), undefined, 'refunding'],
    [order({ status: 'refunded' }), undefined, 'refunded'],
    [order({ status: 'expired' }), 'done', 'expired'],
    [order({ status: 'cancelled' }), undefined, 'cancelled'],
  ]
  for (const [given, said, stage] of cases) assert.equal(stageOf(given, said), stage)
})

test('every stage says what happened, what it means for the money and what to do, in four languages', () => {
  const { words, i18n } = phone()
  const all = ['unreachable', 'payable', 'opening', 'asking', 'unknown', 'not_paid', 'failed', 'paid', 'sold_out_paid', 'refunding', 'refunded', 'expired', 'cancelled']
  for (const language of LANGUAGES) {
    i18n.choose(language)
    for (const stage of all) {
      const told = words.toldOf(stage, order({ certificates: ['crt1'] }), { waitedMs: 0, offline: false, paidHere: false })
      assert.ok(told.what && told.money, `${language} ${stage}`)
      // an order that could not be fetched says in a notice what to do
      if (stage !== 'unreachable') assert.ok(told.now && told.first, `${language} ${stage}: what to do now`)
      for (const text of [told.what, told.money, told.now, told.first, told.second]) assert.doesNotMatch(text, /^pay\.|\{\w+\}/, `${language} ${stage}`)
    }
  }
})

test('an unknown outcome promises nothing and can be paid again', () => {
  const { words, stages } = phone()
  assert.equal(stages.actsOf('unknown').second[1], 'pay')
  assert.match(words.toldOf('unknown', order(), { waitedMs: 0, offline: false, paidHere: true }).money, /没付成就不扣款/)
})

test('it asks after 0, 1, 1, 2, 3, 5 … seconds and gives up after a minute', async () => {
  const one = phone({ answer: () => order() })
  const { order: last, problem } = await one.watching.watchOrder('ord1', { over: false }, 60_000, () => {})
  assert.deepEqual(one.waits.slice(0, 6), [0, 1_000, 1_000, 2_000, 3_000, 5_000])
  assert.ok(one.passed() <= 60_000 && one.passed() > 50_000)
  assert.deepEqual([last.status, problem], ['pending', undefined])
})

test('it stops as soon as the order is decided, and hears of it after the network came back', async () => {
  const one = phone({
    answer: (n) => {
      if (n < 7) throw new Error('request:fail net::ERR_INTERNET_DISCONNECTED')
      return order({ status: 'paid', certificates: ['crt1'] })
    },
  })
  const heard = []
  const { order: last } = await one.watching.watchOrder('ord1', { over: false }, 60_000, (now) => heard.push(now.problem?.code ?? now.order.status))
  assert.equal(last.status, 'paid')
  assert.deepEqual(heard, ['offline', 'offline', 'paid'])
})

test('an order given up is asked about on, when money is on its way to it', async () => {
  const one = phone({ answer: (n) => order({ status: n < 4 ? 'expired' : 'refunding' }) })
  const { order: last } = await one.watching.watchOrder('ord1', { over: false }, 60_000, () => {}, (each) => !one.stages.lapsed(each))
  assert.equal(last.status, 'refunding')
})

test('whoever ends a watch hears nothing more of it', async () => {
  const watch = { over: false }
  const one = phone({ answer: () => order() })
  let heard = 0
  await one.watching.watchOrder('ord1', watch, 60_000, () => {
    heard += 1
    watch.over = true
  })
  assert.equal(heard, 1)
})

test('a cancelled sheet, a failed one and a done one are told apart by WeChat\'s words', async () => {
  const said = (end) => phone({ pay: end }).payment.askWechat({})
  assert.equal(await said(({ success }) => success({ errMsg: 'requestPayment:ok' })), 'done')
  assert.equal(await said(({ fail }) => fail({ errMsg: 'requestPayment:fail cancel' })), 'cancelled')
  assert.equal(await said(({ fail }) => fail({ errMsg: 'requestPayment:fail 银行卡支付失败' })), 'failed')
})

test('an order is handed over once, and a sheet that was open is remembered until its end is known', () => {
  const { payment } = phone()
  payment.handOver(order())
  assert.equal(payment.handedOver('ord1').id, 'ord1')
  assert.equal(payment.handedOver('ord1'), undefined)
  payment.launched('ord1')
  assert.deepEqual([payment.wasLaunched('ord1'), payment.wasLaunched('ord2')], [true, false])
  payment.outcomeKnown('ord2')
  assert.equal(payment.wasLaunched('ord1'), true)
  payment.outcomeKnown('ord1')
  assert.equal(payment.wasLaunched('ord1'), false)
})

test('whose name is sent: nobody is shown as nobody, and a gift never says its name is public', () => {
  const { beneficiariesOf, complete } = phone().naming
  const naming = { who: 'self', name: ' ', company: '', withMe: true, friends: [''], public: true }
  const plain = (value) => JSON.parse(JSON.stringify(value))
  assert.deepEqual(plain(beneficiariesOf(naming, '一位来宾')), { beneficiary: { kind: 'person', name: '一位来宾', is_self: true }, public: false })
  assert.deepEqual(plain(beneficiariesOf({ ...naming, who: 'company', company: 'org1' }, '')), { beneficiary: { kind: 'organisation', id: 'org1' }, public: true })
  const gift = plain(beneficiariesOf({ ...naming, who: 'many', withMe: false, friends: [' 小朋友 ', ''] }, '一位来宾'))
  assert.deepEqual(gift, { beneficiaries: [{ kind: 'person', name: '小朋友', is_self: false }], public: false })
  assert.equal(beneficiariesOf({ ...naming, who: 'many', friends: Array(10).fill('某') }, '一位来宾').beneficiaries.length, 10)
  assert.deepEqual([complete(naming), complete({ ...naming, who: 'company' }), complete({ ...naming, who: 'many' })], [true, false, false])
})

test('what a reader may do with a certificate', () => {
  const { rightsTo } = phone().rights
  const certificate = (changes = {}, record = {}) => ({
    status: 'allocated', events: [], ...changes,
    record: { issued_at: '2026-11-20T08:00:00Z', beneficiary: { kind: 'person' }, payer: 'self', mass_g: 1, ...record },
  })
  const may = (given, now = START) => Object.entries(rightsTo(given, now)).filter(([, yes]) => yes).map(([name]) => name)
  const mine = { named_image_url: 'x', order_id: 'ord1' }
  assert.deepEqual(may(certificate()), [])
  assert.deepEqual(may(certificate(mine)), ['holder', 'correct', 'erase', 'refund'])
  assert.deepEqual(may(certificate(mine), START + 8 * 24 * 3_600_000), ['holder', 'erase', 'refund'])
  assert.deepEqual(may(certificate({ ...mine, events: [{ kind: 'name_corrected' }] })), ['holder', 'erase', 'refund'])
  assert.deepEqual(may(certificate({ ...mine, events: [{ kind: 'name_erased' }] })), ['holder', 'refund'])
  assert.deepEqual(may(certificate({ ...mine, status: 'retired' })), ['holder', 'correct', 'erase'])
  assert.deepEqual(may(certificate({ ...mine, status: 'revoked' })), ['holder', 'erase'])
  assert.deepEqual(may(certificate(mine, { beneficiary: { kind: 'organisation' } })), ['holder', 'refund'])
  assert.deepEqual(may(certificate(mine, { payer: 'other' })), ['holder', 'correct', 'erase', 'refund', 'give'])
  const claimed = { events: [{ kind: 'name_claimed' }] }
  assert.deepEqual(may(certificate({ order_id: 'ord1', ...claimed }, { payer: 'other' })), ['refund', 'given'])
  assert.deepEqual(may(certificate({ named_image_url: 'x', ...claimed }, { payer: 'other' })), ['holder', 'correct', 'erase'])
})
