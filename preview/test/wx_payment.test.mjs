// wx.requestPayment in a real browser: the sheet, what each ending of it tells the mini-program, and a network that goes.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PROGRAM, stage } from './wx-stage.mjs'

const skip = PROGRAM ? false : 'no Chromium here'
const ORDER = { timeStamp: '1700000000', nonceStr: 'n', package: 'prepay_id=wx1', signType: 'RSA', paySign: 's' }
let play
let pays = 'requestPayment:ok'

before(async () => {
  if (skip) return
  play = await stage((request, body) => {
    const url = new URL(request.url, 'http://x')
    if (url.pathname === '/_sim/request-payment') {
      const { action } = JSON.parse(body)
      if (action === 'open') return { body: pays === 'requestPayment:ok' ? { errMsg: pays, payee: '模拟商户', description: '代为注销 300 kg', amount_fen: 1291 } : { errMsg: pays } }
      return { body: { errMsg: action === 'cancel' ? 'requestPayment:fail cancel' : pays } }
    }
    return undefined
  })
})
after(() => play?.close())

const tap = (page, text) => page.locator('.mp-sheets').getByText(text, { exact: true }).click()
const sheets = (page) => page.locator('.mp-sheets > *').count()

test('payment: the sheet shows what the simulated WeChat says, and each ending has WeChat’s words', { skip }, async () => {
  const page = await play.phone()
  const endings = [
    ['立即支付', { how: 'success', res: { errMsg: 'requestPayment:ok' } }],
    ['付款成功，但手机收到的是「失败」', { how: 'fail', res: { errMsg: 'requestPayment:fail' } }],
    ['付款失败，没有扣款', { how: 'fail', res: { errMsg: 'requestPayment:fail 银行卡支付失败' } }],
  ]
  for (const [button, ending] of endings) {
    const done = page.begin('requestPayment', ORDER)
    await page.getByText('12.91').waitFor()
    if (button !== '立即支付') await tap(page, '试试别的结局')
    await tap(page, button)
    assert.deepEqual(await done, ending)
    assert.equal(await sheets(page), 0)
  }
  const sent = play.asked.filter((each) => each.url === '/_sim/request-payment').map((each) => JSON.parse(each.body))
  assert.deepEqual(sent[0], { appId: 'wxapp', ...ORDER, user: 'lin', action: 'open' })
  assert.deepEqual(sent.map((each) => each.action), ['open', 'pay', 'open', 'pay', 'open'])
  for (const cancel of [() => page.getByLabel('取消支付').click(), () => page.keyboard.press('Escape'), () => page.mouse.click(187, 60)]) {
    const done = page.begin('requestPayment', ORDER)
    await page.getByText('12.91').waitFor()
    await cancel()
    assert.deepEqual(await done, { how: 'fail', res: { errMsg: 'requestPayment:fail cancel' } })
  }
})

test('payment: paid, and the phone hears nothing but comes back to the front', { skip }, async () => {
  const page = await play.phone()
  await page.evaluate((order) => {
    window.heard = []
    wx.onAppShow(() => heard.push('show'))
    wx.requestPayment({ ...order, complete: () => heard.push('complete') })
  }, ORDER)
  await page.getByText('12.91').waitFor()
  await tap(page, '试试别的结局')
  await tap(page, '付款成功，但手机没有收到回音')
  await page.waitForFunction(() => window.heard.length)
  assert.deepEqual(await page.evaluate(() => window.heard), ['show'])
})

test('payment: what WeChat refuses is told with its reason; wrong parameters never reach it', { skip }, async () => {
  const page = await play.phone()
  pays = 'requestPayment:fail 支付验证签名失败'
  const done = page.begin('requestPayment', ORDER)
  await page.getByRole('alert').getByText('支付验证签名失败').waitFor()
  await tap(page, '关闭')
  assert.deepEqual(await done, { how: 'fail', res: { errMsg: 'requestPayment:fail 支付验证签名失败' } })
  pays = 'requestPayment:ok'
  const { res } = await page.wx('requestPayment', { ...ORDER, timeStamp: 1700000000 })
  assert.equal(res.errMsg, 'requestPayment:fail parameter error: parameter.timeStamp should be String instead of number;')
})

test('payment: a network that is gone is said in words, and the sheet tries again or is put away', { skip }, async () => {
  const page = await play.phone()
  const sheet = page.locator('.wxs-pay')
  const gone = () => page.route('**/_sim/request-payment', (route) => route.abort())
  const back = () => page.unroute('**/_sim/request-payment')
  await gone()
  const put = page.begin('requestPayment', ORDER)
  await page.getByRole('alert').getByText('没有扣款').waitFor()
  await tap(page, '关闭')
  assert.deepEqual(await put, { how: 'fail', res: { errMsg: 'requestPayment:fail cancel' } })
  const done = page.begin('requestPayment', ORDER)
  await page.getByRole('alert').getByText('没有扣款').waitFor()
  await back()
  await tap(page, '重试')
  await page.getByText('12.91').waitFor()
  await gone()
  await tap(page, '立即支付')
  await page.getByRole('alert').getByText('不会重复扣款').waitFor()
  assert.doesNotMatch(await sheet.textContent(), /net::|fetch/i)
  await back()
  await tap(page, '重试')
  assert.deepEqual(await done, { how: 'success', res: { errMsg: 'requestPayment:ok' } })
  const left = page.begin('requestPayment', ORDER)
  await page.getByText('12.91').waitFor()
  await gone()
  await tap(page, '立即支付')
  await page.getByRole('alert').getByText('不会重复扣款').waitFor()
  await page.keyboard.press('Escape') // whether it was paid is not known, so it is no cancelling
  assert.deepEqual(await left, { how: 'fail', res: { errMsg: 'requestPayment:fail' } })
})
