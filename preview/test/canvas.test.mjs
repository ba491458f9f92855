// Canvases: the new one with its node, the old one that draws by its id, pictures taken of both.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { closeChrome, logged, run } from './support/bench.mjs'

after(closeChrome)
const RED_DOT = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="4" height="4"%3E%3Cpath fill="red" d="M0 0h4v4H0z"/%3E%3C/svg%3E'
const colourAt = (page, id, x, y) => page.locator(`#${id} > canvas`).evaluate((canvas, [left, top]) => [...canvas.getContext('2d').getImageData(left, top, 1, 1).data], [x, y])

test('the old canvas collects steps and draws them, pictures in their order; its own words are measured', () =>
  run(
    {
      'app.js': 'App({ log: [] })',
      'pages/a/a.wxml': '<canvas canvas-id="old" id="old" style="width: 40px; height: 30px"/><one id="c"/>',
      'pages/a/a.json': { usingComponents: { one: '/c/one' } },
      'pages/a/a.js': `Page({ onReady() {
  const pen = wx.createCanvasContext('old')
  pen.setFillStyle('#00ff00'); pen.fillRect(0, 0, 40, 30)
  pen.drawImage('${RED_DOT}', 0, 0, 10, 10)
  pen.fillStyle = 'rgb(0, 0, 255)'; pen.fillRect(5, 5, 2, 2)
  pen.setFontSize(20); const wide = pen.measureText('MM').width; pen.setFontSize(10)
  pen.draw(false, () => {
    getApp().log.push('drawn', wide > 1.9 * pen.measureText('MM').width, pen.fillStyle)
    pen.clearRect(30, 20, 10, 10); pen.draw(true, () => wx.canvasToTempFilePath({ canvasId: 'old', width: 10, height: 10, destWidth: 20, destHeight: 20,
      success: ({ tempFilePath }) => wx.getImageInfo({ src: tempFilePath, success: (i) => getApp().log.push([i.width, i.type].join()) }) }))
  })
  wx.canvasGetImageData({ canvasId: 'none', x: 0, y: 0, width: 1, height: 1, fail: (e) => getApp().log.push(e.errMsg.slice(0, 39)) })
} })`,
      'c/one.json': { component: true },
      'c/one.wxml': '<canvas canvas-id="old" id="inner" style="width: 20px; height: 20px"/>',
      'c/one.js': `Component({ lifetimes: { ready() { const pen = wx.createCanvasContext('old', this); pen.setFillStyle('#ff00ff'); pen.fillRect(0, 0, 20, 20); pen.draw() } } })`,
    },
    async (page) => {
      await page.waitForFunction(() => getApp().log.length === 5)
      assert.deepEqual((await logged(page)).toSorted(), ['#0000ff', '20,png', 'canvasGetImageData:fail canvas is empty', 'drawn', true].toSorted())
      const [green, red, blue, none] = [await colourAt(page, 'old', 20, 20), await colourAt(page, 'old', 2, 2), await colourAt(page, 'old', 6, 6), await colourAt(page, 'old', 35, 25)]
      assert.deepEqual([green, red, blue, none], [[0, 255, 0, 255], [255, 0, 0, 255], [0, 0, 255, 255], [0, 0, 0, 0]])
      assert.deepEqual(await colourAt(page, 'inner', 3, 3), [255, 0, 255, 255])
    },
  ))

test('a canvas that is not there, and a picture that is not, are errors', () =>
  run(
    {
      'app.js': 'App({ log: [] })',
      'pages/a/a.wxml': '<canvas canvas-id="there"/>',
      'pages/a/a.js': `Page({ onReady() { wx.createCanvasContext('other').draw(); const pen = wx.createCanvasContext('there'); pen.drawImage('/no.png', 0, 0); pen.draw(false, () => getApp().log.push('drawn')) } })`,
    },
    async (page) => {
      await page.waitForFunction(() => __mp.errors.length === 2 && getApp().log.length === 1)
      const said = (await page.evaluate(() => __mp.errors)).join('\n')
      assert.match(said, /no <canvas canvas-id="other">/)
      assert.match(said, /drawImage: \/no\.png cannot be loaded/)
    },
    { expectErrors: true },
  ))

test('a canvas node draws files of the mini-program; another needs no page', () =>
  run(
    {
      'app.js': 'App({ log: [] })',
      'pages/a/a.wxml': '<canvas type="2d" id="c" style="width: 20px; height: 20px"/>',
      'pages/a/a.js': `Page({ onReady() { this.createSelectorQuery().select('#c').node(({ node }) => {
  const spare = wx.createOffscreenCanvas({ type: '2d', width: 8, height: 8 }); const pen = spare.getContext('2d'); pen.fillStyle = '#ff0000'; pen.fillRect(0, 0, 8, 8)
  wx.canvasToTempFilePath({ canvas: spare }).then(({ tempFilePath }) => {
    const image = node.createImage()
    image.onload = () => { node.getContext('2d').drawImage(image, 0, 0); getApp().log.push([tempFilePath.slice(0, 9), image.width].join()) }
    image.src = tempFilePath
  }) }).exec() } })`,
    },
    async (page) => {
      await page.waitForFunction(() => getApp().log.length)
      assert.deepEqual(await logged(page), ['wxfile://,8'])
      assert.deepEqual(await colourAt(page, 'c', 4, 4), [255, 0, 0, 255])
    },
  ))
