// node screenshots.mjs [OUT]: every page as a guest sees it, in Chinese and English, light and dark, and contact sheets.
// LANGUAGES=zh-Hans,en,sw,gu and WIDTH=320 choose others; PAGES=scene,order some of them.
// README=docs/phone.png also draws the four phones of the README, in Chinese (make pictures).

import fs from 'node:fs'
import path from 'node:path'
import { chrome, closeChrome, openPhone } from './e2e/support/phone.mjs'
import { addresses, somebody } from './e2e/support/pages.mjs'
import { root, startStage } from './e2e/support/stage.mjs'

const out = path.resolve(process.argv[2] ?? process.env.OUT ?? path.join(root, 'out/screenshots'))
const languages = (process.env.LANGUAGES ?? 'zh-Hans,en').split(',')
const width = Number(process.env.WIDTH ?? 375)
const wanted = process.env.PAGES?.split(',')
const readme = process.env.README && path.resolve(root, process.env.README)
const README_PAGES = ['scene', 'result', 'neutralise', 'certificate']
const README_HEIGHT = 775 // as high as it is drawn
const DARK = ['scenes', 'scene', 'calculate', 'result', 'neutralise', 'order', 'certificate', 'boards', 'life', 'life-result', 'mine']

const wrong = asked()
if (wrong) {
  console.error(wrong)
  process.exit(2)
}

/** page -> what the first screen of it shows */
const phones = new Map()
const stage = process.env.E2E_URL ? null : await startStage()
if (stage) Object.assign(process.env, { E2E_URL: stage.url, E2E_SIMULATOR: stage.simulator })
try {
  fs.mkdirSync(out, { recursive: true })
  const facts = await somebody()
  const pages = Object.entries(addresses(facts)).filter(([name]) => !wanted || wanted.includes(name))
  for (const language of languages) {
    const phone = await openPhone({ user: facts.user, language, width, scale: 2, motion: 'no-preference' })
    await phone.signIn()
    const shots = []
    for (const [name, url] of pages) {
      try {
        await phone.go(url)
      } catch (error) {
        console.error(`${language} ${name}: ${error.message}`)
      }
      await phone.page.waitForTimeout(500) // the ring fills once
      if (readme && language === 'zh-Hans' && README_PAGES.includes(name)) {
        await phone.page.setViewportSize({ width, height: README_HEIGHT })
        phones.set(name, await phone.page.screenshot())
      }
      for (const colorScheme of DARK.includes(name) ? ['light', 'dark'] : ['light']) {
        await phone.page.emulateMedia({ colorScheme })
        await phone.page.waitForTimeout(400) // colours change slowly
        const file = `${language}-${name}${colorScheme === 'dark' ? '-dark' : ''}${width === 375 ? '' : `-${width}`}.png`
        await whole(phone.page, path.join(out, file))
        shots.push(file)
      }
      await phone.page.emulateMedia({ colorScheme: 'light' })
    }
    if (phone.said.length) console.error(`${language}: the console said\n${phone.said.join('\n')}`)
    await phone.close()
    await contactSheet(shots, path.join(out, `${language}${width === 375 ? '' : `-${width}`}-all.png`))
    console.log(`${language}: ${shots.length} pictures in ${path.relative(root, out) || '.'}`)
  }
  if (readme) await fourPhones(readme)
} finally {
  await closeChrome()
  await stage?.stop()
}

/** What cannot be photographed, with what can; empty when all of it can. Before anything is started. */
function asked() {
  const nothing = new Proxy({}, { get: () => ({}) })
  const known = { LANGUAGES: ['zh-Hans', 'en', 'sw', 'gu'], PAGES: Object.keys(addresses(nothing)) }
  const chosen = { LANGUAGES: languages, PAGES: wanted ?? [] }
  const lines = Object.entries(chosen).flatMap(([name, words]) => {
    const strange = words.filter((word) => !known[name].includes(word))
    return strange.length ? [`${name}=${strange.join(',')}：没有，可选 · unknown; there are ${known[name].join(', ')}`] : []
  })
  if (!Number.isInteger(width) || width < 240 || width > 1024) lines.push(`WIDTH=${process.env.WIDTH}：请写 240 到 1024 · is a number from 240 to 1024`)
  return lines.join('\n')
}

/** The page from its top to its end: the phone is made as tall as what it shows. */
async function whole(page, file) {
  const more = await page.evaluate(() => {
    const scroller = [...document.querySelectorAll('.mp-page:not([hidden]), .mp-page:not([hidden]) *')].filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowY))
    return Math.max(0, ...scroller.map((each) => each.scrollHeight - each.clientHeight))
  })
  await page.setViewportSize({ width, height: 812 + Math.min(more, 3000) })
  await page.waitForTimeout(60)
  await page.screenshot({ path: file })
  await page.setViewportSize({ width, height: 812 })
}

/** All pictures side by side, to be looked at in one go. */
async function contactSheet(shots, file) {
  const page = await (await chrome()).newPage({ viewport: { width: 1680, height: 900 } })
  const picture = (name) => `<figure><img src="data:image/png;base64,${fs.readFileSync(path.join(out, name)).toString('base64')}"><figcaption>${name.replace('.png', '')}</figcaption></figure>`
  await page.setContent(`<style>body{margin:16px;background:#cfd8d3;font:13px system-ui;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0;width:188px}img{width:188px;max-height:520px;object-fit:cover;object-position:top;border-radius:8px}figcaption{padding:4px}</style>${shots.map(picture).join('')}`)
  await page.screenshot({ path: file, fullPage: true })
  await page.close()
}

async function fourPhones(file) {
  const page = await (await chrome()).newPage({ viewport: { width: 1340, height: 676 }, deviceScaleFactor: 2 })
  const picture = (name) => `<div><img src="data:image/png;base64,${phones.get(name).toString('base64')}"></div>`
  await page.setContent(`<style>body{margin:0;display:flex;justify-content:center;align-items:center;gap:24px;height:676px;background:#e7f0eb}div{width:300px;height:620px;overflow:hidden;border:2px solid #cfe0d6;border-radius:28px;background:#fbf8ef}img{width:300px}</style>${README_PAGES.map(picture).join('')}`)
  await page.screenshot({ path: file })
  await page.close()
}
