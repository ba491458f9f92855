// A small mini-program in a real browser, its server and its simulated WeChat: what the tests of wx calls stand on.

import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { build } from '../build.mjs'
import { launch } from './support/browser.mjs'

export { program as PROGRAM } from './support/browser.mjs'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.png': 'image/png' }
export const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAUAAAAECAIAAADJUWIXAAAAFElEQVR4nGOUrwpjQAJMDKiAEB8AOusA9w6AWIEAAAAASUVORK5CYII=', 'base64')

const FILES = {
  'app.json': JSON.stringify({ pages: ['pages/a/a', 'pages/b/b'], window: { navigationBarTitleText: '样例' }, darkmode: true }),
  'app.js': 'App({})',
  'pages/a/a.json': '{}',
  'pages/a/a.js': "Page({ onShareAppMessage() { return { title: '来看看', path: '/pages/b/b?x=1' } }, onShareTimeline() { return { title: '一起', query: 'x=2' } } })",
  'pages/a/a.wxml': '<view>a<button open-type="share">share</button></view>',
  'pages/a/a.wxss': '',
  'pages/b/b.json': '{}',
  'pages/b/b.js': 'Page({})',
  'pages/b/b.wxml': '<view>b</view>',
  'pages/b/b.wxss': '',
}

/**
 * @param {(request: http.IncomingMessage, body: string) => {status?: number, type?: string, body?: any, hang?: boolean} | undefined} answer
 *   what the server and the simulated WeChat say; undefined: a file of the site
 */
export async function stage(answer, settings = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wx-'))
  for (const [name, text] of Object.entries(FILES)) {
    fs.mkdirSync(path.dirname(path.join(folder, 'in', name)), { recursive: true })
    fs.writeFileSync(path.join(folder, 'in', name), text)
  }
  const { report } = await build(path.join(folder, 'in'), path.join(folder, 'out'))
  if (report.errors.length) throw new Error(JSON.stringify(report.errors))
  const asked = []
  const server = http.createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', () => {
      const url = new URL(request.url, 'http://x')
      const known = url.pathname === '/host.json' ? { body: { simulator: origin(), appid: 'wxapp', ...settings } } : answer(request, text)
      if (known) asked.push({ method: request.method, url: request.url, headers: request.headers, body: text })
      if (known?.hang) return
      if (known) {
        response.writeHead(known.status ?? 200, { 'Content-Type': known.type ?? 'application/json', 'X-Some-Name': 'yes' })
        return response.end(typeof known.body === 'string' || Buffer.isBuffer(known.body) ? known.body : JSON.stringify(known.body ?? {}))
      }
      const file = path.join(folder, 'out', url.pathname === '/' ? 'index.html' : url.pathname)
      if (!fs.existsSync(file)) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream' }).end(fs.readFileSync(file))
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const origin = () => `http://127.0.0.1:${server.address().port}`
  const browser = await launch()

  /** A fresh person's phone. @param {string} [address] */
  async function phone(address = '/?user=lin&lang=zh-CN', options = {}) {
    const context = await browser.newContext({ viewport: { width: 375, height: 720 }, ...options })
    context.setDefaultTimeout(60_000)
    const page = await context.newPage()
    await page.goto(origin() + address)
    await page.waitForFunction(() => window.__mp?.ready)
    /** Calls wx.name with what was given and callbacks; {how, res}. */
    page.wx = (name, given = {}) =>
      page.evaluate(
        ([name, given]) =>
          new Promise((done) => {
            wx[name]({ ...given, success: (res) => done({ how: 'success', res }), fail: (res) => done({ how: 'fail', res }) })
          }),
        [name, given],
      )
    page.begin = (name, given = {}) => {
      const ending = page.wx(name, given)
      ending.catch(() => {})
      return ending
    }
    page.errors = () => page.evaluate(() => window.__mp.errors)
    return page
  }

  async function close() {
    await browser.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    fs.rmSync(folder, { recursive: true, force: true })
  }
  return { phone, close, origin, asked }
}
