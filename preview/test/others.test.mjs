// What other people's mini-programs do that ours does not: idioms that are no faults, and orders of things they count on.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { build } from '../build.mjs'
import { closeChrome, faults, logged, run, write } from './support/bench.mjs'

after(closeChrome)
const APP = { 'app.js': 'App({ log: [], globalData: { n: 1 } })' }
const css = (page, id, name, part) => page.locator('#' + id).evaluate((node, [key, pseudo]) => getComputedStyle(node, pseudo)[key], [name, part])

test('a program may stop events without a handler, use HTML tags, WXS of its own and libraries for every place', async () => {
  const sound = {
    'pages/a/a.wxml': `<wxs module="t">function f(l) { for (var i = 0; i<l.length; i++) { if (l[i].constructor == 'Number') { var class = 'k'; return class } } return l }
module.exports = { f: f }</wxs><view catchtouchmove="true" catchtap="noop"><view catchtouchmove="preventTouchMove">{{t.f([1])}}</view></view><a>x</a><br/><h2>h</ h2><view wx:if="{{ n <b }}"/><import src="/lib/parse.wxml"/><template is="rich"/>`,
    'lib/parse.wxml': '<template name="rich"><image bindload="loadedByTheLibrary"/></template>',
    'pages/a/a.wxss': '@import url("../../lib/base.wxss"); .f { background: url(data:font/woff;base64,AA7vw+5vh/AA==) }',
    'lib/base.wxss': '// words\n.b { color: red; stray } // more\n.c { background: url(//a.test/b.png) }',
    'pages/a/a.js': `const lib = require('../../lib/every'); Page({ data: { n: 1, b: 2 }, onLoad() { this.setData({ id: 5, other: 6 }); this.x = this.data.id + lib.here } })`,
    'lib/every.js': `var node = typeof process !== 'undefined'; exports.here = node ? 1 : 2; exports.stop = function () { if (node) process.exit(); if (!node && exports.window) localStorage.clear() }`,
  }
  assert.deepEqual(await faults(sound), [])
})

test('writing to a constant is told with its line, and the rest can still be opened', async () => {
  const program = write({ 'pages/a/a.wxml': '<view/>', 'pages/a/a.js': `Page({\n go() {\n  const 数 = 1; const n = 1; n += 1\n } })` })
  const { report, written } = await build(program, program + '-built')
  assert.match(report.errors.join('\n'), /^pages\/a\/a\.js:3: .*"n"/)
  assert.equal(written, true)
})

test('a page is on the stack, with its bars, before its onLoad; a router knows where it stands', () =>
  run(
    {
      ...APP,
      'app.json': { pages: ['pages/a/a', 'pages/b/b'] },
      'pages/a/a.wxml': '<view id="go" bindtap="go">go</view>',
      'pages/a/a.js': `Page({ list: [1], onLoad() { const top = getCurrentPages().pop(); wx.setNavigationBarTitle({ title: '早' }); getApp().log.push([top === this, top.route, this.list.length].join()) }, go() { this.pageRouter.navigateTo({ url: '../b/b' }) } })`,
      'pages/b/b.wxml': '<view>second</view>',
    },
    async (page) => {
      assert.deepEqual(await logged(page), ['true,pages/a/a,1'])
      assert.equal(await page.locator('.mp-title').textContent(), '早')
      await page.locator('#go').click()
      await page.getByText('second').waitFor()
    },
  ))

test('styleIsolation said in the script, placeholders, rich text and page-meta are styled as they say', () =>
  run(
    {
      ...APP,
      'pages/a/a.wxml': `<page-meta page-style="letter-spacing: 3px"/><view id="p" class="leaks m">p</view><open/><half/><input id="i" placeholder="名" placeholder-class="hint" placeholder-style="font-size: 20px"/><view id="n">x\\ny</view><text id="d" decode>{{said}}</text>`,
      'pages/a/a.json': { usingComponents: { open: '/c/open', half: '/c/half' } },
      'pages/a/a.wxss': '.m { color: rgb(1, 1, 1) } .hint { color: rgb(4, 4, 4) } view:nth-child(odd) { text-indent: 2px } #p::after { content: "10rpx" }',
      'pages/a/a.js': `Page({ data: { said: '1&lt;2&nbsp;3' }, onReady() { this.setData({ said: '&amp;lt;' }) } })`,
      'c/open.json': { component: true },
      'c/open.wxml': '<view id="o" class="m">o</view>',
      'c/open.wxss': '.leaks { margin-left: 9px }',
      'c/open.js': `Component({ options: { styleIsolation: 'shared' } })`,
      'c/half.json': { component: true },
      'c/half.wxml': '<view id="h" class="m">h</view><rich-text id="r" nodes="<p class=&quot;own&quot;>r</p>"/>',
      'c/half.wxss': '.leaks { margin-top: 9px } .own { color: rgb(5, 5, 5) }',
      'c/half.js': `Component({ options: { styleIsolation: 'apply-shared' } })`,
    },
    async (page) => {
      assert.deepEqual([await css(page, 'p', 'marginLeft'), await css(page, 'p', 'marginTop'), await css(page, 'p', 'letterSpacing')], ['9px', '0px', '3px'])
      assert.deepEqual([await css(page, 'o', 'color'), await css(page, 'h', 'color'), await css(page, 'r > p', 'color')], ['rgb(1, 1, 1)', 'rgb(1, 1, 1)', 'rgb(5, 5, 5)'])
      assert.deepEqual([await css(page, 'i > .mp-placeholder', 'color'), await css(page, 'i > .mp-placeholder', 'fontSize')], ['rgb(4, 4, 4)', '20px'])
      assert.equal(await css(page, 'p', 'content', '::after'), '"10rpx"')
      assert.equal(await page.locator('#n').textContent(), 'x\ny')
      await page.waitForFunction(() => document.querySelector('#d').textContent === '&lt;')
      await page.locator('#i input').fill('小满')
      assert.equal(await page.locator('.mp-placeholder').isVisible(), false)
    },
  ))

test('slots side by side keep their order; an event can be written as JSON and knows its place', () =>
  run(
    {
      ...APP,
      'pages/a/a.wxml': '<view style="height: 30px"/><card id="c" data-k="1" bindtap="tapped"><view slot="x">named</view>usual</card>',
      'pages/a/a.json': { usingComponents: { card: '/c/card' } },
      'pages/a/a.js': 'Page({ tapped(e) { const { type, currentTarget } = JSON.parse(JSON.stringify(e)); getApp().log.push(JSON.stringify([type, currentTarget.dataset, e.currentTarget.offsetTop])) } })',
      'c/card.json': { component: true },
      'c/card.wxml': '<view wx:if="{{title}}">{{title}}</view>\n  <slot></slot>\n  <slot name="x"></slot><view id="none">\n  <slot name="y"/>\n</view>',
      'c/card.wxss': ':host { display: block }',
      'c/card.js': 'Component({ options: { multipleSlots: true }, properties: { title: String } })',
    },
    async (page) => {
      assert.equal(await page.locator('#c').textContent(), 'usualnamed')
      assert.equal(await page.locator('#none:empty').count(), 1)
      await page.locator('#c').click()
      assert.deepEqual(await logged(page), ['["tap",{"k":"1"},30]'])
    },
  ))

test('boxes are dragged inside their area, media are matched, slides leave room at their sides', () =>
  run(
    {
      ...APP,
      'pages/a/a.wxml': `<match-media min-width="1000"><view id="wide">wide</view></match-media><match-media max-width="1000"><view id="narrow">narrow</view></match-media>
<movable-area style="width: 200px; height: 200px"><movable-view id="m" direction="horizontal" x="10" y="10" bindchange="moved" style="width: 50px; height: 50px">m</movable-view></movable-area>
<swiper previous-margin="20px" next-margin="30px"><swiper-item id="one">1</swiper-item><swiper-item>2</swiper-item></swiper><swiper display-multiple-items="2"><swiper-item id="half">1</swiper-item><swiper-item>2</swiper-item></swiper>
<button id="b" type="primary" class="mine">old</button><button open-type="getUserInfo" bindgetuserinfo="who">who</button>`,
      'pages/a/a.wxss': '.mine { padding-top: 11px }',
      'pages/a/a.js': `Page({ moved(e) { getApp().log.push(e.detail) }, who(e) { getApp().log.push(e.detail.userInfo.nickName) }, onReady() { const a = wx.createAnimation(); this.setData({ a }); this.data.a.option.transition.duration = 0; getApp().log.push(this.data.a.opacity(1).step().export().actions[0].option.transition.duration) } })`,
    },
    async (page) => {
      await page.waitForFunction(() => getApp().log.length > 1)
      assert.deepEqual([await page.locator('#wide').isVisible(), await page.locator('#narrow').isVisible()], [false, true])
      const box = await page.locator('#m').boundingBox()
      await page.mouse.move(box.x + 20, box.y + 20)
      await page.mouse.down()
      await page.mouse.move(box.x + 50, box.y + 90, { steps: 2 })
      await page.mouse.move(box.x + 900, box.y + 90)
      await page.mouse.up()
      assert.deepEqual((await logged(page)).at(-1), { x: 150, y: 10, source: 'touch' })
      assert.ok((await logged(page)).includes(0), "the animation's own duration")
      assert.deepEqual([(await page.locator('#one').boundingBox()).width, (await page.locator('#half').boundingBox()).width], [325, 187.5])
      assert.deepEqual([await css(page, 'b', 'backgroundColor'), await css(page, 'b', 'paddingTop')], ['rgb(26, 173, 25)', '11px'])
      await page.getByRole('button', { name: 'who' }).click()
      await page.waitForFunction(() => getApp().log.includes('微信用户'))
    },
  ))

test('data nobody shows may be set; a slip in a name is still loud; the cloud says that it is not there', () =>
  run(
    {
      ...APP,
      'pages/a/a.wxml': '<view>{{title}}</view>',
      'pages/a/a.js': `Page({ data: { title: '', icon60: '' }, onLoad() { this.setData({ icon20: 1, somewhere: 2 }); wx.cloud.init(); wx.cloud.callFunction({ name: 'x', fail: (e) => getApp().log.push(e.errMsg) }); this.setData({ tilte: 'x' }) } })`,
    },
    async (page) => {
      const { errors, warnings } = await page.evaluate(() => ({ errors: __mp.errors, warnings: __mp.warnings }))
      assert.equal(errors.length, 2)
      assert.match(errors[0], /wx\.cloud\.callFunction is not provided/)
      assert.match(errors[1], /setData\("tilte"\).*"title" is/)
      assert.equal(warnings.filter((each) => /^setData\("(icon20|somewhere)"\)/.test(each)).length, 2)
      assert.match((await logged(page))[0], /^cloud\.callFunction:fail/)
    },
    { expectErrors: true },
  ))

test('a socket that cannot be reached says so, and nothing was fetched before the start', () =>
  run(
    {
      ...APP,
      'pages/a/a.wxml': '<icon type="success" id="i"/>',
      'pages/a/a.js': `Page({ onLoad() { const log = getApp().log; wx.getBackgroundFetchData({ fail: (e) => log.push(e.errMsg) }); const task = wx.connectSocket({ url: 'ws://127.0.0.1:1/' }); task.onError((e) => log.push(e.errMsg)); task.send({ data: 'x', fail: (e) => log.push(e.errMsg) }) } })`,
    },
    async (page) => {
      await page.waitForFunction(() => getApp().log.length === 3)
      assert.deepEqual((await logged(page)).sort(), ['connect failed', 'getBackgroundFetchData:fail record not found', 'sendSocketMessage:fail WebSocket is not connected'])
      assert.equal(await css(page, 'i', 'color', '::before'), 'rgb(255, 255, 255)')
    },
    { expectErrors: true },
  ))

test('kits: several hover classes at once, an observer nobody wrote, an open-type nobody knows, a refused phone number, the version asked of __wxConfig', () =>
  run(
    {
      ...APP,
      'pages/a/a.wxml': '<view id="outer" hover-class="dim"><view id="v" hover-class="warm  wide" hover-stop-propagation hover-stay-time="{{0}}">v</view></view><card id="c" hover="cool"/><button id="u" open-type="navigateTo">u</button><button id="p" open-type="getPhoneNumber" bindgetphonenumber="told">p</button>',
      'pages/a/a.json': { usingComponents: { card: '/c/card' } },
      'pages/a/a.wxss': '.warm { color: rgb(1, 1, 1) } .wide { letter-spacing: 4px } .dim { opacity: .5 } .cool { margin-left: 7px }',
      'pages/a/a.js': 'Page({ told(e) { getApp().log.push(e.detail.errMsg, __wxConfig.envVersion === wx.getAccountInfoSync().miniProgram.envVersion) } })',
      'c/card.json': { component: true },
      'c/card.wxml': '<view id="in" hover-class="own hover">c</view>',
      'c/card.wxss': '.own { color: rgb(2, 2, 2) }',
      'c/card.js': `Component({ externalClasses: ['hover'], properties: { n: { type: Number, observer: 'nobodyWroteIt' } } })`,
    },
    async (page) => {
      const press = async (id) => {
        await page.locator('#' + id).hover()
        await page.mouse.down()
      }
      await press('v')
      assert.deepEqual([await css(page, 'v', 'color'), await css(page, 'v', 'letterSpacing'), await css(page, 'outer', 'opacity')], ['rgb(1, 1, 1)', '4px', '1'])
      await page.mouse.up()
      await page.waitForFunction(() => !document.querySelector('#v').className)
      await press('in')
      assert.deepEqual([await css(page, 'in', 'color'), await css(page, 'in', 'marginLeft')], ['rgb(2, 2, 2)', '7px'])
      await page.mouse.up()
      await page.locator('#u').click()
      await page.locator('#p').click()
      await page.waitForFunction(() => getApp().log.length === 2)
      assert.deepEqual(await logged(page), ['getPhoneNumber:fail no permission', true])
      const { errors, warnings } = await page.evaluate(() => __mp)
      assert.deepEqual(errors.map((each) => each.split('\n')[0]), ['Error: <button open-type="getPhoneNumber"> is not provided by the preview'])
      assert.match(warnings.join('\n'), /nobodyWroteIt[\s\S]*open-type="navigateTo"/)
    },
    { expectErrors: true },
  ))

test('an enhanced scroll-view gives its context, slides say how far they have moved, storage takes several at once', () =>
  run(
    {
      ...APP,
      'pages/a/a.wxml': `<scroll-view enhanced scroll-y id="s" style="height: 50px"><view wx:for="{{[1, 2, 3, 4]}}" wx:key="*this" id="row{{item}}" style="height: 40px">{{item}}</view></scroll-view><scroll-view id="plain"/>
<swiper current="{{at}}" duration="0" bindtransition="moved" style="height: 50px"><swiper-item>1</swiper-item><swiper-item>2</swiper-item></swiper>`,
      'pages/a/a.js': `Page({ data: { at: 0 }, moved(e) { this.far = e.detail.dx }, async onReady() {
  wx.createSelectorQuery().select('#s').node().select('#plain').node().exec(([one, other]) => { one.node.scrollIntoView('#row3', { animated: false }); one.node.showScrollbar = false; getApp().log.push([other.node, one.node.showScrollbar].join()) })
  this.setData({ at: 1 }); wx.batchSetStorageSync([{ key: 'a', value: 1 }, { key: 'b', value: { c: 2 } }])
  const { dataList } = await wx.batchGetStorage({ keyList: ['b', 'none'] }); getApp().log.push(JSON.stringify([wx.batchGetStorageSync(['a']), dataList])) } })`,
    },
    async (page) => {
      await page.waitForFunction(() => getApp().log.length === 2 && getCurrentPages()[0].far === 375)
      assert.deepEqual((await logged(page)).toSorted(), [',false', '[[1],[{"c":2},""]]'])
      assert.equal(await page.locator('#s').evaluate((node) => node.scrollTop), 80)
    },
  ))
