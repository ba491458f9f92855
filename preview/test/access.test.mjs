// Whoever cannot see or point: axe-core over the phone, its built-in components, a picker and the menu.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import { closeChrome, run } from './support/bench.mjs'

after(closeChrome)
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PROGRAM = {
  'app.json': {
    pages: ['pages/a/a', 'pages/b/b'],
    window: { navigationBarTitleText: 'App', navigationBarBackgroundColor: '#fff', navigationBarTextStyle: 'black' },
    tabBar: { color: '#555555', selectedColor: '#1f7a56', list: [{ pagePath: 'pages/a/a', text: 'Home' }, { pagePath: 'pages/b/b', text: 'Tab' }] },
  },
  'pages/b/b.wxml': '<view/>',
  'pages/a/a.wxml': `<form><input placeholder="name"/><textarea placeholder="note"/><radio-group aria-label="g"><label><radio value="x" checked/>x</label><label><radio value="y"/>y</label></radio-group>
<checkbox-group><label for="k2">second</label><checkbox id="k1" value="1" aria-label="first"/><checkbox id="k2" value="2"/></checkbox-group><label>switch<switch/></label><slider value="3" aria-label="n"/>
<picker range="{{[1, 2]}}"><view>pick</view></picker><picker mode="multiSelector" range="{{[[1], [2]]}}"><view>many</view></picker><button form-type="submit">send</button></form>
<image src="/dot.svg"/><image src="/dot.svg" aria-label="a dot"/><navigator url="/pages/b/b" open-type="switchTab">go</navigator><view bindtap="t">tap me</view><view bindtap="t" aria-role="button">tap</view>
<scroll-view scroll-y style="height: 50px"><view style="height: 200px">long</view></scroll-view><swiper indicator-dots><swiper-item>1</swiper-item><swiper-item>2</swiper-item></swiper><progress percent="4" aria-label="p"/><rich-text nodes="<p>hi</p>"/>`,
  'pages/a/a.js': 'Page({ t() {} })',
  'dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>',
}

async function flaws(page) {
  return page.evaluate(async (source) => {
    ;(0, eval)(source)
    const { violations } = await axe.run()
    return violations.map((each) => `${each.impact} ${each.id}: ${each.nodes[0].html.slice(0, 160)}`)
  }, AXE)
}

for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
  test(`nothing stands in anybody's way at ${width} px, ${colorScheme}`, () =>
    run(
      PROGRAM,
      async (page) => {
        assert.deepEqual(await flaws(page), [])
        await page.getByText('pick').click()
        assert.deepEqual(await flaws(page), [])
        await page.keyboard.press('Escape')
        await page.getByText('many').click()
        assert.deepEqual(await flaws(page), [])
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: '菜单' }).click()
        assert.deepEqual(await flaws(page), [])
      },
      // axe is put into the page by the test itself.
      { context: { viewport: { width, height: 812 }, colorScheme, bypassCSP: true } },
    ))
}
