// A phone in a browser: opens the preview, taps and types as a guest does and counts it, fails on anything the console says.

import fs from 'node:fs'
import path from 'node:path'
import { PATIENCE_MS, borrow, giveBack } from './browser.mjs'
import { say } from './words.mjs'
import { address, newcomer } from './server.mjs'
import { out } from './stage.mjs'

export { PATIENCE_MS, chrome, closeChrome } from './browser.mjs'

/**
 * @typedef {object} Options
 * @property {string} [at]        page and query, '/pages/scene/scene?code=FORUM1'
 * @property {string} [user]      who holds the phone; somebody new by default
 * @property {string} [language]  the phone's: zh-Hans, en, sw, gu
 * @property {number} [width] @property {boolean} [dark] @property {boolean} [single]
 * @property {boolean} [fresh]    a phone whose clock or wires are played with: nobody gets it afterwards
 * @property {RegExp[]} [allow]   what the console may say: requests that fail on purpose
 */

/** @param {Options} options */
export async function openPhone({ at = '', ...options } = {}) {
  const phone = await takePhone(options)
  await phone.open(at)
  return phone
}

/** A phone in the hand, not yet looked at. @param {Options} options */
export async function takePhone({ user = newcomer(), language = 'zh-Hans', width = 375, height = 812, dark = false, single = false, fresh = false, allow = [], motion = 'reduce', scale = 1 } = {}) {
  const device = await borrow({ language, scale, fresh })
  const { page } = device
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: motion })
  const said = []
  page.on('console', (message) => message.type() === 'error' && said.push(`${message.text()} ${message.location().url ?? ''}`))
  page.on('pageerror', (error) => said.push(error.stack))
  return new Phone(device, { user, language, single, said, allow: [...allow] })
}

/** In the page: how much of what it shows is still on its way. */
const unfinished = () => [...document.querySelectorAll(':is(.mp-page:not([hidden])) :is([role="progressbar"], progress, [is$="dd-skeleton"], wx-dd-skeleton, dd-skeleton)')].filter((each) => each.checkVisibility()).length

let visits = 0

class Phone {
  taps = 0
  inputs = 0
  underway = new Set()

  constructor(device, facts) {
    Object.assign(this, { device, page: device.page, context: device.context }, facts)
    this.page.on('request', (request) => this.underway.add(request))
    for (const end of ['requestfinished', 'requestfailed']) this.page.on(end, (request) => this.underway.delete(request))
    this.t = say(this.language)
  }

  /** As if scanned: everything anew. An address that differed in its hash alone would not be. */
  async open(at) {
    const search = new URLSearchParams({ user: this.user, lang: this.language === 'zh-Hans' ? 'zh-CN' : this.language, ...(this.single && { single: '1' }), visit: String((visits += 1)) })
    await this.page.goto(`${address()}/preview/?${search}${at ? `#${at}` : ''}`)
    await this.started()
  }

  /** Hands the phone to somebody else. */
  async be(user) {
    this.user = user
    await this.open('')
  }

  async started() {
    await this.holds(() => globalThis.__mp?.ready || globalThis.__mp?.errors.length)
  }

  async reload() {
    await this.page.reload()
    await this.started()
  }

  /** Waits until it is true in the page; asking at every frame would be half of a page's work. */
  holds(true_, about) {
    return this.page.waitForFunction(true_, about, { polling: 40 })
  }

  /** The control a guest sees under this name; the whole name unless it is a pattern. */
  control(name, role = 'button', { exact = typeof name === 'string' } = {}) {
    return this.page.getByRole(role, { name, exact }).first()
  }

  async tap(name, role = 'button', options = {}) {
    this.taps += 1
    const target = typeof name === 'string' || name instanceof RegExp ? this.control(name, role, options) : name
    await target.click()
  }

  async type(locator, text) {
    this.inputs += 1
    await locator.fill(text)
  }

  text(words) {
    return this.page.getByText(words).filter({ visible: true }).first()
  }

  /** Waits until these words can be read. */
  async reads(words) {
    await this.text(words).waitFor()
  }

  /** Waits for a page by its path. */
  async arrives(name) {
    await this.holds((wanted) => location.hash.includes(`/pages/${wanted}/`), name)
    return this.query()
  }

  query() {
    return new URLSearchParams(this.page.url().split('#')[1]?.split('?')[1] ?? '')
  }

  /** Opens a page inside the running mini-program, which is faster than loading everything anew. */
  async go(url) {
    await this.page.evaluate((wanted) => globalThis.wx.reLaunch({ url: wanted }), url)
    await this.arrives(url.split('/')[2])
    await this.settled()
  }

  /** The login a guest of today has from before: a page of one's own asks for it. */
  signIn() {
    return this.go('/pages/orders/orders')
  }

  /** A control on the sheet that lies over the page. */
  onSheet(name, role = 'button') {
    return this.page.getByRole('dialog').filter({ visible: true }).last().getByRole(role, { name, exact: typeof name === 'string' }).first()
  }

  /** Nothing is on its way any more, twice in a row: no request, no skeleton. */
  async settled() {
    const end = Date.now() + PATIENCE_MS
    for (let calm = 0; calm < 2; ) {
      calm = this.underway.size > 0 || (await this.page.evaluate(unfinished)) > 0 ? 0 : calm + 1
      if (Date.now() > end) throw new Error(`it is still waiting for ${[...this.underway].map((each) => each.url()).join(' ') || 'a skeleton'}`)
      if (calm < 2) await new Promise((done) => setTimeout(done, 60))
    }
  }

  /** Puts away whatever sheet the phone shows. */
  async closeSheet() {
    await this.page.keyboard.press('Escape')
    await this.page.locator('.mp-sheets > *').first().waitFor({ state: 'detached' })
  }

  calls(name) {
    return this.page.evaluate((wanted) => globalThis.__mp.calls.filter((call) => call.name === wanted).map((call) => call.facts), name)
  }

  /** Waits for a call and answers what the last one was given. */
  async called(name) {
    await this.holds((wanted) => globalThis.__mp.calls.some((call) => call.name === wanted), name)
    return (await this.calls(name)).at(-1)
  }

  /** Fails if anything went wrong that the test did not foresee. */
  async clean() {
    const errors = await this.page.evaluate(() => globalThis.__mp.errors)
    const unexpected = [...errors, ...this.said].filter((each) => !this.allow.some((pattern) => pattern.test(each)))
    if (unexpected.length) throw new Error(`the console said:\n${unexpected.join('\n')}`)
  }

  async where() {
    return `${this.page.url().split('#')[1] ?? '?'} · ${(await this.page.locator('.mp-title').textContent({ timeout: 2000 }).catch(() => '')) ?? ''}`
  }

  async keep(name) {
    fs.mkdirSync(out, { recursive: true })
    await this.page.screenshot({ path: path.join(out, `${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}.png`) }).catch(() => {})
  }

  close() {
    return giveBack(this.device, address())
  }
}
