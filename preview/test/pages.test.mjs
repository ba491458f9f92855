// The page stack, the bars, the address and the capsule's menu.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { closeChrome, logged, run } from './support/bench.mjs'

after(closeChrome)
const LIFE = (name, more = '') => `Page({ onLoad(q) { this.q = q; getApp().log.push('${name} load ' + JSON.stringify(q)) }, onShow() { getApp().log.push('${name} show') }, onHide() { getApp().log.push('${name} hide') }, onUnload() { getApp().log.push('${name} unload') }, ${more} })`
const PROGRAM = {
  'app.json': {
    pages: ['pages/a/a', 'pages/t/t', 'pages/b/b', 'pages/c/c'],
    subPackages: [{ root: 'more', pages: ['d/d'] }],
    window: { navigationBarTitleText: 'App', navigationBarBackgroundColor: '@bar', navigationBarTextStyle: 'black' },
    darkmode: true,
    themeLocation: 'theme.json',
    tabBar: { color: '#666666', selectedColor: '#1f7a56', backgroundColor: '#ffffff', list: [{ pagePath: 'pages/a/a', text: 'Home' }, { pagePath: 'pages/t/t', text: 'Tab' }] },
  },
  'theme.json': { light: { bar: '#fbf8ef' }, dark: { bar: '#0f1613' } },
  'app.js': 'App({ log: [], onLaunch(o) { this.launch = o } })',
  'pages/a/a.wxml': '<navigator id="to-b" url="../b/b?x=1&y=%E4%B8%AD">b</navigator><button bindtap="open">channel</button>',
  'pages/a/a.js': LIFE('a', `open() { wx.navigateTo({ url: '/pages/c/c', events: { answer: (d) => getApp().log.push('answer ' + d) }, success: (r) => r.eventChannel.emit('ask', 'q') }) }`),
  'pages/t/t.wxml': '<view>tab page</view>',
  'pages/t/t.js': LIFE('t', `onTabItemTap(o) { getApp().log.push('tab tapped ' + o.index) }`),
  'pages/b/b.wxml': '<view>b page</view><navigator id="to-d" open-type="redirect" url="/more/d/d">d</navigator><view style="height: 3000rpx"/>',
  'pages/b/b.json': { navigationBarTitleText: 'B', enablePullDownRefresh: true },
  'pages/b/b.js': LIFE('b', `onReachBottom() { getApp().log.push('bottom') }, onPullDownRefresh() { getApp().log.push('pulled'); wx.stopPullDownRefresh() }, onShareAppMessage(o) { return { title: 'from ' + o.from, path: '/pages/b/b?shared=1' } }`),
  'pages/c/c.wxml': '<view>c page</view>',
  'pages/c/c.js': LIFE('c', `onReady() { const c = this.getOpenerEventChannel(); c.on('ask', (q) => { getApp().log.push('asked ' + q); c.emit('answer', 'a') }) }`),
  'more/d/d.wxml': '<view>d page</view>',
  'more/d/d.js': LIFE('d'),
}

test('navigating, going back, redirecting, tabs: each page hears of it once', () =>
  run(PROGRAM, async (page, { top }) => {
    await page.locator('#to-b').click()
    await top.getByText('b page').waitFor()
    assert.deepEqual(await logged(page), ['a load {}', 'a show', 'a hide', 'b load {"x":"1","y":"%E4%B8%AD"}', 'b show'])
    assert.equal(await page.locator('.mp-title').textContent(), 'B')
    assert.match(page.url(), /#\/pages\/b\/b\?x=1&y=%E4%B8%AD$/)
    await page.getByRole('button', { name: '返回' }).click()
    assert.deepEqual((await logged(page)).slice(5), ['b unload', 'a show'])
    await page.evaluate(() => (getApp().log.length = 0))
    await page.getByRole('tab', { name: 'Tab' }).click()
    await page.getByRole('tab', { name: 'Home' }).click()
    assert.deepEqual(await logged(page), ['a hide', 't load {}', 't show', 'tab tapped 1', 't hide', 'a show'])
    await page.locator('#to-b').click()
    await page.locator('#to-d').click()
    await top.getByText('d page').waitFor()
    assert.deepEqual(await page.evaluate(() => getCurrentPages().map((each) => each.route)), ['pages/a/a', 'more/d/d'])
    assert.equal(await page.locator('.mp-title').textContent(), 'App')
  }))

test('an ordinary page below is shown again as it was left; nobody need encode a percent sign', () =>
  run(
    {
      'app.json': { pages: ['pages/a/a', 'pages/b/b', 'pages/c/c'] },
      'app.js': 'App({ log: [] })',
      'pages/a/a.wxml': '<input id="typed"/><view id="go" bindtap="go">{{n}}</view><view style="height: 3000rpx"/>',
      'pages/a/a.js': LIFE('a', `data: { n: 0 }, go() { this.setData({ n: 7 }); wx.navigateTo({ url: '../b/b?off=100%&odd=%E4&even=%E4%BD%A0' }) }`),
      'pages/b/b.wxml': '<view id="back" bindtap="back">{{off}} {{even}}</view>',
      'pages/b/b.js': `Component({ properties: { off: String, even: String }, methods: { ${LIFE('b').slice('Page({'.length, -'})'.length)} back() { wx.navigateTo({ url: '/pages/c/c' }) } } })`,
      'pages/c/c.wxml': '<view id="far" bindtap="back">c</view>',
      'pages/c/c.js': LIFE('c', 'back() { wx.navigateBack({ delta: 2 }) }'),
    },
    async (page, { top }) => {
      await page.locator('#typed input').fill('left')
      await page.locator('#go').click()
      await top.getByText('100% 你').waitFor()
      await page.locator('#back').click()
      await page.locator('#far').click()
      await top.locator('#go').getByText('7').waitFor()
      assert.equal(await page.locator('#typed input').inputValue(), 'left')
      const b = '{"off":"100%","odd":"%E4","even":"%E4%BD%A0"}'
      assert.deepEqual(await logged(page), ['a load {}', 'a show', 'a hide', `b load ${b}`, 'b show', 'b hide', 'c load {}', 'c show', 'c unload', 'b unload', 'a show'])
      assert.equal(await page.locator('.mp-page').count(), 1)
    },
  ))

test('the browser goes back and forward through the stack; a reload keeps it', () =>
  run(PROGRAM, async (page, { top }) => {
    await page.locator('#to-b').click()
    await top.getByText('b page').waitFor()
    await page.goBack()
    await page.locator('#to-b').waitFor()
    assert.equal(await page.evaluate(() => getCurrentPages().length), 1)
    await page.goForward()
    await top.getByText('b page').waitFor()
    await page.reload()
    await top.getByText('b page').waitFor()
    assert.deepEqual(await page.evaluate(() => [getCurrentPages()[0].q.y, __mp.stack.length]), ['%E4%B8%AD', 2])
    await page.getByRole('button', { name: '返回' }).click()
    await page.locator('#to-b').waitFor()
    await page.locator('#to-b').click()
    await top.getByText('b page').waitFor()
    assert.equal(await page.evaluate(() => getCurrentPages().length), 2)
  }))

test('going back puts away the sheet over the page, and only then the page', () =>
  run(PROGRAM, async (page, { top }) => {
    await page.locator('#to-b').click()
    await top.getByText('b page').waitFor()
    await page.evaluate(() => void wx.showActionSheet({ itemList: ['one'], fail: ({ errMsg }) => (globalThis.ended = errMsg) }))
    await page.getByRole('dialog').waitFor()
    await page.goBack()
    await page.waitForFunction(() => globalThis.ended === 'showActionSheet:fail cancel' && history.state.depth === 2)
    assert.equal(await page.evaluate(() => getCurrentPages().length), 2)
    await page.goBack()
    await page.locator('#to-b').waitFor()
    assert.equal(await page.evaluate(() => getCurrentPages().length), 1)
  }))

test('events between pages, wrong moves, launch options', () =>
  run(
    PROGRAM,
    async (page) => {
      const launch = await page.evaluate(() => getApp().launch)
      assert.deepEqual([launch.path, launch.query, launch.scene], ['pages/c/c', { scene: 'a%3Db' }, 1047])
      const home = page.getByRole('button', { name: '回到首页' })
      await home.click()
      await page.getByRole('button', { name: 'channel' }).click()
      await page.waitForFunction(() => getApp().log.includes('answer a'))
      assert.ok((await logged(page)).includes('asked q'))
      const failed = await page.evaluate(() => Promise.all(['/pages/zzz/zzz', '/pages/t/t'].map((url) => new Promise((done) => wx.navigateTo({ url, fail: (e) => done(e.errMsg) })))))
      assert.deepEqual(failed, ['navigateTo:fail page "pages/zzz/zzz" is not found', 'navigateTo:fail can not navigateTo a tabbar page'])
    },
    { search: '?scene=a%3Db', hash: '#/pages/c/c' },
  ))

test('the menu shares and refreshes; the bottom is reached; the theme changes', () =>
  run(
    PROGRAM,
    async (page, { top }) => {
      await page.getByRole('button', { name: '菜单' }).click()
      await page.getByRole('dialog').getByText('刷新').click()
      await page.waitForFunction(() => getApp().log.includes('pulled'))
      await page.getByRole('button', { name: '菜单' }).click()
      await page.getByRole('dialog').getByText('转发给朋友').click()
      await page.waitForFunction(() => __mp.calls.some((call) => call.name === 'onShareAppMessage'))
      assert.deepEqual(await page.evaluate(() => __mp.calls.find((call) => call.name === 'onShareAppMessage').facts), { title: 'from menu', path: '/pages/b/b?shared=1' })
      await top.locator('.mp-scroll').evaluate((node) => node.scrollTo(0, 99999))
      await page.waitForFunction(() => getApp().log.includes('bottom'))
      const ground = (colour) => page.waitForFunction((colour) => getComputedStyle(document.querySelector('.mp-nav')).getPropertyValue('--nav-ground') === colour, colour)
      await ground('#fbf8ef')
      await page.emulateMedia({ colorScheme: 'dark' })
      await ground('#0f1613')
    },
    { hash: '#/pages/b/b' },
  ))

test('single-page mode: one page, no way on', () =>
  run(
    PROGRAM,
    async (page, { top }) => {
      await top.getByText('d page').waitFor()
      const errMsg = await page.evaluate(() => new Promise((done) => wx.navigateTo({ url: '/pages/c/c', fail: (e) => done(e.errMsg) })))
      assert.match(errMsg, /navigateTo:fail/)
      assert.equal(await page.evaluate(() => getApp().launch.scene), 1154)
      await page.getByRole('button', { name: '前往小程序' }).click()
      await page.waitForFunction(() => globalThis.__mp?.ready && getApp().launch.scene === 1001)
    },
    { search: '?single=1', hash: '#/more/d/d' },
  ))

test('selector queries and observers measure in the phone, also on a desk', () =>
  run(
    {
      'app.js': 'App({ log: [] })',
      'pages/a/a.wxml': '<view id="box" data-n="1" style="width: 100px; height: 30px; margin: 20px; color: rgb(1, 2, 3)">x</view><canvas type="2d" id="c" style="width: 50px; height: 40px"/><view style="height: 2000px"/><view id="far">far</view>',
      'pages/a/a.js': `Page({ onReady() { wx.createSelectorQuery().select('#box').fields({ rect: true, size: true, dataset: true, computedStyle: ['color'] }).select('#none').boundingClientRect().selectViewport().scrollOffset().select('#c').node().exec((r) => {
  getApp().log.push(r[0].left, r[0].top, r[0].width, r[0].dataset.n, r[0].color, r[1], r[2].scrollTop); const ctx = r[3].node.getContext('2d'); ctx.fillRect(0, 0, 5, 5); getApp().log.push(r[3].node.width); wx.pageScrollTo({ selector: '#far', duration: 0 }) })
  this.createIntersectionObserver().relativeToViewport().observe('#far', (r) => { if (r.intersectionRatio > 0) getApp().log.push('far seen') }) } })`,
    },
    async (page) => {
      await page.waitForFunction(() => getApp().log.includes('far seen') && getApp().log.length > 8)
      assert.deepEqual((await logged(page)).filter((each) => each !== 'far seen').slice(0, 6), [20, 20, 100, '1', 'rgb(1, 2, 3)', null])
    },
    { context: { viewport: { width: 1280, height: 900 } } },
  ))

test("the mini-program's own tab bar", () =>
  run(
    {
      'app.json': { pages: ['pages/a/a', 'pages/b/b'], tabBar: { custom: true, list: [{ pagePath: 'pages/a/a', text: 'A' }, { pagePath: 'pages/b/b', text: 'B' }] } },
      'pages/a/a.wxml': '<view>first</view>',
      'pages/a/a.js': 'Page({ onShow() { this.getTabBar().setData({ at: 0 }) } })',
      'pages/b/b.wxml': '<view>second</view>',
      'pages/b/b.js': 'Page({ onShow() { this.getTabBar().setData({ at: 1 }) } })',
      'custom-tab-bar/index.json': { component: true },
      'custom-tab-bar/index.wxml': `<view class="bar"><view wx:for="{{['A', 'B']}}" wx:key="*this" bindtap="go" data-url="{{index ? '/pages/b/b' : '/pages/a/a'}}">{{index === at ? '>' : ''}}{{item}}</view></view>`,
      'custom-tab-bar/index.js': 'Component({ data: { at: 0 }, methods: { go(e) { wx.switchTab({ url: e.currentTarget.dataset.url }) } } })',
    },
    async (page, { top }) => {
      await top.getByText('>A').waitFor()
      assert.equal(await page.locator('.mp-tabbar').isVisible(), false)
      await top.getByText('B', { exact: true }).click()
      await top.getByText('>B').waitFor()
      await top.getByText('second').waitFor()
    },
  ))
