// Faults people make: each is found when building or, if only running can tell, loudly while running.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { build } from '../build.mjs'
import { closeChrome, faults, run, write } from './support/bench.mjs'

after(closeChrome)
const page = (wxml, script = 'Page({})', more = {}) => ({ 'pages/a/a.wxml': wxml, 'pages/a/a.js': script, ...more })

const FAULTS = {
  'a handler misspelt': [page('<view>\n<view bindtap="naem">x</view></view>', 'Page({ name() {} })'), /^pages\/a\/a\.wxml:2: the handler "naem" is not in pages\/a\/a\.js/],
  'a handler misspelt in a component': [page('<c/>', 'Page({})', { 'pages/a/a.json': { usingComponents: { c: '/c' } }, 'c.json': { component: true }, 'c.wxml': '<view catch:tap="gone"/>', 'c.js': 'Component({ methods: { go() {} } })' }), /^c\.wxml:1: the handler "gone"/],
  'a handler misspelt beside behaviors': [page('<view bindtap="gone"/><view bindtap="greet"/>', `import { polite } from '../../polite'\nPage({ behaviors: [polite] })`, { 'polite.js': 'export const polite = Behavior({ methods: { greet() {} } })' }), /^pages\/a\/a\.wxml:1: the handler "gone"/],
  'an unclosed tag': [page('<view>\n<text>x</view>'), /^pages\/a\/a\.wxml:2: missing end tag/],
  'a closing tag too many': [page('<view></view></view>'), /^pages\/a\/a\.wxml:1: /],
  'an expression cut short': [page('<view>{{ a[1 }}</view>'), /^pages\/a\/a\.wxml:1: /],
  'a component that is not there': [page('<gone/>', 'Page({})', { 'pages/a/a.json': { usingComponents: { gone: '/components/gone/gone' } } }), /^pages\/a\/a\.json: the component "\/components\/gone\/gone" is not there/],
  'a tag nobody defines': [page('<view/>\n\n<my-card/>'), /^pages\/a\/a\.wxml:3: <my-card> is neither built in/],
  'a component that does not say so': [page('<c/>', 'Page({})', { 'pages/a/a.json': { usingComponents: { c: '/c' } }, 'c.json': {}, 'c.wxml': '<view/>', 'c.js': 'Component({})' }), /^c\.json: is used as a component/],
  'a page that is not there': [{ 'app.json': { pages: ['pages/a/a', 'pages/b/b'] }, ...page('<view/>') }, /^app\.json: pages\/b\/b\.js or \.ts is not there/],
  'bad JSON': [page('<view/>', 'Page({})', { 'pages/a/a.json': '{\n  "usingComponents": {,}\n}' }), /^pages\/a\/a\.json:2: not valid JSON/],
  'bad JavaScript': [page('<view/>', 'Page({\n  data: {\n})'), /^pages\/a\/a\.js:3: /],
  'bad WXSS': [page('<view/>', 'Page({})', { 'pages/a/a.wxss': '.a {\n color: red;\n' }), /^pages\/a\/a\.wxss:1: /],
  'bad WXS': [page('<wxs module="m" src="m.wxs"/><view/>', 'Page({})', { 'pages/a/m.wxs': 'module.exports = {' }), /^pages\/a\/m\.wxs: not a valid script/],
  'an @import of nothing': [page('<view/>', 'Page({})', { 'pages/a/a.wxss': '\n@import "gone.wxss";' }), /^pages\/a\/a\.wxss:2: @import "gone\.wxss"/],
  'a template file that is not there': [page('<import src="gone.wxml"/>'), /^pages\/a\/a\.wxml: pages\/a\/gone\.wxml is not there/],
  'a module that is not there': [page('<view/>', `const a = require('../../lib/gone')\nPage({})`), /^pages\/a\/a\.js:1: .*gone/],
  'a tab that is no page': [{ 'app.json': { pages: ['pages/a/a'], tabBar: { list: [{ pagePath: 'pages/z/z', text: 'z' }] } }, ...page('<view/>') }, /^app\.json: tabBar names "pages\/z\/z"/],
}
for (const name of ['window', 'document', 'localStorage', 'fetch', 'XMLHttpRequest', 'navigator', 'URLSearchParams']) {
  FAULTS[`${name} in a script`] = [page('<view/>', `Page({\n onLoad() { ${name}.x() } })`), new RegExp(`^pages/a/a\\.js:2: "${name}" exists in browsers`)]
}

for (const [name, [files, expected]] of Object.entries(FAULTS)) {
  test(`${name} stops the build`, async () => {
    const errors = await faults(files)
    assert.ok(errors.some((each) => expected.test(each)), `found only: ${errors.join('\n') || 'nothing'}`)
  })
}

test('what only looks like a browser global is left alone', async () => {
  const script = `const { location, name: history } = { location: 1, name: 2 }\nfunction f(event, open) { return open }\nPage({ data: { document: 1 }, fetch() { return this.data.document + location + history + f(1, 2) + (typeof window) }, close() { this.fetch() } })`
  assert.deepEqual(await faults(page('<view/>', script)), [])
})

const RUNNING = {
  'a handler that a behavior might have had': [page('<view bindtap="gone"/>', 'const b = [Behavior({})]\nPage({ behaviors: b })'), /names the handler "gone"/],
  'setData of a misspelt key': [page('<view>{{count}}</view>', 'Page({ data: { count: 0 }, onLoad() { this.setData({ "cuont.x": 1 }) } })'), /setData\("cuont\.x"\)/],
  'an error in onLoad': [page('<view/>', 'Page({ onLoad() { throw new Error("broken on purpose") } })'), /broken on purpose/],
  'an error in a handler': [page('<view id="t" bindtap="t">t</view>', 'Page({ t() { null.x } })'), /Cannot read properties of null/],
  'a promise nobody handles': [page('<view/>', 'Page({ async onShow() { await null; throw new Error("lost") } })'), /lost/],
  'wxs that throws': [page('<wxs module="m">module.exports = { f: function (x) { return x.y.z } }</wxs><view>{{m.f(1)}}</view>'), /Cannot read properties of undefined/],
  'a wx call that is not there': [page('<view/>', 'Page({ onLoad() { wx.getWeRunData({ fail() {} }) } })'), /getWeRunData/],
}
for (const [name, [files, expected]] of Object.entries(RUNNING)) {
  test(`${name} is shown in red and recorded`, () =>
    run(
      files,
      async (opened) => {
        const target = opened.locator('#t')
        if (await target.count()) await target.click()
        await opened.waitForFunction((pattern) => __mp.errors.some((each) => new RegExp(pattern).test(each)), expected.source)
        assert.equal(await opened.locator('.mp-strip').isVisible(), true)
      },
      { expectErrors: true },
    ))
}

test('a key the WXML shows may be set without being declared', () =>
  run(page('<view id="v">{{late.x}}</view>', 'Page({ onLoad() { this.setData({ late: { x: 5 } }) } })'), async (opened) => {
    assert.equal(await opened.locator('#v').textContent(), '5')
  }))

test('a folder that is not a built site is never emptied', async () => {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'mp-mine-'))
  const program = write(page('<view/>'))
  fs.writeFileSync(path.join(out, 'mine.txt'), 'mine')
  await assert.rejects(build(program, out), /neither empty nor built/)
  assert.equal(fs.readFileSync(path.join(out, 'mine.txt'), 'utf8'), 'mine')
  for (const each of [out, program]) fs.rmSync(each, { recursive: true, force: true })
})
