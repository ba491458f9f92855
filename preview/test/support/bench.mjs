// For the tests: writes a small mini-program, builds it, serves it under a strict policy, opens it in Chromium.

import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { build } from '../../build.mjs'
import { launch } from './browser.mjs'

/** What the site needs of a Content-Security-Policy: nothing inline, nothing evaluated, nothing from elsewhere. */
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self' data:"
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.png': 'image/png', '.svg': 'image/svg+xml' }

/** A mini-program on disk. What a page does not say is filled in. @param {Record<string, string | object>} files */
export function write(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mp-test-'))
  const all = { 'app.js': 'App({})', ...files }
  if (!all['app.json']) {
    const pages = Object.keys(all).filter((name) => /^pages\/.*\.wxml$/.test(name)).map((name) => name.replace(/\.wxml$/, ''))
    all['app.json'] = { pages, window: { navigationBarTitleText: 'Test', navigationBarBackgroundColor: '#ffffff', navigationBarTextStyle: 'black' } }
  }
  for (const [name, content] of Object.entries(all)) {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content))
  }
  for (const name of Object.keys(all).filter((each) => /^pages\/.*\.wxml$/.test(each))) {
    const script = path.join(folder, name.replace(/\.wxml$/, '.js'))
    if (!fs.existsSync(script) && !fs.existsSync(script.replace(/\.js$/, '.ts'))) fs.writeFileSync(script, 'Page({})')
  }
  return folder
}

/** Builds and gives back what was said, for tests of faults. */
export async function faults(files) {
  const folder = write(files)
  try {
    const { report } = await build(folder, path.join(folder, '.built'))
    return report.errors
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

export function serve(folder) {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    const file = path.join(folder, name === '/' ? 'index.html' : name)
    if (!file.startsWith(folder) || !fs.existsSync(file) || fs.statSync(file).isDirectory()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY })
    response.end(fs.readFileSync(file))
  })
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() })))
}

/** How long something may take on a machine with ten times the work it can do. Costs nothing when green. */
const PATIENCE_MS = 60_000
let browser = null
let spare = null

export async function chrome() {
  browser ??= launch()
  return browser
}

export async function closeChrome() {
  if (browser) await (await browser).close()
  browser = spare = null
}

/** An ordinary phone is wiped and used again, since a new one costs as much as a test; every site has its own address. */
async function borrow(context) {
  if (spare && !Object.keys(context).length) {
    const page = spare
    spare = null
    return page
  }
  const opened = await (await chrome()).newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', ...context })
  return opened.newPage()
}

async function giveBack(page, context) {
  if (spare || Object.keys(context).length || page.context().pages().length > 1) return page.context().close()
  try {
    page.removeAllListeners()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.emulateMedia({ colorScheme: null, reducedMotion: null })
    const wire = await page.context().newCDPSession(page)
    await wire.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'all' })
    await wire.detach()
    await page.goto('about:blank')
    spare = page
  } catch {
    await page.context().close()
  }
}

/**
 * Runs `act` on an opened mini-program, then asks that nothing went wrong unless `expectErrors`.
 * @param {Record<string, any> | string} program files, or a folder
 * @param {(page: import('playwright-core').Page, see: any) => Promise<void>} act
 * @param {{hash?: string, search?: string, context?: object, expectErrors?: boolean}} [options]
 */
export async function run(program, act, { hash = '', search = '', context = {}, expectErrors = false } = {}) {
  const folder = typeof program === 'string' ? program : write(program)
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'mp-site-'))
  const { report } = await build(folder, out)
  if (report.errors.length) throw new Error(report.errors.join('\n'))
  const server = await serve(out)
  const page = await borrow(context)
  try {
    const said = []
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
    page.on('pageerror', (error) => said.push(error.stack))
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(server.address + search + hash)
    await page.waitForFunction(() => globalThis.__mp?.ready || globalThis.__mp?.errors.length, null).catch((error) => {
      throw new Error(`it did not start: ${said.join('\n')}\n${error.message}`)
    })
    await act(page, { top: page.locator('.mp-page:not([hidden])'), address: server.address, said })
    if (!expectErrors) {
      const errors = await page.evaluate(() => __mp.errors)
      if (errors.length || said.length) throw new Error([...errors, ...said].join('\n'))
    }
  } finally {
    await giveBack(page, context)
    server.close()
    fs.rmSync(out, { recursive: true, force: true })
    if (typeof program !== 'string') fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** The lines the mini-program wrote with getApp().log.push(...). */
export const logged = (page) => page.evaluate(() => getApp().log)
