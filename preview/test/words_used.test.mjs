// Every text that is asked for exists, every text that exists is asked for, and no words stand outside texts/.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { phone } from './support/phone.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../miniprogram')
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((each) => each.isFile() && /\.(ts|wxml)$/.test(each.name))
  .map((each) => join(each.parentPath ?? each.path, each.name))
  .filter((file) => !relative(root, file).startsWith('texts'))
  .map((file) => ({ name: relative(root, file), text: withoutComments(readFileSync(file, 'utf8')) }))

const words = phone(() => ({})).start().catalogue.CATALOGUE['zh-Hans']
const known = new Set(Object.entries(words).flatMap(([area, texts]) => Object.keys(texts).map((what) => `${area}.${what}`)))
const areas = Object.keys(words).join('|')

const whole = new RegExp(`['"\`](${areas})\\.([A-Za-z0-9_]+)['"\`]|\\bt\\.(${areas})\\.([A-Za-z0-9_]+)`, 'g')
const begun = new RegExp(`\`(${areas})\\.([A-Za-z0-9_]*)\\$\\{[^}\`]*\\}([A-Za-z0-9_]*)`, 'g') // \`scene.status_\${status}\`
const indexed = new RegExp(`\\bt\\.(${areas})\\[['"]?([A-Za-z0-9_]*)`, 'g') // t.scene['status_' + status]

test('every text that is asked for exists', () => {
  const missing = []
  for (const { name, text } of files) {
    for (const [, a, b, c, d] of text.matchAll(whole)) if (!known.has(`${a ?? c}.${b ?? d}`)) missing.push(`${name}: ${a ?? c}.${b ?? d}`)
    for (const [, area, start, end] of text.matchAll(begun)) {
      if (![...known].some((key) => key.startsWith(`${area}.${start}`) && key.includes(end))) missing.push(`${name}: ${area}.${start}…${end}`)
    }
  }
  assert.deepEqual(missing, [])
})

test('every text that exists is asked for', () => {
  const all = files.map(({ text }) => text).join('\n')
  const asked = new Set([...all.matchAll(whole)].map(([, a, b, c, d]) => `${a ?? c}.${b ?? d}`))
  // what stands around a fact that is filled in; around nothing at all, anything would count
  const around = [...all.matchAll(begun), ...all.matchAll(indexed)].filter(([, , start, end]) => start || end)
  const composed = (key) => around.some(([, area, start, end]) => key.startsWith(`${area}.${start}`) && key.includes(end ?? ''))
  // a text may also be taken by its bare key: t(`pay.${key}`) of 'sold_out', words[`kind_${kind}`], common.scene_picture
  const bare = (key) => {
    const [area, what] = key.split('.')
    const start = what.replace(/_[^_]*$/, '_')
    return [`\\b${area}\\.${what}\\b`, `['"\`]${what}['"\`]`, ...(start === what ? [] : [`['"\`]${start}(\\$\\{|['"\`])`])].some((each) => new RegExp(each).test(all))
  }
  const idle = [...known].filter((key) => !asked.has(key) && !composed(key) && !bare(key))
  assert.deepEqual(idle, [])
})

test('words for people stand in texts/ only', () => {
  const ours = {
    'components/dd-language/dd-language.ts': ['中文', 'ગુજરાતી'], // languages, each in its own name
    // what the server's samples say in Chinese, recognised and said in the reader's language
    'services/scene-words.ts': ['历史活动示例', '示例'],
    'components/project-card/project-card.ts': ['示例'],
  }
  const outside = files.flatMap(({ name, text }) => {
    const found = text.match(/[\p{sc=Han}\p{sc=Gujarati}][\p{sc=Han}\p{sc=Gujarati}\p{M}]*/gu) ?? []
    return found.filter((each) => !(ours[name] ?? []).includes(each)).map((each) => `${name}: ${each}`)
  })
  assert.deepEqual(outside, [])
})

function withoutComments(text) {
  return text.replace(/<!--[\s\S]*?-->/g, '').replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')
}
