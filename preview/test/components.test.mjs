// Custom components: properties, observers, slots, behaviors, relations, generics, styles and their lifetimes.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { closeChrome, logged, run } from './support/bench.mjs'

after(closeChrome)
const LOG = 'App({ log: [] })'
const SAY = 'const say = (...a) => getApp().log.push(a.join(" "));'

test('properties, observers, events, two-way binding, selectComponent, lifetimes in order', () =>
  run(
    {
      'pages/a/a.wxml': '<box id="b" count="{{n}}" model:value="{{v}}" some-text="x" bind:change="changed" dataset="d"/><view id="v">{{v}}|{{n}}</view>',
      'pages/a/a.json': { usingComponents: { box: '/components/box/box' } },
      'pages/a/a.js': `${SAY} Page({ data: { n: 1, v: 'first' }, onLoad(q) { say('onLoad') }, onShow() { say('onShow') }, onReady() { say('onReady'); say(this.selectComponent('#b').hello()) }, changed(e) { say('changed', e.detail.to); this.setData({ n: e.detail.to }) } })`,
      'components/box/box.json': { component: true },
      'components/box/box.wxml': '<view id="up" bindtap="up">{{count}} {{double}} {{value}} {{someText}}</view>',
      'components/box/box.js': `${SAY} Component({ properties: { count: { type: Number, value: 0 }, value: String, someText: String, dataset: String }, data: { double: 0 },
observers: { 'count'(c) { this.setData({ double: c * 2 }) }, 'value, double'(v, d) { this.seen = v + d } },
lifetimes: { created() { say('created') }, attached() { say('attached') }, ready() { say('ready') }, detached() { say('detached') } }, pageLifetimes: { show() { say('page show') }, hide() { say('page hide') } },
methods: { up() { this.setData({ value: 'second' }); this.triggerEvent('change', { to: this.data.count + 1 }) }, hello() { return 'hello ' + this.properties.count } } })`,
      'app.js': LOG,
    },
    async (page, { top }) => {
      await page.waitForFunction(() => getApp().log.includes('hello 1'))
      assert.deepEqual(await logged(page), ['created', 'attached', 'onLoad', 'page show', 'onShow', 'ready', 'onReady', 'hello 1'])
      await page.locator('#up').click()
      await top.getByText('2 4 second x').waitFor()
      assert.equal(await page.locator('#v').textContent(), 'second|2')
    },
  ))

test('slots, named slots, a virtual host, generics, placeholders', () =>
  run(
    {
      'pages/a/a.wxml': '<frame><view slot="head">H</view><view>in the middle</view><view slot="foot">F</view></frame><bare><text>bare</text></bare><list generic:row="fancy" items="{{[1,2]}}"/>',
      'pages/a/a.json': { usingComponents: { frame: '../../c/frame', bare: '../../c/bare', list: '/c/list', fancy: '/c/fancy' }, componentPlaceholder: { fancy: 'view' } },
      'c/frame.json': { component: true },
      'c/frame.wxml': '<view id="f"><slot name="head"/>[<slot/>]<slot name="foot"/></view>',
      'c/frame.js': 'Component({ options: { multipleSlots: true } })',
      'c/bare.json': { component: true },
      'c/bare.wxml': '<view id="bare"><slot/></view>',
      'c/bare.js': 'Component({ options: { virtualHost: true } })',
      'c/list.json': { component: true, componentGenerics: { row: { default: './plain' } } },
      'c/list.wxml': '<row wx:for="{{items}}" wx:key="*this" n="{{item}}"/>',
      'c/list.js': 'Component({ properties: { items: Array } })',
      'c/plain.json': { component: true },
      'c/plain.wxml': '<view>plain {{n}}</view>',
      'c/plain.js': 'Component({ properties: { n: Number } })',
      'c/fancy.json': { component: true },
      'c/fancy.wxml': '<view class="fancy">fancy {{n}}</view>',
      'c/fancy.js': 'Component({ properties: { n: Number } })',
    },
    async (page, { top }) => {
      assert.equal(await page.locator('#f').textContent(), 'H[in the middle]F')
      assert.equal(await page.locator('wx-bare').count(), 0)
      assert.equal(await page.locator('#bare').textContent(), 'bare')
      await top.getByText('fancy 2').waitFor()
    },
  ))

test('behaviors, relations, form fields of components, a component as a page', () =>
  run(
    {
      'pages/a/a.wxml': '<form bindsubmit="send"><menu><entry name="one" value="1"/><entry name="two" value="2"/></menu><input name="three" value="3"/><button form-type="submit">send</button></form>',
      'pages/a/a.json': { usingComponents: { menu: '/c/menu', entry: '/c/entry' } },
      'pages/a/a.js': `const greet = require('../../greet'); Component({ behaviors: [greet], properties: { code: String }, methods: { onLoad(q) { getApp().log.push('load ' + q.code + ' ' + this.data.code + ' ' + this.greet()) }, send(e) { getApp().log.push(JSON.stringify(e.detail.value)) } } })`,
      'greet.js': `module.exports = Behavior({ data: { who: 'you' }, methods: { greet() { return 'hello ' + this.data.who } } })`,
      'c/menu.json': { component: true },
      'c/menu.wxml': '<slot/>',
      'c/menu.js': `Component({ relations: { './entry': { type: 'child', linked(t) { getApp().log.push('linked ' + t.data.name) } } }, methods: { all() { return this.getRelationNodes('./entry').length } } })`,
      'c/entry.json': { component: true },
      'c/entry.wxml': '<view/>',
      'c/entry.js': `Component({ behaviors: ['wx://form-field'], relations: { './menu': { type: 'parent' } } })`,
      'app.js': LOG,
    },
    async (page) => {
      await page.getByRole('button', { name: 'send' }).click()
      await page.waitForFunction(() => getApp().log.length > 3)
      assert.deepEqual(await logged(page), ['linked one', 'linked two', 'load Q1 Q1 hello you', '{"one":"1","two":"2","three":"3"}'])
    },
    { hash: '#/pages/a/a?code=Q1' },
  ))

test('styles stay where they belong', () =>
  run(
    {
      'app.wxss': '@import "base.wxss"; .shared { color: rgb(1, 1, 1) } page { --gap: 20rpx; background: rgb(250, 250, 250) }',
      'base.wxss': '.from-import { padding-left: var(--gap) }',
      'pages/a/a.wxml': '<view id="p" class="shared mine from-import">p</view><iso class="host" ext="outer"/><app-shared id="as"/><shared/><navigator id="n" url="../b/b">b</navigator>',
      'pages/a/a.json': { usingComponents: { iso: '/c/iso', 'app-shared': '/c/app-shared', shared: '/c/shared' } },
      'pages/a/a.wxss': '.mine { margin-top: 10rpx; animation: spin 1s } .outer { color: rgb(9, 9, 9) } .inside { color: rgb(7, 7, 7) } @keyframes spin { to { opacity: 1 } } .only-a { color: red }',
      'pages/b/b.wxml': '<view id="q" class="mine only-a">q</view>',
      'pages/b/b.wxss': 'view { text-align: right }',
      'c/iso.json': { component: true },
      'c/iso.wxml': '<view id="i" class="shared mine ext inside">i</view>',
      'c/iso.wxss': ':host { display: block; width: 50vw } .mine { margin-top: 3px }',
      'c/iso.js': `Component({ externalClasses: ['ext'] })`,
      'c/app-shared.json': { component: true, styleIsolation: 'apply-shared' },
      'c/app-shared.wxml': '<view id="s" class="shared inside">s</view>',
      'c/app-shared.js': 'Component({ options: { addGlobalClass: true } })',
      'c/shared.json': { component: true, styleIsolation: 'shared' },
      'c/shared.wxml': '<view id="x" class="inside">x</view>',
      'c/shared.wxss': '.mine { letter-spacing: 2px }',
      'c/shared.js': 'Component({})',
    },
    async (page) => {
      const css = (id, name) => page.locator('#' + id).evaluate((node, key) => getComputedStyle(node)[key], name)
      assert.equal(await css('p', 'color'), 'rgb(1, 1, 1)')
      assert.equal(await css('p', 'marginTop'), '5px')
      assert.equal(await css('p', 'paddingLeft'), '10px')
      assert.equal(await css('p', 'letterSpacing'), '2px')
      assert.equal(await css('i', 'color'), 'rgb(9, 9, 9)')
      assert.equal(await css('i', 'marginTop'), '3px')
      assert.equal((await page.locator('wx-iso').boundingBox()).width, 187.5)
      assert.equal(await css('s', 'color'), 'rgb(7, 7, 7)')
      assert.equal(await css('x', 'color'), 'rgb(7, 7, 7)')
      assert.equal(await css('p', 'textAlign'), 'start')
      await page.locator('#n').click()
      assert.equal(await css('q', 'textAlign'), 'right')
      assert.equal(await css('q', 'marginTop'), '0px')
      assert.equal(await css('q', 'color'), 'rgb(0, 0, 0)')
      assert.equal(await css('q', 'letterSpacing'), 'normal')
    },
  ))

test('TypeScript, ES modules, CommonJS, absolute paths, miniprogram_npm and circles', () =>
  run(
    {
      'pages/a/a.wxml': '<view id="o">{{o}}</view><npm-thing/>',
      'pages/a/a.json': { usingComponents: { 'npm-thing': 'kit/thing' } },
      'pages/a/a.ts': `import { twice, type Kind } from '../../lib/twice'\nimport kit from 'kit'\nconst abs = require('/lib/plain')\nconst n: Kind = 4\nPage({ data: { o: '' }, onLoad() { this.setData({ o: [twice(n), kit.name, abs.circle(), typeof window, typeof document].join(' ') }) } })`,
      'lib/twice.ts': 'export type Kind = number\nexport const twice = (n: Kind): number => n * 2',
      'lib/plain.js': `exports.circle = function () { return require('./other').back() }; exports.value = 'plain'`,
      'lib/other.js': `const plain = require('./plain'); exports.back = () => plain.value`,
      'miniprogram_npm/kit/index.js': `module.exports = { name: typeof window === 'undefined' ? 'kit' : 'browser' }`,
      'miniprogram_npm/kit/thing/index.json': { component: true },
      'miniprogram_npm/kit/thing/index.wxml': '<view id="thing">thing</view>',
      'miniprogram_npm/kit/thing/index.js': 'Component({})',
    },
    async (page) => {
      assert.equal(await page.locator('#o').textContent(), '8 kit plain undefined undefined')
      assert.equal(await page.locator('#thing').textContent(), 'thing')
    },
  ))
