// The mini-program's own words in every language, so that a test taps what a guest reads and a better wording breaks none.

import { phone } from '../../test/support/phone.mjs'

const CATALOGUE = JSON.parse(JSON.stringify(phone(() => ({})).start().catalogue.CATALOGUE))
export const LANGUAGES = Object.keys(CATALOGUE)

/** `say('zh-Hans')('scene.join')`, with facts filled in; a key that is not there is an error. */
export function say(language) {
  return (key, facts = {}) => {
    const [area, what] = key.split('.')
    const text = CATALOGUE[language]?.[area]?.[what]
    if (text === undefined) throw new Error(`no text ${key} in ${language}`)
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(facts[name] ?? whole))
  }
}

/** The text as a pattern: whatever stands for a fact matches. */
export function pattern(language, key) {
  const text = say(language)(key)
  return new RegExp(text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+?'))
}
