// What else a guest does: a month of life, a gift and its claim, names and accounts erased, sharing, the keyboard alone.

import assert from 'node:assert/strict'
import { openPhone } from './support/phone.mjs'
import { guest } from './support/server.mjs'
import { pattern } from './support/words.mjs'
import { walk } from './support/walk.mjs'

const PAY = '立即支付'
const words = (key) => pattern('zh-Hans', key)
const here = (phone, locator) => locator.filter({ visible: true }).first()

walk('a month of life is counted, kept, neutralised like a journey', { at: '/pages/life/life', width: 320 }, async (phone) => {
  const { t, page } = phone
  await phone.type(here(phone, page.getByRole('textbox', { name: /用电/ })), '210')
  await phone.tap(words('life.count'))
  await phone.tap(t('common.consent_agree'))
  await phone.arrives('life-result')
  await phone.reads(t('life.tips'))
  await phone.reads(t('life.averages'))
  await phone.reads(t('common.self_reported'))
  await phone.tap(t('life.neutralise'))
  await phone.arrives('neutralise')
  await phone.tap(words('pay.pay'))
  await phone.tap(PAY)
  await phone.arrives('certificate')
  await phone.tap('返回')
  await phone.control(t('life.all_covered')).waitFor() // nobody is asked twice
  await phone.go('/pages/life/life')
  await phone.reads(t('life.see_result'))
})

walk('a gift: the giver makes a link, the receiver claims it in a name of their own, once', {}, async (phone) => {
  const me = await guest(phone.user)
  const order = await me.paid({ body: { beneficiary: undefined, beneficiaries: [{ kind: 'person', name: '王小川', is_self: false }, { kind: 'person', name: '小朋友', is_self: false }] } })
  await phone.signIn()
  await phone.go(`/pages/certificate/certificate?id=${order.certificates[0]}`)
  await phone.tap(new RegExp(`^${phone.t('cert.gift')}`))
  await phone.tap(phone.t('cert.gift_make'))
  await phone.tap(phone.t('cert.gift_send'))
  const { path } = await phone.called('onShareAppMessage')
  assert.match(path, /\/pages\/claim\/claim\?id=crt.+&token=.+/)
  const friend = await openPhone({ at: path })
  try {
    await friend.reads(friend.t('cert.claim_lead'))
    await here(friend, friend.page.getByRole('textbox')).click()
    await friend.tap('自己填写') // the phone offers the nickname first
    await friend.type(here(friend, friend.page.getByRole('textbox')), '王川')
    await friend.tap(friend.t('cert.claim_yes'))
    await friend.reads(friend.t('cert.claim_done'))
    await friend.tap(friend.t('cert.claim_see'))
    await friend.arrives('certificate')
    await friend.control(/王川/, 'img').waitFor()
    friend.allow.push(/status of 40[349]/)
    await friend.go(path)
    await friend.reads(friend.t('cert.claim_gone'))
    await friend.clean()
  } finally {
    await friend.close()
  }
})

walk('a name is corrected, then erased; the certificate stays', {}, async (phone) => {
  const { t } = phone
  const me = await guest(phone.user)
  const { certificate_id: id } = await me.paid({ public: true, name: '林小曼' })
  await phone.go(`/pages/certificate/certificate?id=${id}`)
  await phone.tap(new RegExp(`^${t('cert.correct')}`))
  await phone.type(here(phone, phone.page.getByRole('textbox')), '林小满')
  await phone.tap(phone.onSheet(t('cert.correct_yes')))
  await phone.reads(t('cert.corrected'))
  await phone.tap(new RegExp(`^${t('cert.erase')}`))
  await phone.tap(t('cert.erase_yes'))
  await phone.reads(t('cert.erased'))
  const shown = await me.get(`/certificates/${id}`)
  assert.ok(!JSON.stringify(shown).includes('林小满'))
  assert.equal(shown.status, 'allocated')
})

walk('an account is deleted after two questions; nothing of it is left on the phone', {}, async (phone) => {
  const { t } = phone
  const me = await guest(phone.user)
  const { certificate_id: id } = await me.paid()
  await phone.signIn()
  await phone.reads(t('mine.order_paid'))
  await phone.go('/pages/mine/mine')
  await phone.reads(t('mine.my_place'))
  await phone.tap(t('mine.choose_avatar'))
  for (const name of ['同意', '用微信头像']) await phone.tap(name)
  await phone.page.locator('.mp-page:not([hidden]) .own').first().waitFor()
  await phone.tap(new RegExp(`^${t('mine.privacy')}`))
  await phone.tap(t('mine.export'))
  await phone.tap('取消') // whether it is sent or not, the copy does not stay
  await phone.settled()
  await phone.tap(t('mine.delete'))
  await phone.tap(phone.onSheet(t('mine.delete_next')))
  await phone.tap(phone.onSheet(t('mine.delete_do')))
  await phone.reads(t('mine.deleted'))
  await assert.rejects(me.get('/me'), /401/)
  const { kept, files } = await phone.page.evaluate(() => ({
    kept: globalThis.wx.getStorageInfoSync().keys, files: globalThis.wx.getFileSystemManager().readdirSync(globalThis.wx.env.USER_DATA_PATH),
  }))
  assert.deepEqual({ kept, files }, { kept: [], files: [] })
  await phone.tap('返回')
  await phone.reads(t('mine.signed_out'))
  assert.equal(await phone.text(t('mine.my_place')).count(), 0)
  assert.equal(await phone.page.locator('.mp-page:not([hidden]) .own').count(), 0)
  await phone.go(`/pages/certificate/certificate?id=${id}`)
  await phone.reads(t('cert.means'))
})

walk('consent is taken back: what was entered goes, and is asked for again', {}, async (phone) => {
  const { t } = phone
  const me = await guest(phone.user)
  const footprint = await me.footprint()
  await phone.signIn()
  await phone.go('/pages/life/life')
  const power = here(phone, phone.page.getByRole('textbox', { name: /用电/ }))
  await phone.type(power, '210')
  await phone.tap(t('common.tab_mine'), 'tab')
  await phone.tap(new RegExp(`^${t('mine.privacy')}`))
  await phone.tap(t('mine.withdraw'))
  await phone.tap(t('mine.withdraw_do'))
  await phone.reads(t('mine.withdrawn'))
  await phone.tap('返回')
  await phone.tap(t('common.tab_life'), 'tab')
  await phone.settled()
  assert.equal(await power.inputValue(), '')
  assert.equal((await me.get(`/footprints/${footprint.id}`)).inputs_erased, true)
  await phone.go('/pages/calculate/calculate?code=FORUM1')
  await phone.reads(t('common.consent_title'))
})

walk('a scene that is over asks for no consent: there is nothing to count', { at: '/pages/about/about' }, async (phone) => {
  const { t, page } = phone
  await page.route('**/scenes/FORUM1', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), status: 'closed' } })
  })
  await phone.go('/pages/calculate/calculate?code=FORUM1')
  await phone.reads(t('calc.closed'))
  assert.equal(await phone.text(t('common.consent_title')).count(), 0)
})

walk('from Moments: the certificate alone, without login, without a button that needs one', {}, async (phone) => {
  const me = await guest(phone.user)
  const { certificate_id: id } = await me.paid({ public: true })
  const reader = await openPhone({ at: `/pages/certificate/certificate?id=${id}`, single: true })
  try {
    await reader.settled()
    await reader.reads(reader.t('cert.means'))
    await reader.control(/林小满/, 'img').waitFor()
    assert.deepEqual(await reader.calls('login'), [])
    assert.equal(await reader.page.getByRole('button', { name: reader.t('cert.share') }).count(), 0)
    assert.ok(!(await reader.calls('request')).some((call) => call.header?.Authorization))
    await reader.clean()
  } finally {
    await reader.close()
  }
})

walk('the picture is saved: refused first, then allowed in the settings', {}, async (phone) => {
  const { t, page } = phone
  const me = await guest(phone.user)
  const { certificate_id: id } = await me.paid()
  await phone.signIn()
  await phone.go(`/pages/certificate/certificate?id=${id}`)
  await phone.tap(t('cert.save'))
  for (const name of ['同意', '拒绝']) await page.getByRole('button', { name, exact: true }).click()
  await phone.reads(t('cert.denied'))
  await phone.tap(t('cert.denied_open'))
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: '完成', exact: true }).click()
  const saving = page.waitForEvent('download')
  await phone.tap(t('cert.save'))
  assert.match((await saving).suggestedFilename(), /\.(png|jpg)$/)
})

walk('one message through WeChat is offered: refused it stays, accepted it is noted and offered no more', {}, async (phone) => {
  const { t } = phone
  const me = await guest(phone.user)
  const { certificate_id: id } = await me.paid()
  await phone.signIn()
  await phone.go(`/pages/certificate/certificate?id=${id}`)
  const offer = phone.control(t('cert.notify_retired'), 'button', { exact: false })
  await phone.tap(offer)
  await phone.tap('取消')
  await phone.tap(offer)
  await phone.tap('允许')
  await phone.reads(t('cert.notified'))
  await offer.waitFor({ state: 'detached' })
  assert.deepEqual((await me.get('/me/export')).subscriptions.map((each) => each.purpose), ['retired'])
})

walk('the keyboard alone: from the scene to the result', { at: '/pages/scene/scene?code=FORUM1' }, async (phone) => {
  const { t, page } = phone
  const press = async (name, role = 'button') => {
    const target = phone.control(name, role)
    await target.waitFor()
    for (let turn = 0; turn < 80; turn += 1) {
      if (await target.evaluate((node) => node === document.activeElement || node.contains(document.activeElement))) break
      await page.keyboard.press('Tab')
    }
    assert.ok(await target.evaluate((node) => node === document.activeElement || node.contains(document.activeElement)), `Tab never comes to “${name}”`)
    await page.keyboard.press('Enter')
  }
  await press(t('scene.join'))
  await press(t('common.consent_agree'))
  await page.getByPlaceholder(t('common.place_search')).filter({ visible: true }).waitFor()
  let answer
  const asked = new Promise((come) => page.route(/\/places\?.*q=chongqing\b/, (route) => come((answer = () => route.continue()))))
  await page.keyboard.type('chong')
  await phone.control(/^重庆/).waitFor()
  await page.keyboard.type('qing')
  await page.keyboard.press('Enter')
  await asked
  await page.getByRole('button', { name: /^重庆/ }).filter({ visible: true }).first().waitFor() // “chong” has found something
  answer()
  await page.getByPlaceholder(t('common.place_search')).filter({ visible: true }).waitFor({ state: 'detached' })
  await press(t('calc.one_night'), 'radio')
  await press(t('calc.finish'))
  await phone.arrives('result')
})
