// The page around the phone on a desk: what this is, who you are, where to come in. On a phone none of it is seen.

import { make } from './dom.js'
import { say } from './words.js'

const LANGUAGES = [['zh-CN', '中文'], ['en', 'English']]

/** @param {any} host */
export function drawFrame(host) {
  const words = say(host.language)
  document.documentElement.lang = /^zh/.test(host.language) ? 'zh-CN' : 'en'
  const $ = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector))
  for (const [selector, label] of [['.mp-back', words.back], ['.mp-home', words.home], ['.mp-more', words.menu], ['.mp-close', words.close], ['.mp-strip-close', words.close]]) {
    $(selector).setAttribute('aria-label', label)
  }
  $('.mp-single span').textContent = words.single
  $('.mp-single button').textContent = words.goTo

  const about = $('.mp-about')
  const settings = host.settings
  const changed = (name, value) => {
    const address = new URL(location.href)
    address.searchParams.set(name, value)
    return address.href
  }
  const link = (name, value, text, on) =>
    make('a', { href: changed(name, value), ...(on ? { 'aria-current': 'true' } : {}) }, text)
  const languages = LANGUAGES.map(([code, name]) => link('lang', code, name, say(code) === words))

  about.append(
    mark(),
    make('h1', {}, settings.title ?? words.title),
    make('p', {}, settings.lead ?? words.lead),
    make('p.mp-note', {}, make('i.mp-note-dot'), settings.note ?? words.pay),
    entrances(settings, words) ?? '',
    make('dl', {},
      make('div', {}, make('dt', {}, words.whoNow), make('dd', {}, make('code', {}, host.user), ' · ', link('user', 'guest' + Math.random().toString(36).slice(2, 7), words.who, false))),
      make('div', {}, make('dt', {}, words.language), make('dd', {}, ...languages.flatMap((each, index) => (index ? [' · ', each] : [each])))),
    ),
  )
  tick()
  setInterval(tick, 20_000)
}

/** @param {any} settings `entrances`: [{title, detail?, open: '/pages/…?code=…'}] */
function entrances(settings, words) {
  if (!settings.entrances?.length) return null
  const list = settings.entrances.map((each) =>
    make('li', {}, make('a', { href: '#' + (each.open.startsWith('/') ? '' : '/') + each.open }, make('b', {}, each.title), each.detail ? make('span', {}, each.detail) : null)),
  )
  return make('nav', { 'aria-label': words.entrances }, make('h2', {}, words.entrances), make('ul', {}, ...list))
}

/** The house's mark: a ring of dots closing on a sprout. */
function mark() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '-32 -32 64 64')
  svg.setAttribute('class', 'mp-mark')
  svg.setAttribute('aria-hidden', 'true')
  const add = (name, facts) => {
    const shape = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(facts)) shape.setAttribute(key, String(value))
    svg.append(shape)
  }
  const dots = 20
  for (let index = 0; index < dots; index += 1) {
    const turn = ((index + 0.5) / dots) * 2 * Math.PI - Math.PI / 2
    add('circle', { cx: (Math.cos(turn) * 26).toFixed(2), cy: (Math.sin(turn) * 26).toFixed(2), r: (1.5 + (index / dots) * 1.5).toFixed(2) })
  }
  add('path', { d: 'M0 14V-1', fill: 'none', stroke: 'currentColor', 'stroke-width': 2.4, 'stroke-linecap': 'round' })
  add('path', { d: 'M0 2C0-8 7-13 15-13C15-4 10 2 0 2Z' })
  add('path', { d: 'M0 7C0-1-6-5-13-5C-13 3-8 7 0 7Z', opacity: 0.7 })
  return svg
}

function tick() {
  const clock = document.querySelector('.mp-clock')
  if (clock) clock.textContent = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}
