// The components of miniprogram/components in a browser: what they tell, what they say to a screen reader, how they fit.

import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from '../build.mjs'
import { chrome, closeChrome, serve } from './support/bench.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const miniprogram = join(here, '../../miniprogram')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let house, site

before(async () => {
  house = mkdtempSync(join(os.tmpdir(), 'mp-gallery-'))
  for (const part of ['core', 'services', 'components', 'texts', 'images', 'app.wxss', 'theme.json', 'address.ts']) {
    cpSync(join(miniprogram, part), join(house, part), { recursive: true })
  }
  cpSync(join(here, 'gallery'), join(house, 'pages/gallery'), { recursive: true })
  cpSync(join(here, 'gallery/places.ts'), join(house, 'services/places.ts'))
  rmSync(join(house, 'pages/gallery/places.ts'))
  const { tabBar: _none, sitemapLocation: _neither, ...app } = JSON.parse(readFileSync(join(miniprogram, 'app.json'), 'utf8'))
  writeFileSync(join(house, 'app.json'), JSON.stringify({ ...app, pages: ['pages/gallery/gallery'] }))
  writeFileSync(join(house, 'app.ts'), 'App({})\n')
  const { report } = await build(house, join(house, 'built'))
  assert.deepEqual(report.errors, [])
  site = await serve(join(house, 'built'))
})
after(async () => {
  await closeChrome()
  site?.close()
  rmSync(house, { recursive: true, force: true })
})

async function gallery(act, { context = {} } = {}) {
  const opened = await (await chrome()).newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', ...context })
  const page = await opened.newPage()
  const said = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.stack))
  page.setDefaultTimeout(60_000)
  await page.goto(site.address)
  const top = page.locator('.mp-page:not([hidden])')
  await top.getByRole('button', { name: 'Pay' }).waitFor()
  await act(page, top, (text) => top.locator('#told', { hasText: text }).waitFor())
  assert.deepEqual([...(await page.evaluate(() => globalThis.__mp.errors)), ...said], [])
  await opened.close()
}

test('a number moves, stays within its bounds, and may be typed', () =>
  gallery(async (page, top, told) => {
    await top.getByRole('button', { name: '增加Nights' }).click()
    await told('nights=2')
    await top.getByRole('button', { name: '增加Nights' }).click()
    await told('nights=3')
    await top.getByRole('button', { name: '增加Nights', disabled: true }).click({ force: true })
    assert.equal(await top.getByLabel('Nights nights').inputValue(), '3')
    const distance = top.getByLabel('Distance km')
    await distance.fill('12.5')
    await told('distance="12.5"')
    await distance.fill('')
    await told('distance=""')
    await distance.fill('99999')
    await distance.blur()
    await told('distance="20100"')
  }))

test('one of a few: chosen once, taken back only where it is optional', () =>
  gallery(async (page, top, told) => {
    const how = top.getByRole('radiogroup', { name: 'How' })
    await how.getByRole('radio', { name: 'Plane' }).click()
    await told('mode="plane"')
    assert.equal(await how.getByRole('radio', { name: 'Plane' }).getAttribute('aria-checked'), 'true')
    assert.equal(await how.getByRole('radio', { checked: true }).count(), 1)
    const roughly = top.getByRole('radiogroup', { name: 'Roughly' })
    await roughly.getByRole('radio', { name: 'On foot' }).click()
    await told('band="walk"')
    await roughly.getByRole('radio', { name: 'On foot' }).click()
    await told('band=""')
  }))

test('a place is found by letters and chosen by a tap or the keyboard', () =>
  gallery(async (page, top, told) => {
    await top.getByRole('button', { name: /^From/ }).click()
    const sheet = top.getByRole('dialog', { name: 'From' })
    await sheet.getByRole('textbox').fill('zz')
    await sheet.getByText('没有找到「zz」').waitFor()
    await sheet.getByRole('textbox').fill('cd')
    await sheet.getByRole('button', { name: '成都双流国际机场 四川' }).click()
    await told('place="CTU"')
    assert.equal(await sheet.count(), 0)
    await top.getByRole('button', { name: 'From 成都双流国际机场' }).click()
    await sheet.getByRole('textbox').fill('cd')
    await sheet.getByText('成都双流国际机场').waitFor()
    await sheet.getByRole('textbox').press('Enter')
    await told('place="5101"')
    await top.getByRole('button', { name: /^From/ }).click()
    await sheet.getByRole('button', { name: '重庆' }).click() // offered before anything is typed
    await told('place="5001"')
  }))

test('yes or no, by hand and by keyboard', () =>
  gallery(async (page, top, told) => {
    const both = top.getByRole('switch', { name: 'Both ways' })
    await both.click()
    await told('back=true')
    await both.focus()
    await page.keyboard.press('Space')
    await told('back=false')
    assert.equal(await both.getAttribute('aria-checked'), 'false')
  }))

test('a busy button says what is going on and takes no second press; a disabled one none', () =>
  gallery(async (page, top, told) => {
    await top.getByRole('button', { name: 'Pay' }).click()
    await told('work')
    const busy = top.getByRole('button', { name: 'Asking WeChat' })
    assert.equal(await busy.getAttribute('aria-disabled'), 'true')
    await top.getByRole('button', { name: 'Delete' }).click({ force: true })
    await told('work')
  }))

test('a problem in words: ours when nobody answered, else the server’s; retry only where it helps', () =>
  gallery(async (page, top, told) => {
    const alerts = top.getByRole('alert')
    const offline = alerts.filter({ hasText: '没有连上网络' })
    await offline.getByText('如果刚付过款').waitFor()
    await offline.getByRole('button', { name: '再试一次' }).click()
    await told('offline retry')
    const refusal = alerts.filter({ hasText: 'Sold out' })
    await refusal.getByText('Nothing was charged.').waitFor()
    assert.equal(await refusal.getByRole('button').count(), 0)
    await top.getByText('正在加载…').waitFor() // the skeleton finds words after a second
  }))

test('a sheet is closed by its cross and by the shade; consent is asked, not ticked', () =>
  gallery(async (page, top, told) => {
    await top.getByRole('button', { name: 'Open sheet' }).click()
    const sheet = top.getByRole('dialog', { name: 'Source' })
    await sheet.getByText('Mao Baohua').waitFor()
    await sheet.getByRole('button', { name: '关闭' }).click()
    await told('close')
    await top.getByRole('button', { name: 'Open sheet' }).click()
    await page.mouse.click(180, 80)
    await sheet.waitFor({ state: 'detached' })
    await top.getByRole('button', { name: 'Open consent' }).click()
    await top.getByRole('dialog').getByRole('button', { name: '同意，开始计算' }).click()
    await told('agree')
  }))

test('a sheet keeps the keyboard until it is closed, then gives it back', () =>
  gallery(async (page, top, told) => {
    const opener = top.getByRole('button', { name: 'Open consent' })
    await opener.focus()
    await page.keyboard.press('Enter')
    const sheet = top.getByRole('dialog')
    await sheet.waitFor()
    const inside = () => sheet.evaluate((dialog) => dialog.contains(document.activeElement))
    for (let press = 0; press < 6; press += 1) {
      assert.ok(await inside(), `after ${press} presses`)
      await page.keyboard.press(press % 2 ? 'Tab' : 'Shift+Tab')
    }
    await sheet.getByRole('button', { name: '暂不同意' }).press('Enter')
    await told('decline')
    assert.ok(await opener.evaluate((button) => button === document.activeElement))
  }))

test('lines and empty pages lead somewhere only when they say so', () =>
  gallery(async (page, top, told) => {
    await top.getByRole('button', { name: /^Orders/ }).click()
    await told('row press')
    await top.getByText('Version').click()
    await told('row press')
    await top.getByRole('button', { name: 'Scenes' }).click()
    await told('empty press')
  }))

test('ring, bar, mass, money and tiers read as sentences', () =>
  gallery(async (page, top) => {
    await top.getByRole('img', { name: '进度：40%' }).waitFor()
    for (const said of ['Travel，145 kg，占 73%', 'Lodging，53.5 kg，占 27%', 'Food, 0.9 kg', '≈ 198 kg', '¥12.91']) {
      assert.equal(await top.locator(`[aria-label="${said}"]`).count(), 1, said)
    }
    for (const tier of ['初点', '成环', '展叶', '成山']) await top.getByRole('img', { name: tier }).waitFor()
    assert.equal(await top.getByText('尚无等级').count(), 0)
  }))

test('the ring lights something for the first gram and everything only at the end', () =>
  gallery(async (page, top) => {
    const lit = async (done) => {
      await page.evaluate((value) => getCurrentPages()[0].setData({ done: value }), done)
      return top.locator('[class$="--dot on"], [class*="--dot"][class*="--on"]').count()
    }
    const [none, first, almost, all] = [await lit(0), await lit(0.0001), await lit(0.9999), await lit(1)]
    assert.deepEqual([none, first, all], [0, 1, 36])
    assert.equal(almost, 35)
  }))

test('in four languages, with the largest text, at 320 px: nothing wider than the screen', () =>
  gallery(
    async (page, top) => {
      for (const name of ['English', 'Kiswahili', 'ગુજરાતી', '中文']) {
        await top.getByRole('radio', { name }).click()
        const frames = await page.evaluate(() => {
          const found = [...document.querySelectorAll('[style*="--scale"]')]
          found.forEach((each) => each.style.setProperty('--scale', '1.5'))
          return found.length
        })
        assert.equal(frames, 1)
        const wide = await page.evaluate(() => {
          const edge = document.querySelector('.mp-page:not([hidden])').getBoundingClientRect().right + 0.5
          return [...document.querySelectorAll('.mp-page:not([hidden]) *')].filter((each) => each.getBoundingClientRect().right > edge).map((each) => each.outerHTML.slice(0, 120))
        })
        assert.deepEqual(wide, [], name)
      }
    },
    { context: { viewport: { width: 320, height: 640 } } },
  ))

for (const colorScheme of ['light', 'dark']) {
  test(`axe-core finds nothing, ${colorScheme}`, () =>
    gallery(
      async (page, top) => {
        const look = async () => {
          await page.evaluate(axe)
          const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
          assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`), [])
        }
        await page.waitForTimeout(900) // dots light up one after another
        await look()
        await top.getByRole('button', { name: 'Open consent' }).click()
        await page.waitForTimeout(300)
        await look()
      },
      { context: { colorScheme, bypassCSP: true } },
    ))
}
