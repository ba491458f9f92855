// The words: the same keys and the same facts in four languages, nothing empty, nothing that claims too much.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phone } from './support/phone.mjs'

const { catalogue } = phone(() => ({})).start()
const languages = Object.entries(JSON.parse(JSON.stringify(catalogue.CATALOGUE)))
const [, chinese] = languages[0]
const facts = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

for (const [language, areas] of languages) {
  test(`${language}: the same areas, keys and facts as Chinese`, () => {
    assert.deepEqual(Object.keys(areas), Object.keys(chinese))
    for (const [area, words] of Object.entries(chinese)) {
      assert.deepEqual(Object.keys(areas[area]).sort(), Object.keys(words).sort(), area)
      for (const [what, text] of Object.entries(words)) {
        assert.ok(areas[area][what].trim(), `${area}.${what} is empty`)
        assert.deepEqual(facts(areas[area][what]), facts(text), `${area}.${what}`)
      }
    }
  })
}

test('Chinese says 你 throughout, as to a friend', () => {
  const polite = Object.entries(Object.fromEntries(languages)['zh-Hans']).flatMap(([area, words]) => Object.keys(words).filter((what) => words[what].includes('您')).map((what) => `${area}.${what}`))
  assert.deepEqual(polite, [])
})

test('no text claims that a person or an event is neutral, or offsets anything', () => {
  const forbidden = { 'zh-Hans': /实现了?碳中和|抵消|零碳/, en: /\b(is|are|be) carbon.neutral|offset|zero.carbon|climate.neutral/i, sw: /kufidia|kaboni sifuri/i, gu: /સરભર|કાર્બન ન્યુટ્રલ/ }
  for (const [language, areas] of languages) {
    for (const [area, words] of Object.entries(areas)) {
      for (const [what, text] of Object.entries(words)) assert.doesNotMatch(text, forbidden[language], `${language} ${area}.${what}`)
    }
  }
})
