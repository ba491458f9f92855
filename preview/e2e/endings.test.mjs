// Every way a payment can end, and every way it can be interrupted. What breaks WeChat itself is in alone.test.mjs.

import assert from 'node:assert/strict'
import { openPhone } from './support/phone.mjs'
import { guest, operator, wechat } from './support/server.mjs'
import { OTHERS, PAY, atTheTill, buyTheRest, certificate, toTheSheet, words } from './support/till.mjs'
import { walk } from './support/walk.mjs'

const REFUSED = [/Failed to load resource: the server responded with a status of (409|503)/]

walk('cancelled: nothing is charged, and it can be paid after all', {}, async (phone) => {
  await toTheSheet(phone)
  await phone.tap('取消支付')
  await phone.reads(phone.t('pay.not_paid_what'))
  await phone.reads(phone.t('pay.not_paid_money'))
  await phone.tap(words('pay.do_pay'))
  await phone.tap(PAY)
  await certificate(phone)
})

walk('given up: the order is cancelled and says so', {}, async (phone) => {
  const { me, order } = await toTheSheet(phone)
  await phone.tap('取消支付')
  await phone.tap(phone.t('pay.give_up'))
  await phone.tap(phone.t('pay.give_up_yes'))
  await phone.reads(phone.t('pay.cancelled_what'))
  assert.equal((await me.get(`/orders/${order}`)).status, 'cancelled')
})

walk('failed: the phone says so, our server is asked all the same, and it can be paid again', {}, async (phone) => {
  await toTheSheet(phone)
  await phone.page.getByText(OTHERS).click()
  await phone.tap('付款失败，没有扣款')
  await phone.reads(phone.t('pay.failed_what'))
  await phone.tap(phone.t('pay.do_pay_again'))
  await phone.tap(PAY)
  await certificate(phone)
})

walk('paid, but the phone hears “failed”: the server knows better', {}, async (phone) => {
  await toTheSheet(phone)
  await phone.page.getByText(OTHERS).click()
  await phone.tap('付款成功，但手机收到的是「失败」')
  await certificate(phone)
})

walk('unknown, then expired: the guest is told their money is safe, may be told by WeChat, and can order anew', { fresh: true }, async (phone) => {
  await phone.page.clock.install()
  await phone.open('')
  const { me, order } = await toTheSheet(phone)
  await phone.reload() // the sheet was open: what was done in it is not known
  await phone.reads(phone.t('pay.asking_what'))
  while (!(await phone.text(phone.t('pay.unknown_what')).isVisible())) {
    await phone.page.clock.fastForward(6_000)
    await phone.settled()
  }
  await phone.reads(phone.t('pay.unknown_money'))
  await phone.tap(phone.t('cert.notify_ready'), 'button', { exact: false })
  await phone.tap('允许')
  await phone.reads(phone.t('cert.notified'))
  assert.deepEqual((await me.get('/me/export')).subscriptions.map((each) => [each.order_id, each.purpose]), [[order, 'certificate']])
  await operator('later', order, 31)
  await phone.tap(phone.t('pay.do_ask'))
  await phone.reads(phone.t('pay.expired_what'))
  await phone.tap(phone.t('pay.do_anew'))
  await phone.arrives('neutralise')
})

walk('sold out: nothing is charged, another project is offered at its price', { allow: REFUSED }, async (phone) => {
  await operator('project', 'SCARCE', '快要售完的项目（示例）', 1)
  await atTheTill(phone, { project: /快要售完/ })
  await buyTheRest('SCARCE')
  await phone.tap(words('pay.pay'))
  await phone.reads(phone.t('pay.sold_out'))
  await phone.tap(words('pay.pay'))
  await phone.tap(PAY)
  await certificate(phone)
})

walk('the price has changed: shown, and asked again', { allow: REFUSED }, async (phone) => {
  const { price_fen_per_tonne: old } = await operator('project', 'DEARER', '要涨价的项目（示例）', 5)
  await atTheTill(phone, { project: /要涨价/ })
  await operator('price', 'DEARER', old * 3)
  await phone.tap(words('pay.pay'))
  await phone.reads(phone.t('pay.price_changed'))
  assert.equal((await phone.calls('requestPayment')).length, 0)
  await phone.tap(words('pay.pay'))
  await phone.tap(PAY)
  await certificate(phone)
})

walk('the network goes while paying: it says so, and finds the payment when it is back', { allow: [/ERR_FAILED/] }, async (phone) => {
  await toTheSheet(phone)
  await phone.page.route('**/api/v1/**', (route) => route.abort())
  await phone.tap(PAY)
  await phone.reads(phone.t('pay.asking_offline'))
  await phone.page.unroute('**/api/v1/**')
  await certificate(phone)
})

walk('a reload in mid-payment: paid meanwhile, it is found', {}, async (phone) => {
  const { me, order } = await toTheSheet(phone)
  const { payment } = await me.get(`/orders/${order}`)
  await wechat.control(`/payments/${payment.id}/pay`, { user: phone.user })
  await me.until(`/orders/${order}`, (each) => each.status === 'paid')
  await phone.reload()
  await phone.reads(phone.t('pay.paid_what'))
  await phone.tap(phone.t('pay.do_certificate'))
  await certificate(phone)
})

walk('an order left in mid-payment is taken up again from one’s own orders', {}, async (phone) => {
  await toTheSheet(phone)
  const later = await openPhone({ user: phone.user })
  try {
    await later.go('/pages/orders/orders')
    await later.tap(new RegExp(phone.t('mine.order_pending')))
    await later.arrives('order')
    await later.tap(words('pay.do_pay'))
    await later.tap(PAY)
    await certificate(later)
    await later.clean()
  } finally {
    await later.close()
  }
})

walk('on a phone that knows nothing, orders stand under their scene’s name, and one for several people names whose certificates it made', {}, async (phone) => {
  const me = await guest(phone.user)
  const { name } = await me.get('/scenes/FORUM1')
  const order = await me.paid({ body: { beneficiary: undefined, beneficiaries: [{ kind: 'person', name: '王小川', is_self: false }, { kind: 'person', name: '小朋友', is_self: false }] } })
  await phone.go('/pages/orders/orders')
  await phone.tap(new RegExp(`^${name}`))
  assert.equal((await phone.arrives('order')).get('id'), order.id)
  await phone.control(/^小朋友/).waitFor()
  await phone.tap(/^王小川/)
  await phone.arrives('certificate')
  await phone.control(/王小川/, 'img').waitFor()
})

walk('a refund: asked for, paid back, and the certificate is revoked', {}, async (phone) => {
  const me = await guest(phone.user)
  const order = await me.paid()
  await phone.go(`/pages/order/order?id=${order.id}`)
  await phone.tap(phone.t('pay.refund'))
  await phone.tap(words('pay.refund_yes'))
  await phone.reads(new RegExp(`${phone.t('pay.refunding_what')}|${phone.t('pay.refunded_what')}`))
  await me.until(`/orders/${order.id}`, (each) => each.status === 'refunded')
  await phone.go(`/pages/order/order?id=${order.id}`)
  await phone.reads(phone.t('pay.refunded_what'))
  await phone.go(`/pages/certificate/certificate?id=${order.certificate_id}`)
  await phone.reads(phone.t('cert.means_revoked'))
})
