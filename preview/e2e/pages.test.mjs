// Every page in every language at both widths: nothing sticks out or is cut off, the console is silent, and axe-core
// finds nothing serious in light or dark.

import assert from 'node:assert/strict'
import { accessibility, addresses, overflow, somebody } from './support/pages.mjs'
import { LANGUAGES } from './support/words.mjs'
import { walk } from './support/walk.mjs'

const missing = [/status of 404/] // the scene that is not there
/** Colours are the same in every language, and all axe-core looks at besides is the same in the dark. */
const AXE = { 'zh-Hans': { dark: false, rules: undefined }, en: { dark: true, rules: ['color-contrast'] } }

for (const language of LANGUAGES) {
  const axe = AXE[language]
  const also = axe ? `, and axe-core finds nothing serious in ${axe.dark ? 'dark' : 'light'}` : ''
  walk(`${language}: no page overflows at 375 or 320 px${also}`, { language, dark: axe?.dark, past: somebody, allow: missing }, async (phone, facts) => {
    await phone.be(facts.user)
    await phone.signIn()
    const wrong = [] // everything, not only the first thing
    for (const [name, url] of Object.entries(addresses(facts))) {
      const found = await looked(phone, url, axe).catch((error) => [error.message])
      wrong.push(...found.map((each) => `${name}: ${each}`))
    }
    assert.deepEqual(wrong, [])
  })
}

async function looked(phone, url, axe) {
  const found = []
  await phone.go(url)
  for (const width of [320, 375]) {
    await phone.page.setViewportSize({ width, height: 812 })
    found.push(...(await overflow(phone.page)).map((each) => `at ${width} px ${each}`))
  }
  if (axe) found.push(...(await accessibility(phone.page, axe.rules)))
  return found
}
