// The gates a mini-program passes on its way to WeChat: its own compilers, strict types, size.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { official, ours, types, weight, wxml, wxss } from './support/gates.mjs'

const source = process.env.E2E_SOURCE ?? ours
const LIMIT = 1.5 * 1024 * 1024
const skip = official ? false : 'WeChat publishes its compilers for Linux x64 only'
if (skip && process.env.CI) throw new Error(skip)

test("WeChat's WXML compiler takes every template", { skip }, async () => assert.deepEqual(await wxml(source), []))
test("WeChat's WXSS compiler takes every style sheet", { skip }, async () => assert.deepEqual(await wxss(source), []))
test('TypeScript is content in strict mode, without a browser’s globals', async () => assert.deepEqual(await types(source), []))

test('the package is under 1.5 MB', async (t) => {
  const sizes = await weight(source)
  t.diagnostic(Object.entries(sizes).map(([kind, bytes]) => `${kind} ${(bytes / 1024).toFixed(0)} KB`).join(', '))
  assert.ok(sizes.all < LIMIT, `${sizes.all} bytes`)
})
