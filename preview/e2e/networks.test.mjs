// The network as it is in a hall: slow, gone, a server that is down. Every page says so and goes on when it is back.

import assert from 'node:assert/strict'
import { guest } from './support/server.mjs'
import { pattern } from './support/words.mjs'
import { walk } from './support/walk.mjs'

const API = '**/api/v1/**'

walk('the server is down: the page says so, and trying again helps', { at: '/pages/about/about', allow: [/status of 502/] }, async (phone) => {
  await phone.settled()
  await phone.page.route(API, (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }))
  await phone.go('/pages/scene/scene?code=FORUM1')
  await phone.reads(phone.t('common.busy'))
  await phone.page.unroute(API)
  await phone.tap(phone.t('common.retry'))
  await phone.reads(phone.t('scene.boards'))
})

walk('the network is gone in the middle of the form: nothing typed is lost', { allow: [/ERR_INTERNET_DISCONNECTED/] }, async (phone) => {
  const { t } = phone
  const me = await guest(phone.user)
  await me.call('PATCH', '/me', { travel_consent: true })
  await phone.signIn() // and the consent is known
  await phone.go('/pages/calculate/calculate?code=FORUM1')
  await phone.tap(t('calc.way_band'), 'radio')
  await phone.settled()
  await phone.context.setOffline(true) // before the last answer: an estimate that had come in time would be shown
  await phone.tap(t('calc.one_night'), 'radio')
  await phone.tap(t('calc.finish'))
  await phone.reads(t('common.offline'))
  assert.equal(await phone.control(t('calc.one_night'), 'radio').getAttribute('aria-checked'), 'true')
  await phone.context.setOffline(false)
  await phone.tap(t('common.retry'))
  await phone.arrives('result')
})

walk('a slow network: something to look at at once, the page when it comes, and no spinner without words', { at: '/pages/about/about', fresh: true }, async (phone) => {
  await phone.settled()
  let comes
  const answers = new Promise((done) => (comes = done))
  await phone.page.route(API, (route) => answers.then(() => route.continue()))
  await phone.page.evaluate(() => void globalThis.wx.reLaunch({ url: '/pages/scene/scene?code=FORUM1' }))
  await phone.page.getByRole('status', { name: phone.t('common.loading') }).first().waitFor() // while no answer is there yet
  assert.equal(await phone.text(phone.t('scene.boards')).count(), 0)
  comes()
  await phone.page.unrouteAll({ behavior: 'wait' })
  const line = await phone.context.newCDPSession(phone.page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 1200, downloadThroughput: 20_000, uploadThroughput: 10_000 })
  await phone.reads(phone.t('scene.boards'))
  await phone.tap(phone.t('scene.join'))
  await phone.arrives('calculate')
  await phone.tap(phone.t('common.consent_agree'))
})

walk('a refund that could not be asked for is asked anew, without the old trouble', { allow: [/ERR_FAILED/] }, async (phone) => {
  const { t, page } = phone
  const me = await guest(phone.user)
  const order = await me.paid()
  await phone.go(`/pages/order/order?id=${order.id}`)
  const trouble = page.getByRole('alert').filter({ hasText: t('common.offline'), visible: true })
  await page.route('**/refund-requests', (route) => route.abort())
  await phone.tap(t('pay.refund'))
  await phone.tap(pattern('zh-Hans', 'pay.refund_yes'))
  await trouble.waitFor()
  await page.unroute('**/refund-requests')
  await phone.tap(phone.onSheet(t('common.close')))
  await phone.tap(t('pay.refund'))
  await phone.reads(t('pay.refund_rule'))
  assert.equal(await trouble.count(), 0)
})
