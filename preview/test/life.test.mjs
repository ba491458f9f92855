// 生活碳足迹 on the phone: months by the calendar of Beijing, the form in five sections, copied months with the names of their places.

import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { build } from 'esbuild'

const miniprogram = join(dirname(fileURLToPath(import.meta.url)), '../../miniprogram')
const { outputFiles } = await build({
  stdin: { contents: "export * from './services/life'; export * from './services/life-answers'", resolveDir: miniprogram, loader: 'ts' },
  bundle: true, write: false, format: 'cjs', target: 'es2020',
})
const storage = new Map()
const wx = {
  getStorageSync: (name) => storage.get(name) ?? '',
  setStorageSync: (name, value) => storage.set(name, value),
  getAppBaseInfo: () => ({ language: 'zh_CN' }),
}
const module = { exports: {} }
vm.runInNewContext(outputFiles[0].text, { module, exports: module.exports, wx, Behavior: () => '', console })
const { offeredMonths, shiftMonth, monthName, rememberNames, sectionsOf, countable, named } = module.exports
const plain = (value) => JSON.parse(JSON.stringify(value))

const tally = { key: 'meals', type: 'group', label: '用餐', category: 'food', fields: [
  { key: 'kind', type: 'choice', required: true, label: '种类', options: [{ value: 'home', label: '家常餐' }] },
  { key: 'count', type: 'integer', required: true, label: '餐数' },
] }
const form = { key: 'life', fields: [
  { key: 'home', type: 'place', label: '居住城市', suggested: '5101', suggested_label: '成都' },
  { key: 'electricity_kwh', type: 'decimal', label: '用电', unit: '千瓦时', category: 'energy', maximum: '99999' },
  { key: 'lpg_kg', type: 'decimal', label: '液化石油气', unit: '千克', category: 'energy', folded: true },
  { key: 'legs', type: 'group', label: '行程', category: 'travel', fields: [
    { key: 'mode', type: 'choice', required: true, label: '方式', options: [{ value: 'metro', label: '地铁' }] },
    { key: 'from', type: 'place', label: '出发地' }, { key: 'distance_km', type: 'decimal', label: '距离' }, { key: 'times', type: 'integer', label: '次数' },
  ] },
  tally,
] }

test('the months offered are those of Beijing, this one first', () => {
  assert.deepEqual(plain(offeredMonths(new Date('2026-01-31T16:30:00Z'))), ['2026-02', '2026-01', '2025-12', '2025-11'])
  assert.equal(shiftMonth('2026-01', 1), '2025-12')
  assert.equal(shiftMonth('2026-12', 11), '2026-01')
  assert.equal(monthName('2026-11'), '2026 年 11 月')
})

test('five sections, each summed up in a line; what is rare waits until it is asked for', () => {
  const answers = { home: '5101', electricity_kwh: '210', legs: [{ mode: 'metro', distance_km: '12', times: 22 }], meals: [{ kind: 'home', count: 50 }] }
  const sections = plain(sectionsOf(form, answers, {}, []))
  assert.deepEqual(sections.map((each) => each.key), ['home', 'travel', 'food', 'shopping', 'waste'])
  assert.deepEqual(sections.map((each) => each.summary), ['用电 210 千瓦时', '地铁 × 22', '家常餐 50', '', ''])
  assert.deepEqual(sections[0].rows.map((row) => row.key), ['home', 'electricity_kwh'])
  assert.equal(sections[0].folded, 1)
  assert.equal(plain(sectionsOf(form, answers, {}, ['home']))[0].rows.length, 3)
})

test('what is wrong is never hidden', () => {
  const [home] = plain(sectionsOf(form, {}, { lpg_kg: { '': '请填写数字' } }, []))
  assert.equal(home.wrong, true)
  assert.equal(home.rows.find((row) => row.key === 'lpg_kg').wrong, '请填写数字')
})

test('where somebody lives is nothing to count', () => {
  assert.equal(countable(form, { home: '5101' }), false)
  assert.equal(countable(form, { electricity_kwh: '1' }), true)
})

test('a copied month shows the names of its places', () => {
  rememberNames({ home: '1101', _home: '北京', legs: [{ from: '5001', _from: '重庆' }] })
  const made = plain(named(form, { home: '1101', legs: [{ mode: 'metro', from: '5001' }, { mode: 'metro', from: '9999' }] }))
  assert.equal(made._home, '北京')
  assert.deepEqual(made.legs.map((leg) => leg._from), ['重庆', '9999'])
  assert.equal(plain(named(form, { home: '5101' }))._home, '成都')
})
