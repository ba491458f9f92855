// Grams, fen and days are written exactly as the server writes them (app/domain/display.py), asked for in Python.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { phone } from './support/phone.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const python = [join(root, '.venv/bin/python'), 'python3'].find((each) => !each.includes('/') || existsSync(each))
const MASSES = [0, 1, 12, 99, 100, 149, 150, 151, 250, 950, 999, 1000, 1050, 1150, 99_940, 99_949, 99_950, 99_960, 100_000, 100_500, 101_500, 405_412, 999_499, 999_500, 999_999, 1_000_000, 1_005_000, 1_015_000, 12_345_678, 99_994_999, 99_995_000, 99_999_999, 100_000_000, 1_234_567_890, 50_000_000_000_000]
const FEN = [0, 1, 5, 99, 100, 1291, 1744, 100_000, 123_456_789, -5, -1744]
const DAYS = ['2026-08-16', '2021-09-07', '2024-02-29', '2026-12-31', '2026-01-01']

const server = JSON.parse(
  spawnSync(python, ['-c', `
import json, sys
from datetime import date
from app.domain import display
asked = json.load(sys.stdin)
print(json.dumps({
    "mass": [[m.number, m.unit, str(m)] for m in map(display.mass, asked["masses"])],
    "fen": [display.fen(f) for f in asked["fen"]],
    "day": {l: [display.day(date.fromisoformat(d), l) for d in asked["days"]] for l in display.LANGUAGES},
}))`], { cwd: root, input: JSON.stringify({ masses: MASSES, fen: FEN, days: DAYS }), encoding: 'utf8' }).stdout,
)

const { format, i18n } = phone(() => ({})).start()
const plain = (value) => JSON.parse(JSON.stringify(value)) // from the program's own realm

test('masses', () => {
  assert.deepEqual(plain(MASSES.map((g) => format.mass(g)).map((m) => [m.number, m.unit, m.text])), server.mass)
})

test('money', () => {
  assert.deepEqual(plain(FEN.map((fen) => format.yuan(fen))), server.fen)
})

test('days, in four languages', () => {
  for (const language of i18n.LANGUAGES) {
    i18n.choose(language)
    assert.deepEqual(plain(DAYS.map((each) => format.day(each))), server.day[language], language)
  }
  i18n.choose('zh-Hans')
})

test('an instant is a day in Beijing', () => {
  assert.equal(format.day('2026-08-16T15:59:59Z'), '2026 年 8 月 16 日')
  assert.equal(format.day('2026-08-16T16:00:00Z'), '2026 年 8 月 17 日')
  assert.equal(format.moment('2026-12-31T16:05:00Z'), '2027 年 1 月 1 日 00:05')
  assert.equal(format.day('soon'), '')
})

test('from one day to another says the year once, and breaks only after the dash', () => {
  const spelt = { 'zh-Hans': '2026 年 11 月 21 日 – 12 月 3 日', en: '21 November – 3 December 2026' }
  for (const [language, words] of Object.entries(spelt)) {
    i18n.choose(language)
    const written = format.days('2026-11-21', '2026-12-03')
    assert.equal(written.replace(/\u00a0/g, ' '), words)
    assert.equal(written.split(' ').length, 2, 'one place to break')
    assert.match(written, /\u00a0– /)
  }
  i18n.choose('zh-Hans')
  assert.equal(format.days('2026-11-21', '2027-01-03').replace(/\u00a0/g, ' '), '2026 年 11 月 21 日 – 2027 年 1 月 3 日')
  assert.equal(format.days('2026-11-21', '2026-11-21').replace(/\u00a0/g, ' '), '2026 年 11 月 21 日')
})
