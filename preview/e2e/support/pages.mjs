// Every page of the mini-program with something to show on it, and what is looked at on each: overflow, axe.

import fs from 'node:fs'
import { createRequire } from 'node:module'
import { guest, newcomer } from './server.mjs'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Somebody with a certificate, a friend's gift, an unpaid order, two months of life: every page has something to show. */
export async function somebody() {
  const me = await guest(newcomer('lin'))
  await me.call('PATCH', '/me', { nickname: '林小满' })
  const paid = await me.paid({ public: true })
  const gift = await me.paid({ body: { beneficiary: undefined, beneficiaries: [{ kind: 'person', name: '王小川', is_self: false }, { kind: 'person', name: '小朋友', is_self: false }] } })
  const waiting = await me.order()
  const open = await me.footprint()
  const link = await me.post(`/certificates/${gift.certificate_id}/claim-links`, {})
  const life = await aMonth(me)
  return { me, user: me.user, paid, gift, waiting, open, life, certificate: paid.certificate_id, link }
}

async function aMonth(me) {
  const { example } = await me.get('/calculators/life')
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
  return me.call('PUT', `/me/life/${month}`, { inputs: example })
}

/** name -> its address, for the guest of `somebody()`. */
export function addresses({ paid, waiting, open, certificate, life, link, gift }) {
  return {
    scenes: '/pages/scenes/scenes',
    life: '/pages/life/life',
    mine: '/pages/mine/mine',
    scene: '/pages/scene/scene?code=FORUM1',
    calculate: '/pages/calculate/calculate?code=FORUM1',
    result: `/pages/result/result?footprint=${open.id}&code=FORUM1`,
    neutralise: `/pages/neutralise/neutralise?footprint=${open.id}&code=FORUM1`,
    order: `/pages/order/order?id=${waiting.id}`,
    'order-paid': `/pages/order/order?id=${gift.id}`,
    certificate: `/pages/certificate/certificate?id=${certificate}`,
    boards: '/pages/boards/boards?code=FORUM1',
    claim: `/pages/claim/claim?id=${gift.certificate_id}&token=${link.token}`,
    'life-result': `/pages/life-result/life-result?footprint=${life.footprint_id}`,
    orders: '/pages/orders/orders',
    certificates: '/pages/certificates/certificates',
    organisations: '/pages/organisations/organisations',
    language: '/pages/language/language',
    privacy: '/pages/privacy/privacy',
    about: '/pages/about/about',
    'scene-unknown': '/pages/scene/scene?code=NOSUCH9',
  }
}

/** Words that stick out of the phone or are cut off, in the page on top and the bars round it. An ellipsis is no cut. */
export const overflow = (page) =>
  page.evaluate(() => {
    const stage = document.querySelector('.mp-stage').getBoundingClientRect()
    const top = document.querySelector('.mp-page:not([hidden])')
    const found = new Set()
    const wide = [top, ...top.children].find((each) => each.scrollWidth > each.clientWidth + 1)
    if (wide) found.add(`the page is ${wide.scrollWidth} px wide in ${wide.clientWidth}`)
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim()
      const parent = walker.currentNode.parentElement
      if (!text || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(walker.currentNode)
      const box = range.getBoundingClientRect()
      if (box.width <= 1 || box.height <= 1) continue
      const why = edge(parent, box)
      if (why) found.add(`${why}: “${text.slice(0, 60)}”`)
    }
    // WeChat shortens a title itself where the phone is narrow; on an ordinary one it is read whole
    for (const bar of document.querySelectorAll(stage.width < 375 ? '.mp-tab span' : '.mp-tab span, .mp-title')) {
      if (bar.checkVisibility() && bar.scrollWidth > bar.clientWidth + 1) found.add(`too long for the phone's bar: “${bar.textContent}”`)
    }
    return [...found].slice(0, 12)

    /** The first thing around these words that does not show them whole. */
    function edge(parent, box) {
      let scrolls = false // what is below may be scrolled to
      for (let each = parent; each && each !== top.parentElement; each = each.parentElement) {
        const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(each)
        const here = each.getBoundingClientRect()
        if (/auto|scroll/.test(overflowX) && each.scrollWidth > each.clientWidth + 1 && each !== top && each.parentElement !== top) return null
        if (/hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis' && (box.right > here.right + 1 || box.left < here.left - 1)) return 'cut off at the side'
        scrolls ||= /auto|scroll/.test(overflowY)
        if (!scrolls && /hidden|clip/.test(overflowY) && webkitLineClamp === 'none' && (box.bottom > here.bottom + 3 || box.top < here.top - 3)) return 'cut off below'
      }
      return box.left < stage.left - 1 || box.right > stage.right + 1 ? `sticks out to ${Math.round(box.right)} of ${Math.round(stage.right)}` : null
    }
  })

/** Serious and critical findings of axe-core in the phone. `rules`: only these. */
export async function accessibility(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  return page.evaluate(async (only) => {
    const runOnly = only ? { type: 'rule', values: only } : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }
    const { violations } = await globalThis.axe.run(document.querySelector('.mp-phone'), { runOnly, resultTypes: ['violations'] })
    return violations
      .filter((each) => ['serious', 'critical'].includes(each.impact))
      .flatMap((each) => each.nodes.slice(0, 4).map((node) => `${each.id}: ${node.html.slice(0, 140)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`))
  }, rules)
}
