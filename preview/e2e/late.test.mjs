// Answers that come late: whoever has gone on meanwhile is neither called back nor shown what was true before.

import assert from 'node:assert/strict'
import { guest } from './support/server.mjs'
import { PAY, atTheTill, words } from './support/till.mjs'
import { walk } from './support/walk.mjs'

/** Keeps back the answers to these calls. `asked`: the first was made; `go`: they may come, and have come. */
async function held(phone, address, method = 'GET') {
  let free
  let come
  const freed = new Promise((done) => (free = done))
  const asked = new Promise((done) => (come = done))
  const keep = async (route) => {
    if (route.request().method() !== method) return route.fallback()
    come()
    await freed
    return route.continue()
  }
  await phone.page.route(address, keep)
  const go = async () => {
    free()
    await phone.settled()
    await phone.page.unroute(address, keep)
  }
  return { asked, go }
}

const back = (phone) => phone.tap('返回')
const on = (phone, name) => assert.match(phone.page.url(), new RegExp(`#/pages/${name}/`))

/** Somebody with consent, signed in on this phone. */
async function known(phone) {
  const me = await guest(phone.user)
  await me.call('PATCH', '/me', { travel_consent: true })
  await phone.signIn()
  return me
}

walk('who leaves an order before WeChat has answered is not called back to pay it', {}, async (phone) => {
  const me = await guest(phone.user)
  await me.order()
  await phone.go('/pages/orders/orders')
  await phone.tap(new RegExp(phone.t('mine.order_pending')))
  await phone.arrives('order')
  const late = await held(phone, '**/orders/*/payments', 'POST')
  await phone.tap(words('pay.do_pay'))
  await late.asked
  await back(phone)
  await late.go()
  on(phone, 'orders')
  assert.deepEqual(await phone.calls('requestPayment'), [])
})

walk('who leaves before an order is placed stays where they went, and finds it waiting', {}, async (phone) => {
  const me = await known(phone)
  const footprint = await me.footprint()
  await phone.go(`/pages/result/result?footprint=${footprint.id}&code=FORUM1`)
  await phone.tap(phone.t('calc.neutralise'))
  await phone.arrives('neutralise')
  const late = await held(phone, '**/api/v1/orders', 'POST')
  await phone.tap(words('pay.pay'))
  await late.asked
  await back(phone)
  await late.go()
  on(phone, 'result')
  assert.deepEqual(await phone.calls('requestPayment'), [])
  await phone.tap(phone.t('calc.neutralise'))
  await phone.reads(phone.t('pay.began'))
})

walk('who leaves the form before it is counted stays where they went', {}, async (phone) => {
  await known(phone)
  await phone.go('/pages/scene/scene?code=FORUM1')
  await phone.tap(phone.t('scene.join'))
  await phone.tap(phone.t('calc.way_band'), 'radio')
  const late = await held(phone, '**/footprints', 'POST')
  await phone.tap(phone.t('calc.finish'))
  await late.asked
  await back(phone)
  await late.go()
  on(phone, 'scene')
})

walk('what somebody says is right is what they were asked about, not an estimate that came later', {}, async (phone) => {
  const { t, page } = phone
  await known(phone)
  await phone.go('/pages/calculate/calculate?code=FORUM1')
  let free
  const freed = new Promise((done) => (free = done))
  const made = []
  await page.route('**/footprints', async (route) => {
    const at = made.push('') - 1
    const answer = await route.fetch()
    const footprint = { ...(await answer.json()), total_g: 900_000_000 }
    made[at] = footprint.id
    if (at === 0) await freed
    await route.fulfill({ response: answer, json: footprint })
  })
  const asked = page.waitForRequest('**/footprints')
  await phone.tap(t('calc.way_band'), 'radio')
  await asked
  await phone.tap(t('calc.one_night'), 'radio')
  await phone.tap(t('calc.finish'))
  await phone.control(t('calc.doubt_right')).waitFor()
  free()
  await phone.settled()
  await phone.tap(t('calc.doubt_right'))
  const { footprint } = Object.fromEntries(await phone.arrives('result'))
  assert.ok(made.slice(1).includes(footprint))
})

walk('an order looked at again says nothing of it once its payment has begun', {}, async (phone) => {
  const me = await known(phone)
  const order = await me.order()
  await phone.go(`/pages/order/order?id=${order.id}`)
  await phone.page.evaluate(() => void globalThis.wx.navigateTo({ url: '/pages/about/about' }))
  await phone.arrives('about')
  await phone.settled()
  const late = await held(phone, `**/orders/${order.id}`)
  await back(phone)
  await late.asked
  await phone.tap(words('pay.do_pay'))
  await phone.control(PAY).waitFor()
  await late.go()
  assert.equal(await phone.page.getByText(phone.t('pay.payable_what')).filter({ visible: true }).count(), 0)
  await phone.tap(PAY)
  await phone.arrives('certificate')
})

walk('a month being filled in is not put away by the list that comes late', {}, async (phone) => {
  const { t } = phone
  const me = await known(phone)
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
  await me.call('PUT', `/me/life/${month}`, { inputs: { electricity_kwh: '210' } })
  await phone.go('/pages/life/life')
  await phone.go('/pages/about/about')
  const late = await held(phone, '**/me/life')
  await phone.page.evaluate(() => void globalThis.wx.reLaunch({ url: '/pages/life/life' }))
  await phone.tap(t('life.edit'))
  await phone.reads(t('life.which_month'))
  await late.asked
  await late.go()
  assert.ok(await phone.text(t('life.which_month')).isVisible())
})

walk('one month’s answers are never counted as another’s', { at: '/pages/life/life' }, async (phone) => {
  const { t, page } = phone
  const power = page.getByRole('textbox', { name: /用电/ }).filter({ visible: true })
  await phone.type(power, '210')
  const late = await held(phone, '**/calculators/life')
  await phone.tap(page.getByRole('radiogroup', { name: t('life.which_month') }).getByRole('radio').nth(1))
  await late.asked
  assert.equal(await power.count(), 0)
  await late.go()
  assert.equal(await power.inputValue(), '')
  await phone.tap(page.getByRole('radiogroup', { name: t('life.which_month') }).getByRole('radio').first())
  await power.waitFor()
  assert.equal(await power.inputValue(), '210')
})

walk('what has begun to be deleted is not taken for kept: the question stays until the answer', {}, async (phone) => {
  const { t } = phone
  await known(phone)
  await phone.go('/pages/privacy/privacy')
  await phone.tap(t('mine.delete'))
  await phone.tap(phone.onSheet(t('mine.delete_next')))
  const late = await held(phone, '**/api/v1/me', 'DELETE')
  await phone.tap(phone.onSheet(t('mine.delete_do')))
  await late.asked
  await phone.tap(phone.onSheet(t('common.close')))
  assert.ok(await phone.text(t('mine.really')).isVisible())
  await late.go()
  await phone.reads(t('mine.deleted'))
})

walk('a code sent off twice opens its scene once', { at: '/pages/scenes/scenes' }, async (phone) => {
  const { t, page } = phone
  await phone.type(page.getByPlaceholder(t('scene.code_placeholder')).filter({ visible: true }), 'FORUM1')
  const late = await held(phone, '**/scenes/FORUM1')
  await page.keyboard.press('Enter')
  await late.asked
  await page.getByPlaceholder(t('scene.code_placeholder')).filter({ visible: true }).press('Enter')
  await late.go()
  on(phone, 'scene')
  await back(phone)
  on(phone, 'scenes')
})
