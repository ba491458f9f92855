// Ordinary slips put into a copy of our own mini-program: every one is caught, by the gate that should catch it.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { closeChrome, run } from './support/bench.mjs'
import { built, official, spoiled, types, wxml, wxss } from './support/gates.mjs'

after(closeChrome)
const PAGE = 'pages/scenes/scenes'
/** What the phone's red strip says once the page is open; no server answers, which is no fault of the program. */
const shown = async (folder) => {
  let errors = []
  await run(folder, async (page) => {
    await page.waitForTimeout(500)
    errors = await page.evaluate(() => __mp.errors)
  }, { hash: `#/${PAGE}`, expectErrors: true })
  return errors
}
const GATES = { wxml, wxss, types, built, shown }
const onLoad = /(onLoad\([^)]*\)(?::\s*\w+)? \{)/

/** name: [gates that must see it, what they must say, how it is planted] */
const FAULTS = {
  'a wrong handler name in a page': [['built'], /"nobodyWroteThis"/, ({ change }) => change(`${PAGE}.wxml`, /bindtap="\w+"/, 'bindtap="nobodyWroteThis"')],
  'a wrong handler name in a component': [['built'], /components\/dd-button\/dd-button\.wxml:\d+: .*"pres"/, ({ change }) => change('components/dd-button/dd-button.wxml', 'bindtap="press"', 'bindtap="pres"')],
  'an unclosed tag': [['wxml', 'built'], /scenes/, ({ change }) => change(`${PAGE}.wxml`, '</view>', '')],
  'a component that is not there': [['built'], /dd-ring/, ({ remove }) => remove('components/dd-ring')],
  'a component nobody declared': [['built'], /<dd-buton>/, ({ change }) => change(`${PAGE}.wxml`, /<dd-button( [^>]*)\/>/, '<dd-buton$1/>')],
  'a wrong setData key': [['shown'], /setData\("sceen"\)/, ({ change }) => change(`${PAGE}.ts`, onLoad, '$1\n    this.setData({ sceen: null })')],
  'a DOM global': [['types', 'built'], /window/, ({ change }) => change(`${PAGE}.ts`, onLoad, '$1\n    window.scrollTo(0, 0)')],
  'a wx call that does not exist': [['types'], /navigatTo/, ({ change }) => change(`${PAGE}.ts`, onLoad, "$1\n    wx.navigatTo({ url: '/' })")],
  'a broken expression': [['wxml', 'built'], /./, ({ change }) => change(`${PAGE}.wxml`, /\{\{t\.scene\.(\w+)\}\}/, '{{t.scene[$1}}')],
  'a broken style sheet': [['wxss', 'built'], /scenes/, ({ change }) => change(`${PAGE}.wxss`, '}', '')],
}

for (const [name, [gates, expected, plant]] of Object.entries(FAULTS)) {
  test(`${name} is caught`, () =>
    spoiled(plant, async (folder) => {
      for (const gate of gates) {
        if ((gate === 'wxml' || gate === 'wxss') && !official) continue
        const said = await GATES[gate](folder)
        assert.ok(said.some((each) => expected.test(each)), `${gate} said only: ${said.join('\n') || 'nothing'}`)
      }
    }))
}

test('without a fault, nothing is said', () =>
  spoiled(() => {}, async (folder) => {
    assert.deepEqual(await built(folder), [])
    assert.deepEqual(await shown(folder), [])
  }))
