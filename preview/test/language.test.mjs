// WXML as WeChat's pages use it: binding, lists, templates, wxs, slots, events.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { closeChrome, logged, run } from './support/bench.mjs'

after(closeChrome)
const LOG = 'App({ log: [], onError(e) { this.log.push("error " + e) } })'

test('data, conditions, lists, keys and paths', () =>
  run(
    {
      'pages/a/a.wxml': `<view id="t">{{title}} {{a.b + 1}} {{on ? 'yes' : 'no'}} {{list.length}}</view>
<view wx:if="{{n === 1}}">one</view><view wx:elif="{{n === 2}}">two</view><view wx:else>many</view>
<block wx:for="{{list}}" wx:key="id"><view class="row" wx:for="{{item.kids}}" wx:for-item="kid" wx:for-index="k" wx:key="*this">{{index}}-{{k}}-{{item.id}}-{{kid}}</view></block>
<view hidden="{{hide}}" id="h">hidden</view>
<view style="width: {{w}}rpx; color: {{colour}}" class="box {{on ? 'on' : ''}}" id="box">box</view>
<text>{{'a' + "b"}}</text><view wx:for="abc" wx:key="*this">{{item}}</view>
<button bindtap="go" data-by="{{3}}">go</button>`,
      'pages/a/a.js': `Page({ data: { title: '题', a: { b: 1 }, on: true, n: 2, hide: true, w: 375, colour: 'red', list: [{ id: 'x', kids: ['p', 'q'] }] },
go(e) { this.setData({ n: e.currentTarget.dataset.by, 'a.b': 41, 'list[1]': { id: 'y', kids: ['r'] }, hide: false }, () => { getApp().log.push('drawn ' + this.data.a.b) }) } })`,
      'app.js': LOG,
    },
    async (page, { top }) => {
      await top.getByText('题 2 yes 1').waitFor()
      assert.equal(await top.getByText('two').count(), 1)
      assert.deepEqual(await top.locator('.row').allTextContents(), ['0-0-x-p', '0-1-x-q'])
      assert.equal(await page.locator('#h').isVisible(), false)
      assert.equal((await page.locator('#box').boundingBox()).width, 187.5)
      assert.equal(await page.locator('#box').evaluate((node) => getComputedStyle(node).color), 'rgb(255, 0, 0)')
      await page.getByRole('button', { name: 'go' }).click()
      await top.getByText('题 42 yes 2').waitFor()
      assert.equal(await top.getByText('many').count(), 1)
      assert.equal(await page.locator('#h').isVisible(), true)
      assert.deepEqual(await top.locator('.row').allTextContents(), ['0-0-x-p', '0-1-x-q', '1-0-y-r'])
      await page.waitForFunction(() => getApp().log.includes('drawn 41'))
    },
  ))

test('templates, import, include and wxs, inline and in files', () =>
  run(
    {
      'pages/a/a.wxml': `<import src="../../tpl/card"/><include src="/tpl/foot.wxml"/>
<wxs module="m">var other = require('../../wxs/other.wxs'); module.exports = { up: function (s) { return s.toUpperCase() }, kind: function (v) { return v.constructor === 'Array' ? 'list' : 'else' }, twice: other.twice, re: function (s) { return getRegExp('b', 'g').test(s) }, unit: function (v) { return getRegExp('^-?\\d+(\\.\\d+)?$').test('' + v) ? v + 'px' : v } }</wxs>
<wxs module="f" src="../../wxs/other.wxs"/>
<template name="own"><view>own {{x}}</view></template>
<template is="card" data="{{...item, extra: 1}}"/><template is="{{which}}" data="{{x: 5}}"/>
<view>{{m.up('abc')}} {{m.kind(list)}} {{m.twice(4)}} {{f.twice(5)}} {{m.re('abc')}} {{m.unit(-4.5)}} {{m.unit('5em')}}</view>`,
      'pages/a/a.js': `Page({ data: { item: { title: 'T' }, which: 'own', list: [] }, tapped(e) { getApp().log.push('tapped ' + e.mark.who) } })`,
      'tpl/card.wxml': `<template name="card"><view bindtap="tapped" mark:who="{{title}}">card {{title}} {{extra}}</view></template>`,
      'tpl/foot.wxml': `<view>foot {{which}}</view>`,
      'wxs/other.wxs': `var inner = require('./inner.wxs'); module.exports = { twice: function (n) { return n * inner.two } }`,
      'wxs/inner.wxs': `module.exports.two = 2`,
      'app.js': LOG,
    },
    async (page, { top }) => {
      for (const text of ['card T 1', 'own 5', 'foot own', 'ABC list 8 10 true -4.5px 5em']) await top.getByText(text).waitFor()
      await top.getByText('card T 1').click()
      assert.deepEqual(await logged(page), ['tapped T'])
    },
  ))

test('events bubble, are caught, captured and marked; a mutual binding is heard once', () =>
  run(
    {
      'pages/a/a.wxml': `<view bindtap="out" capture-bind:tap="cap" mark:m="1" data-where="outer"><view id="in" bindtap="in" mark:n="2" data-my-id="7">in</view><view id="stop" catchtap="stop">stop</view>
<view mut-bind:tap="mutOut"><view id="mut" mut-bind:tap="mutIn">mut</view></view></view>`,
      'pages/a/a.js': `const say = (n) => function (e) { getApp().log.push([n, e.type, e.target.dataset.myId, e.currentTarget.dataset.where, e.mark && e.mark.m, e.mark && e.mark.n].join(' ')) }
Page({ out: say('out'), cap: say('cap'), in: say('in'), stop: say('stop'), mutOut: say('mutOut'), mutIn: say('mutIn') })`,
      'app.js': LOG,
    },
    async (page) => {
      await page.locator('#in').click()
      assert.deepEqual(await logged(page), ['cap tap 7 outer 1 2', 'in tap 7  1 2', 'out tap 7 outer 1 2'])
      await page.evaluate(() => (getApp().log.length = 0))
      await page.locator('#stop').click()
      await page.locator('#mut').click()
      assert.deepEqual((await logged(page)).map((each) => each.split(' ')[0]), ['cap', 'stop', 'cap', 'mutIn', 'out'])
    },
  ))

test('the keyboard reaches what can be tapped; a long press and touches are told', () =>
  run(
    {
      'pages/a/a.wxml': `<view id="k" bindtap="tap" aria-role="button" aria-label="按我">k</view><view id="l" bindlongpress="long" bindtouchstart="start" bindtouchend="end">l</view>`,
      'pages/a/a.js': `Page({ tap() { getApp().log.push('tap') }, long() { getApp().log.push('long') }, start(e) { getApp().log.push('start ' + e.touches.length) }, end(e) { getApp().log.push('end ' + e.changedTouches.length) } })`,
      'app.js': LOG,
    },
    async (page) => {
      await page.getByRole('button', { name: '按我' }).focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Space')
      assert.deepEqual(await logged(page), ['tap', 'tap'])
      await page.evaluate(() => (getApp().log.length = 0))
      await page.locator('#l').hover()
      await page.mouse.down()
      await page.waitForFunction(() => getApp().log.includes('long'))
      await page.mouse.up()
      await page.waitForFunction(() => getApp().log.length > 2)
      assert.deepEqual(await logged(page), ['start 1', 'long', 'end 1'])
    },
  ))

test('a long press that was heard is no tap, nor is a finger that went elsewhere; one nobody listens to is', () =>
  run(
    {
      'pages/a/a.wxml': `<view id="both" bindtap="tap" bindlongpress="long">both</view><view bindlongpress="long"><view id="kid" bindtap="tap">kid</view></view><view id="old" bindtap="tap" bindlongtap="long">old</view><view id="drag" bindtap="tap" bindtouchend="end" style="width: 100px; height: 50px">drag</view>`,
      'pages/a/a.js': `const say = (n) => (e) => getApp().log.push(n + ' ' + e.target.id); Page({ tap: say('tap'), long: say('long'), end: say('end') })`,
      'app.js': LOG,
    },
    async (page) => {
      for (const [id, count] of [['both', 1], ['kid', 2], ['old', 3]]) {
        await page.locator('#' + id).hover()
        await page.mouse.down()
        await page.waitForFunction((least) => getApp().log.length >= least, count)
        await page.mouse.up()
      }
      await page.locator('#drag').hover({ position: { x: 5, y: 5 } })
      await page.mouse.down()
      await page.mouse.move(80, (await page.locator('#drag').boundingBox()).y + 20)
      await page.mouse.up()
      await page.locator('#both').focus()
      await page.keyboard.press('Enter')
      assert.deepEqual(await logged(page), ['long both', 'long kid', 'long old', 'tap old', 'end drag', 'tap both'])
    },
  ))

test('wxs answers events and changes with descriptors of elements', () =>
  run(
    {
      'pages/a/a.wxml': `<wxs module="m">module.exports = { tap: function (e, owner) { var s = e.instance.getState(); s.n = (s.n || 0) + 1; e.instance.setStyle({ 'letter-spacing': s.n + 'px' }); e.instance.addClass('on'); owner.callMethod('told', { n: s.n, on: e.instance.hasClass('on') }); owner.selectComponent('.other').setStyle('opacity: 0.5') }, changed: function (now, before, owner, self) { owner.callMethod('told', { now: now, data: self.getDataset().d }) } }</wxs>
<view id="t" style="width: 100px" bind:tap="{{m.tap}}">t</view><view class="other" id="o" change:prop="{{m.changed}}" prop="{{x}}" data-d="7">o</view>`,
      'pages/a/a.js': `Page({ data: { x: 1 }, told(o) { getApp().log.push(JSON.stringify(o)) } })`,
      'app.js': LOG,
    },
    async (page) => {
      await page.locator('#t').click()
      await page.locator('#t').click()
      assert.deepEqual(await logged(page), ['{"now":1,"data":"7"}', '{"n":1,"on":true}', '{"n":2,"on":true}'])
      assert.deepEqual(await page.locator('#t').evaluate((node) => [node.style.letterSpacing, node.style.width]), ['2px', '100px'])
      assert.equal(await page.locator('#o').evaluate((node) => node.style.opacity), '0.5')
    },
  ))

test('a handler of wxs may be chosen by a condition, now and after the data has changed', () =>
  run(
    {
      'pages/a/a.wxml': `<wxs module="m">module.exports = { in: { one: function (e, owner) { owner.callMethod('told', 'one') } }, two: function (e, owner) { owner.callMethod('told', 'two') }, seen: function (now, before, owner) { owner.callMethod('told', 'seen ' + now) } }</wxs>
<view id="or" bindtap="{{off || m.in.one}}" change:n="{{watch && m.seen}}" n="{{n}}">or</view><view id="pick" bindtap="{{second ? m.two : 'plain'}}">pick</view>`,
      'pages/a/a.js': `Page({ data: { off: false, second: false, watch: false, n: 1 }, plain(e) { getApp().log.push('plain ' + e.type) }, told(what) { getApp().log.push(what) } })`,
      'app.js': LOG,
    },
    async (page) => {
      const tap = async () => {
        for (const id of ['or', 'pick']) await page.locator('#' + id).click()
      }
      await tap()
      await page.evaluate(() => getCurrentPages()[0].setData({ second: true, watch: true }))
      await page.evaluate(() => getCurrentPages()[0].setData({ n: 2 }))
      await tap()
      await page.evaluate(() => getCurrentPages()[0].setData({ off: true, second: false }))
      await tap()
      assert.deepEqual(await logged(page), ['one', 'plain tap', 'seen 2', 'one', 'two', 'plain tap'])
    },
  ))
