// The built-in components, used as a person uses them.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { closeChrome, logged, run } from './support/bench.mjs'

after(closeChrome)
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
const SAY = `const say = (name) => function (e) { getApp().log.push(name + ' ' + JSON.stringify(e.detail)) };`
const APP = 'App({ log: [] })'

test('a form: every field, its events, submit and reset', () =>
  run(
    {
      'app.js': APP,
      'pages/a/a.wxml': `<form bindsubmit="sent" bindreset="again">
<input name="who" model:value="{{who}}" placeholder="name" bindinput="typed" maxlength="5"/><textarea name="note" placeholder="note"/>
<radio-group name="r" bindchange="r"><label><radio value="x" checked/>x</label><label><radio value="y"/>y</label></radio-group>
<checkbox-group name="c" bindchange="c"><label for="k2">second</label><checkbox id="k1" value="1" aria-label="first"/><checkbox id="k2" value="2"/></checkbox-group>
<label>switch<switch name="s" bindchange="s"/></label><slider name="n" value="3" max="10" aria-label="n"/>
<picker name="p" range="{{list}}" range-key="t" bindchange="p" aria-label="pick"><view>{{list[at].t}}</view></picker>
<picker name="d" mode="date" value="2026-11-20" bindchange="d"><view>date</view></picker>
<picker name="m" mode="multiSelector" range="{{many}}" bindchange="m" bindcolumnchange="col"><view>many</view></picker>
<button form-type="submit" bindtap="tapped">send</button><button form-type="reset">again</button><button disabled bindtap="tapped">off</button></form><view id="who">{{who}}</view>`,
      'pages/a/a.js': `${SAY} Page({ data: { who: '', at: 0, list: [{ t: 'A' }, { t: 'B' }], many: [['1', '2'], ['3', '4']] }, sent: say('sent'), again: say('again'), typed: say('typed'), r: say('r'), c: say('c'), s: say('s'), p(e) { say('p')(e); this.setData({ at: e.detail.value }) }, d: say('d'), m: say('m'), col: say('col'), tapped() { getApp().log.push('tapped') } })`,
    },
    async (page) => {
      await page.getByPlaceholder('name').pressSequentially('abcdefg')
      assert.equal(await page.locator('#who').textContent(), 'abcde')
      await page.getByPlaceholder('note').fill('长\n短')
      await page.getByRole('radio', { name: 'y' }).click()
      await page.getByText('second').click()
      await page.getByRole('checkbox', { name: 'first' }).press('Space')
      await page.getByRole('switch').click()
      await page.getByRole('slider').fill('7')
      await page.getByRole('button', { name: 'pick' }).click()
      await page.getByRole('option', { name: 'B' }).click()
      await page.getByText('date').click()
      await page.locator('input[type=date]').fill('2026-12-24')
      await page.getByRole('dialog').getByText('完成').click()
      await page.getByText('many').click()
      await page.getByRole('option', { name: '4' }).click()
      await page.getByRole('dialog').getByText('完成').click()
      await page.getByRole('button', { name: 'off' }).dispatchEvent('click')
      await page.evaluate(() => (getApp().log.length = 0))
      await page.getByRole('button', { name: 'send' }).click()
      await page.waitForFunction(() => getApp().log.length > 1)
      const value = { who: 'abcde', note: '长\n短', r: 'y', c: ['1', '2'], s: true, n: 7, p: 1, d: '2026-12-24', m: [0, 1] }
      assert.deepEqual(await logged(page), ['tapped', 'sent ' + JSON.stringify({ value, target: { id: '', dataset: {} } })])
      await page.getByRole('button', { name: 'again' }).click()
      await page.waitForFunction(() => document.querySelector('textarea').value === '')
      assert.equal(await page.getByRole('radio', { name: 'x' }).getAttribute('aria-checked'), 'true')
    },
  ))

test('pictures, lists that scroll, slides, progress and rich text', () =>
  run(
    {
      'app.js': APP,
      'pages/a/dot.png': PIXEL,
      'images/dot.png': PIXEL,
      'pages/a/a.wxml': `<image src="./dot.png" mode="aspectFill" bindload="loaded" id="i1" style="width: 20px; height: 20px"/><image src="/images/dot.png" aria-label="a dot" aria-role="img" bindload="loaded"/><image src="/none.png" binderror="missing"/>
<scroll-view id="sv" scroll-y style="height: 100px" bindscrolltolower="low" scroll-into-view="{{into}}"><view wx:for="{{rows}}" wx:key="*this" id="r{{item}}" style="height: 40px">{{item}}</view></scroll-view>
<swiper id="sw" style="height: 50px" current="{{at}}" bindchange="slid" indicator-dots><swiper-item wx:for="{{3}}" wx:key="*this"><view>s{{item}}</view></swiper-item></swiper>
<progress percent="40" show-info aria-label="p"/><icon type="success"/><rich-text id="rt" nodes="{{html}}"/><rich-text nodes="{{nodes}}"/><map/>
<view id="an" animation="{{anim}}">moves</view><text user-select>选</text><button bindtap="go" open-type="share" data-x="1">share</button>`,
      'pages/a/a.js': `${SAY} Page({ data: { rows: [0, 1, 2, 3, 4, 5, 6], into: '', at: 0, html: '<p class="x" onclick="bad()">hi <b>you</b><script>1</script></p>', nodes: [{ name: 'b', children: [{ type: 'text', text: 'a&lt;b' }] }], anim: null }, loaded: say('loaded'), missing: say('missing'), low: say('low'), slid: say('slid'),
go() { this.setData({ into: 'r6', at: 1 }); this.animate('#an', [{ opacity: 0 }, { opacity: 0.5, translateX: 10 }], 50, () => getApp().log.push('moved')) }, onShareAppMessage(o) { return { title: o.from + o.target.dataset.x } } })`,
    },
    async (page) => {
      await page.waitForFunction(() => getApp().log.filter((each) => each.startsWith('loaded')).length === 2)
      await page.waitForFunction(() => getApp().log.some((each) => each.startsWith('missing')))
      assert.equal(await page.locator('#rt').innerHTML(), '<p class="x">hi <b>you</b></p>')
      await page.getByText('a<b').waitFor()
      await page.getByText('<map>').waitFor()
      await page.getByRole('button', { name: 'share' }).click()
      for (const part of ['low {"direction":"bottom"}', 'slid {"current":1', 'moved']) {
        await page.waitForFunction((text) => getApp().log.some((each) => each.startsWith(text)), part).catch(async () => assert.fail(`${part} is not in ${await logged(page)}`))
      }
      await page.waitForFunction(() => __mp.calls.some((call) => call.name === 'onShareAppMessage' && call.facts.title === 'button1'))
      await page.evaluate(() => (__mp.errors.length = 0))
    },
    { expectErrors: true },
  ))

test('the name the phone offers is put away by Escape, wherever the keyboard is, and by another page', () =>
  run(
    {
      'app.json': { pages: ['pages/a/a', 'pages/b/b'] },
      'pages/a/a.wxml': '<input id="one" type="nickname"/><input id="two" type="nickname"/><input id="three" type="nickname"/>',
      'pages/b/b.wxml': '<view>b page</view>',
    },
    async (page, { top }) => {
      const offer = page.getByRole('dialog')
      await page.locator('#one input').click()
      await offer.waitFor()
      await page.keyboard.press('Escape')
      await offer.waitFor({ state: 'detached' })
      await page.locator('#two input').fill('half a na')
      await offer.waitFor()
      await page.locator('#two input').focus()
      await page.keyboard.press('Escape')
      await offer.waitFor({ state: 'detached' })
      await page.locator('#three input').click()
      await offer.waitFor()
      await page.evaluate(() => void wx.navigateTo({ url: '/pages/b/b' }))
      await top.getByText('b page').waitFor()
      assert.equal(await offer.count(), 0)
    },
  ))
