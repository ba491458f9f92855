// Every calculator's form, from the server's own method: what the phone fills in beforehand and sends is accepted there,
// the published examples pass through unchanged, and a refusal finds the field it belongs to.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const python = [join(root, '.venv/bin/python'), 'python3'].find((each) => !each.includes('/') || existsSync(each))

function method(script, input) {
  const { stdout, stderr } = spawnSync(python, ['-c', `import json, sys\nasked = json.load(sys.stdin)\n${script}`], {
    cwd: root, input: JSON.stringify(input ?? null), encoding: 'utf8',
  })
  assert.ok(stdout, stderr)
  return JSON.parse(stdout)
}

const FORMS = method(`
from app.methodology import calculators, footprints
scene = footprints.scene_context("5101")
print(json.dumps({key: calculators.form(key, scene=scene) for key in calculators.KEYS}))`)

/** Totals, or the pointers that are refused. */
function calculated(asked) {
  return method(`
from app.domain.errors import InputRefused
from app.methodology import footprints
scene = footprints.scene_context("5101")
def total(key, inputs):
    try:
        return footprints.calculate(key, inputs, scene=scene).total_g
    except InputRefused as refused:
        return [error.pointer for error in refused.errors]
print(json.dumps({key: total(key, inputs) for key, inputs in asked.items()}))`, asked)
}

const bundle = await build({
  stdin: { contents: `export * from './services/answers'\nexport * from './services/usual'`, resolveDir: join(root, 'miniprogram'), loader: 'ts' },
  bundle: true, write: false, format: 'cjs', target: 'es2020',
})
const module = { exports: {} }
vm.runInNewContext(bundle.outputFiles[0].text, { module, exports: module.exports, wx: {}, Behavior: () => '' })
const { begun, drawnAt, farAboveUsual, fresh, goneBy, inTown, isLegs, offeredWays, sendable, sharedBy, together } = module.exports
const plain = (value) => JSON.parse(JSON.stringify(value)) // from the program's own realm

test('the published example of every calculator is sent as it stands', () => {
  for (const [key, form] of Object.entries(FORMS)) assert.deepEqual(plain(sendable(form, form.example).inputs), form.example, key)
})

test('what is filled in beforehand lacks a place to come from at most, and is accepted with one', () => {
  const sent = {}
  for (const [key, form] of Object.entries(FORMS)) {
    const answers = begun(form)
    for (const { field, rest } of sendable(form, answers).missing) {
      assert.match(`${field}${rest}`, /^legs\/\d+\/from$/, key)
      answers[field][Number(rest.split('/')[1])].from = '5001'
    }
    sent[key] = plain(sendable(form, answers).inputs)
  }
  for (const [key, total] of Object.entries(calculated(sent))) assert.equal(typeof total, 'number', `${key}: ${JSON.stringify(total)}`)
})

test('every mode, given in every way it offers, is accepted', () => {
  const legs = FORMS.conference.fields.find(isLegs)
  const made = legs.fields.find((each) => each.key === 'mode').options.flatMap(({ value }) => {
    const leg = sharedBy(legs, fresh(legs, value), 3)
    return [...offeredWays(legs, leg)].map((way) => ({ ...leg, _way: way, from: '1101', distance_km: '12.5' }))
  })
  assert.ok(made.length > 30)
  const sent = plain(sendable(FORMS.conference, { people: 3, legs: made }))
  assert.equal(sent.inputs.legs.length, made.length)
  assert.equal(typeof calculated({ conference: sent.inputs }).conference, 'number')
})

test('whoever lives there goes by what crosses a town: nobody flies or takes a fast train to it, a car stays a car', () => {
  const legs = FORMS.conference.fields.find(isLegs)
  const sent = (leg) => plain(sendable(FORMS.conference, { people: 1, legs: [inTown(legs, leg)] }).inputs.legs[0])
  assert.deepEqual(sent({ mode: 'plane', cabin: 'economy', from: '1101' }), { mode: 'metro', band: 'city' })
  assert.deepEqual(sent({ mode: 'high_speed_rail', round_trip: true }), { mode: 'metro', band: 'city', round_trip: true })
  assert.deepEqual(sent({ mode: 'car_electric', band: 'near' }), { mode: 'car_electric', band: 'near' })
  assert.equal(typeof calculated({ conference: { people: 1, legs: [sent({ mode: 'plane', cabin: 'first' })] } }).conference, 'number')
})

test('a slip to the metro and back leaves a train between two cities; a car keeps how it was given', () => {
  const legs = FORMS.conference.fields.find(isLegs)
  const back = (leg, ...modes) => plain(modes.reduce((gone, mode) => goneBy(legs, gone, mode), leg))
  assert.equal(back({ mode: 'high_speed_rail', _way: 'places', from: '5001' }, 'metro', 'high_speed_rail')._way, 'places')
  assert.equal(back(fresh(legs, 'metro'), 'plane')._way, 'places')
  assert.equal(back({ mode: 'metro', _way: 'band' }, 'car_petrol')._way, 'band')
  assert.equal(back({ mode: 'plane', _way: 'km', cabin: 'first' }, 'rail')._way, 'km')
  assert.equal(back({ mode: 'plane', cabin: 'first' }, 'metro').cabin, undefined)
})

test('people who travel together share the car and the room, unless they have said otherwise', () => {
  const form = FORMS.scenic_spot
  const answers = { legs: [{ mode: 'car_petrol', band: 'city' }, { mode: 'metro', band: 'city' }], stays: [{ nights: 1 }, { nights: 1, guests: 3, _own_guests: true }] }
  const { legs, stays } = plain(together(form, answers, 4))
  assert.deepEqual([legs[0].passengers, legs[1].passengers, stays[0].guests, stays[1].guests], [4, undefined, 2, 3])
})

test('a refusal finds the leg that is drawn, though one before it is not finished', () => {
  const form = FORMS.conference
  const sent = sendable(form, { legs: [{ mode: 'plane' }, { mode: 'rail', from: '5101', to: '5101' }] })
  const [pointer] = calculated({ conference: plain(sent.inputs) }).conference
  assert.match(pointer, /^\/inputs\/legs\/0\//)
  assert.deepEqual(plain(drawnAt(pointer, sent)), { field: 'legs', rest: pointer.replace('/inputs/legs/0', '/1') })
  assert.deepEqual(plain(sent.missing), [{ field: 'legs', rest: '/0/from' }])
})

test('only what is far above the usual is asked about, for one person', () => {
  const scene = (kind, certificates = 0, mass_g = 0) => ({ kind, totals: { certificates, mass_g } })
  assert.equal(farAboveUsual(2_400_000, 1, scene('conference')), false)
  assert.equal(farAboveUsual(3_400_000, 1, scene('conference')), true)
  assert.equal(farAboveUsual(3_400_000, 2, scene('conference')), false)
  assert.equal(farAboveUsual(700_000, 1, scene('conference', 100, 5_000_000)), true)
  assert.equal(farAboveUsual(90_000, 1, scene('conference', 100, 100_000)), false)
})
