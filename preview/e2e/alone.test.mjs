// WeChat itself goes wrong. A fault hits whoever pays next, so these walk when nobody else pays (run.mjs).

import assert from 'node:assert/strict'
import { operator, until, wechat } from './support/server.mjs'
import { OTHERS, PAY, atTheTill, buyTheRest, certificate, toTheSheet, words } from './support/till.mjs'
import { walk } from './support/walk.mjs'

const REFUSED = [/Failed to load resource: the server responded with a status of 503/]

/** Nobody else pays, and whatever happens, WeChat is well again afterwards. */
const alone = (name, options, act) => walk(name, { ...options, alone: true }, (phone) => act(phone).finally(wechat.calm))

alone('paid, but the phone hears nothing and the notification is lost: asking finds it', {}, async (phone) => {
  await toTheSheet(phone)
  await wechat.fault('notification.payment', 'lost')
  await phone.page.getByText(OTHERS).click()
  await phone.tap('付款成功，但手机没有收到回音')
  await certificate(phone)
})

alone('paid, and the notification comes late and twice: one certificate', {}, async (phone) => {
  const { me, order } = await toTheSheet(phone)
  await wechat.fault('notification.payment', 'late', 1, { seconds: 200 })
  await wechat.fault('notification.payment', 'duplicate')
  await phone.tap(PAY)
  await certificate(phone)
  assert.equal((await me.get(`/orders/${order}`)).certificates.length, 1)
})

alone('WeChat is down when the order is placed: the order is kept and paid later', { allow: REFUSED }, async (phone) => {
  await atTheTill(phone)
  await wechat.fault('jsapi', 'unavailable', null)
  await phone.tap(words('pay.pay'))
  await phone.arrives('order')
  await phone.reads(phone.t('pay.payable_what'))
  await wechat.calm()
  await phone.tap(words('pay.do_pay'))
  await phone.tap(PAY)
  await certificate(phone)
})

alone('the money came when the project was sold out: the page says it is on its way back, and what else can be chosen', {}, async (phone) => {
  const { t } = phone
  await operator('project', 'LAST-TONNE', '最后一吨（示例）', 1)
  const { me, order } = await toTheSheet(phone, { project: /最后一吨/ })
  // the sheet lies open for three quarters of an hour and WeChat cannot be asked: the grams are for sale again
  for (const call of ['query', 'close']) await wechat.fault(call, 'unavailable', null)
  await operator('later', order, 31)
  await until(() => operator('order', order), (each) => each.kept_for_longer)
  await operator('later', order, 16)
  await until(() => operator('order', order), (each) => each.status === 'expired')
  await buyTheRest('LAST-TONNE')
  await wechat.calm()
  await wechat.fault('refund', 'never_ends')

  await phone.tap(PAY)
  await me.until(`/orders/${order}`, (each) => each.status === 'refunding')
  await phone.reads(t('pay.sold_out_paid_what'))
  await phone.reads(words('pay.sold_out_paid_money'))
  const { certificates, payment } = await me.get(`/orders/${order}`)
  assert.deepEqual(certificates, [])
  const { refunds } = await until(() => wechat.payments(payment.id), (each) => each.refunds.length)
  await wechat.control(`/refunds/${refunds[0].out_refund_no}/finish`, {})
  await me.until(`/orders/${order}`, (each) => each.status === 'refunded')
  await phone.tap(t('pay.do_other'))
  await phone.arrives('neutralise')
})
