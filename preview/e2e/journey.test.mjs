// From the code at the door to a certificate, a share and a place on the board, as a guest does it, with everything counted.

import assert from 'node:assert/strict'
import { guest } from './support/server.mjs'
import { pattern } from './support/words.mjs'
import { walk } from './support/walk.mjs'

/** What the phone's own sheets say: Chinese, or English to everybody else. */
const SHEET = { 'zh-Hans': { pay: '立即支付', city: '重庆', menu: '菜单' }, en: { pay: 'Pay now', city: 'chongqing', menu: 'Menu' } }
const MOST_INPUTS = 4
const MOST_TAPS = 9

/** By train from Chongqing, one night. Ends on the certificate's page; answers its id. */
export async function neutralise(phone, { name } = {}) {
  const { t } = phone
  const sheet = SHEET[phone.language] ?? SHEET.en
  await phone.tap(t('scene.join'))
  await phone.arrives('calculate')
  await phone.tap(t('common.consent_agree')) // and the first question opens by itself: where from
  await phone.type(phone.page.getByPlaceholder(t('common.place_search')).filter({ visible: true }), sheet.city)
  await phone.tap(/^(重庆|Chongqing)/)
  await phone.tap(t('calc.one_night'), 'radio')
  await phone.tap(t('calc.finish'))
  const { footprint } = await phone.arrives('result').then((query) => Object.fromEntries(query))
  assert.match(footprint, /^ftp/)
  await phone.tap(t('calc.neutralise'))
  await phone.arrives('neutralise')
  await phone.settled()
  if (name) await phone.type(phone.page.getByPlaceholder(t('pay.name_placeholder')).filter({ visible: true }), name)
  await phone.tap(pattern(phone.language, 'pay.pay'), 'button')
  await phone.tap(sheet.pay)
  const { id } = Object.fromEntries(await phone.arrives('certificate'))
  assert.match(id, /^crt/)
  await phone.settled()
  return id
}

for (const [language, width] of [['zh-Hans', 375], ['en', 320]]) {
  walk(`${language} at ${width} px: scan, count, pay, certificate, share, rank, within four inputs and nine taps`, { at: '/pages/scene/scene?scene=FORUM1', language, width }, async (phone) => {
    const { t } = phone
    await phone.reads(t('scene.boards'))
    const id = await neutralise(phone)
    assert.ok(phone.inputs <= MOST_INPUTS, `${phone.inputs} inputs`)
    assert.ok(phone.taps <= MOST_TAPS, `${phone.taps} taps`)
    console.log(`${language}: ${phone.inputs} inputs, ${phone.taps} taps`)

    await phone.tap(t('cert.share'))
    const card = await phone.called('onShareAppMessage')
    assert.match(card.path, new RegExp(`/pages/certificate/certificate\\?id=${id}`))
    assert.ok(card.imageUrl && card.title, 'a card has a title and a picture')
    await phone.closeSheet()

    await phone.tap(new RegExp(`^${t('cert.rank')}`))
    await phone.arrives('boards')
    await phone.settled()
    await phone.reads(/重庆|\bkg\b/)
  })
}

walk('a guest who lives there is counted in three taps and without a word typed', { at: '/pages/calculate/calculate?code=FORUM1', width: 320 }, async (phone) => {
  const { t } = phone
  await phone.tap(t('common.consent_agree'))
  await phone.tap(t('calc.from_near'))
  await phone.tap(t('calc.finish'))
  await phone.arrives('result')
  await phone.reads(/^地铁/)
  assert.deepEqual([phone.taps, phone.inputs], [3, 0])
})

walk('on the boards a scene counts its certificates, and an organisation’s place is never called its member’s', {}, async (phone) => {
  const { t, page } = phone
  const me = await guest(phone.user)
  await me.call('PATCH', '/me', { nickname: '林小满' })
  await me.paid()
  await me.until('/leaderboards/scenes', ({ items }) => items.length > 0)
  await phone.signIn()
  await phone.go('/pages/boards/boards?board=scenes')
  await phone.reads(/^[\d,]+ 份证书$/)
  assert.equal(await page.getByText(/个场景$/).filter({ visible: true }).count(), 0)
  await phone.tap(t('cert.organisations'), 'tab')
  await phone.reads(t('cert.organisation_none'))
  await page.route('**/leaderboards/organisations?**', async (route) => {
    const answer = await route.fetch() // as for somebody whose organisation has bought
    await route.fulfill({ response: answer, json: { ...(await answer.json()), me: { rank: 1, name: '远山科技（示例）', mass_g: 500_000, covered: 2, certificates: 2, tier: 1 } } })
  })
  await phone.tap(t('cert.scenes'), 'tab')
  await phone.tap(t('cert.organisations'), 'tab')
  await phone.reads('远山科技（示例）')
  assert.equal(await page.getByText('林小满').filter({ visible: true }).count(), 0)
})

walk('a month with a trip that lacks a place: what lacks is said in sight, far above the button', { at: '/pages/life/life', height: 620 }, async (phone) => {
  const { t } = phone
  await phone.tap(new RegExp(`^${t('life.part_travel')}`))
  await phone.tap(t('calc.add_leg'))
  await phone.tap('高铁/动车', 'radio')
  await phone.tap(new RegExp(`^${t('life.part_waste')}`)) // the trip is folded away
  await phone.tap(pattern(phone.language, 'life.count'))
  await phone.reads(t('life.missing'))
  const inSight = () => {
    const alert = [...document.querySelectorAll('.mp-page:not([hidden]) [role="alert"]')].find((each) => each.checkVisibility())
    const { top, bottom } = alert?.getBoundingClientRect() ?? { top: -1, bottom: -1 }
    return top > 0 && bottom < innerHeight
  }
  await phone.holds(inSight)
})

walk('back at the scene after paying, one’s own certificate is there', { at: '/pages/scene/scene?code=FORUM1' }, async (phone) => {
  const { t, page } = phone
  const { id } = await (await guest(phone.user)).footprint()
  await phone.settled()
  await page.evaluate((footprint) => void globalThis.wx.navigateTo({ url: `/pages/neutralise/neutralise?footprint=${footprint}&code=FORUM1` }), id)
  await phone.tap(pattern(phone.language, 'pay.pay'))
  await phone.tap(SHEET[phone.language].pay)
  const certificate = (await phone.arrives('certificate')).get('id')
  await phone.tap('返回')
  await phone.tap(t('scene.last_certificate'))
  assert.equal((await phone.arrives('certificate')).get('id'), certificate)
})

walk('a result that was opened by itself leads to the scenes when it is to be changed', {}, async (phone) => {
  const { id } = await (await guest(phone.user)).footprint()
  await phone.go(`/pages/result/result?footprint=${id}`)
  await phone.tap(phone.t('calc.edit'))
  await phone.arrives('scenes')
})
