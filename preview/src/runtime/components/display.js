// icon, progress and rich-text.

import { make, phoneUnits } from '../dom.js'
import { classesOf, fire } from './builtin.js'

const SIGNS = { success: '✓', success_no_circle: '✓', success_circle: '✓', info: 'i', info_circle: 'i', warn: '!', waiting: '…', waiting_circle: '…', cancel: '×', download: '↓', search: '⌕', clear: '×', circle: '' }
const KEPT_TAGS = new Set('a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span strong sub sup table tbody td tfoot th thead tr tt u ul'.split(' '))
const KEPT_ATTRIBUTES = new Set(['alt', 'src', 'height', 'width', 'colspan', 'rowspan', 'start', 'type', 'span', 'dir', 'size', 'color', 'face'])

export function defineDisplay(define) {
  define('icon', {
    properties: { type: String, size: { type: null, value: 23 }, color: String },
    changed(element, { type, size, color }) {
      element.dataset.sign = SIGNS[type] ?? ''
      element.dataset.type = type
      element.setAttribute('aria-hidden', 'true')
      const length = typeof size === 'number' ? size + 'px' : phoneUnits(size)
      element.style.setProperty('--mp-size', length)
      if (color) element.style.setProperty('--mp-accent', color)
    },
  })
  define('progress', {
    properties: { percent: { type: Number, value: 0 }, showInfo: Boolean, borderRadius: null, fontSize: null, strokeWidth: { type: null, value: 6 }, color: String, activeColor: String, backgroundColor: String, active: Boolean, activeMode: String, duration: null },
    made(element, self) {
      self.mpFill = make('i')
      self.mpInfo = make('span')
      element.append(make('div.mp-progress', {}, self.mpFill), self.mpInfo)
      element.setAttribute('role', 'progressbar')
    },
    changed(element, data, self) {
      const percent = Math.max(0, Math.min(100, data.percent))
      self.mpFill.style.width = percent + '%'
      self.mpFill.style.background = data.activeColor || data.color || ''
      if (data.borderRadius) self.mpFill.parentElement.style.borderRadius = phoneUnits(typeof data.borderRadius === 'number' ? data.borderRadius + 'px' : data.borderRadius)
      self.mpFill.parentElement.style.height = Number.parseFloat(data.strokeWidth) + 'px'
      if (data.backgroundColor) self.mpFill.parentElement.style.background = data.backgroundColor
      self.mpInfo.textContent = data.showInfo ? percent + '%' : ''
      element.setAttribute('aria-valuenow', String(percent))
      if (data.active && percent !== self.mpPercent) fire(self, 'activeend', { curPercent: percent })
      self.mpPercent = percent
    },
  })
  define('rich-text', {
    properties: { nodes: null, space: String, userSelect: Boolean, mode: String },
    changed(element, { nodes }, self) {
      element.replaceChildren(...(typeof nodes === 'string' ? fromHtml(nodes) : fromNodes(nodes ?? [])))
      for (const each of element.querySelectorAll('[class]')) each.className = classesOf(self, each.className)
    },
  })
}

/** The tags WeChat lets through; everything else keeps its words and loses its markup. */
function fromHtml(html) {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const clean = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent)]
    if (node.nodeType !== Node.ELEMENT_NODE || /^(script|style)$/.test(node.localName)) return []
    const inside = [...node.childNodes].flatMap(clean)
    if (!KEPT_TAGS.has(node.localName)) return inside
    return [element(node.localName, Object.fromEntries([...node.attributes].map((each) => [each.name, each.value])), inside)]
  }
  return [...parsed.body.childNodes].flatMap(clean)
}

function fromNodes(nodes) {
  return nodes.flatMap((node) => {
    if (node.type === 'text') return [document.createTextNode(unescaped(node.text ?? ''))]
    const inside = fromNodes(node.children ?? [])
    return KEPT_TAGS.has(node.name) ? [element(node.name, node.attrs ?? {}, inside)] : inside
  })
}

function element(name, attributes, inside) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'style') made.style.cssText = phoneUnits(value)
    else if (key === 'class') made.className = String(value)
    else if (KEPT_ATTRIBUTES.has(key) && !/^\s*javascript:/i.test(String(value))) made.setAttribute(key, String(value))
  }
  if (name === 'img' && !made.alt) made.alt = ''
  made.append(...inside)
  return made
}

const unescaped = (text) => text.replace(/&(nbsp|lt|gt|amp|apos|quot);/g, (_, name) => ({ nbsp: '\u00a0', lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' })[name])
