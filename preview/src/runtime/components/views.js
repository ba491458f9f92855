// Boxes and text: view, text, cover-view and label.

import { flag } from './builtin.js'

let labels = 0
const ENTITIES = { nbsp: '\u00a0', lt: '<', gt: '>', amp: '&', apos: "'", ensp: '\u2002', emsp: '\u2003', quot: '"' }

/** <text decode>: entities in data become characters, now and whenever the data changes. */
function decoding(element) {
  const decode = (node) => {
    const text = node.data.replace(/&(nbsp|lt|gt|amp|apos|ensp|emsp|quot);/g, (_, name) => ENTITIES[name])
    if (text !== node.data) node.data = text
  }
  const all = () => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) decode(walker.currentNode)
    watcher.takeRecords()
  }
  const watcher = new MutationObserver(all)
  watcher.observe(element, { childList: true, characterData: true, subtree: true })
  all()
  return watcher
}

export function defineViews(define) {
  define('view')
  define('text', {
    properties: { userSelect: Boolean, selectable: Boolean, space: String, decode: Boolean, maxLines: null, overflow: String },
    changed(element, { userSelect, selectable, space, decode, maxLines, overflow }, self) {
      flag(element, 'data-select', userSelect || selectable)
      flag(element, 'data-space', space)
      if (decode && !self.mpDecoder) self.mpDecoder = decoding(element)
      flag(element, 'data-clamp', Number(maxLines) > 0)
      if (Number(maxLines) > 0) element.style.setProperty('--mp-lines', String(maxLines))
      if (overflow === 'ellipsis' || overflow === 'clip') element.style.textOverflow = overflow
    },
    gone: (self) => self.mpDecoder?.disconnect(),
  })
  define('span')
  define('cover-view', { properties: { scrollTop: null } })

  define('label', {
    properties: { for: String },
    made(element, self) {
      element.id ||= `mp-label-${(labels += 1)}`
      const control = () => {
        const named = self.data.for
        if (named) return element.closest('.mp-page')?.querySelector(`[id="${CSS.escape(named)}"]`)
        return element.querySelector('wx-checkbox,wx-radio,wx-switch,wx-input,wx-textarea,wx-button')
      }
      element.addEventListener('click', (event) => {
        const it = control()
        if (!it || it.contains(event.target)) return
        const typed = it.querySelector('input,textarea')
        if (typed) typed.focus()
        else it.click()
      })
      // Inside a label, the control is named by the words around it.
      requestAnimationFrame(() => {
        const it = control()
        const spoken = it?.querySelector('input,textarea') ?? it
        if (!spoken || spoken.hasAttribute('aria-label') || it.localName === 'wx-button') return
        spoken.setAttribute('aria-labelledby', element.id)
      })
    },
  })
}
