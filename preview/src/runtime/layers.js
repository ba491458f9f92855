// What lies above the pages: one toast, and sheets with a ground behind them that keeps the keyboard inside.
// What a toast or a sheet says is the caller's business.

import { make } from './dom.js'

const FOCUSABLE = 'button,input,select,textarea,a[href],[tabindex]:not([tabindex="-1"])'

export function createLayers() {
  const phone = document.querySelector('.mp-phone')
  const toasts = document.querySelector('.mp-toasts')
  const sheets = document.querySelector('.mp-sheets')
  /** @type {{put: () => void, ofPage: boolean}[]} how each open sheet is put away, lowest first */
  const lying = []

  function toast(node) {
    toasts.replaceChildren(...(node ? [node] : []))
  }

  /** @param {HTMLElement} node @param {import('./host.js').SheetOptions} [options] */
  function sheet(node, { kind = 'bottom', label, dismiss = null, ofPage = false } = {}) {
    const before = document.activeElement
    const ground = make('div.mp-ground', { 'data-kind': kind })
    const dialog = make('div.mp-sheet', { role: 'dialog', 'aria-modal': 'true', 'aria-label': label, tabIndex: -1 }, node)
    ground.append(dialog)
    sheets.append(ground)
    let open = true
    const one = { put: () => dismiss?.(), ofPage }
    lying.push(one)
    const close = () => {
      if (!open) return
      open = false
      lying.splice(lying.indexOf(one), 1)
      ground.remove()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
    ground.addEventListener('click', (event) => {
      if (event.target === ground) dismiss?.()
    })
    ground.addEventListener('keydown', (event) => {
      if (event.key === 'Tab') keepInside(event, dialog)
    })
    dialog.focus({ preventScroll: true })
    return close
  }

  /** The phone's back key: the topmost sheet is put away, if it may be. True when there was one. */
  function dismiss() {
    const top = lying.at(-1)
    top?.put()
    return top !== undefined
  }

  /** Another page is in front: what belonged to the one before goes with it. */
  function turnPage() {
    for (const { put, ofPage } of [...lying]) if (ofPage) put()
  }

  // wherever the keyboard is: a page's field can have taken it from the sheet above
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) dismiss()
  })

  return { phone, toast, sheet, dismiss, turnPage }
}

function keepInside(event, dialog) {
  const inside = [...dialog.querySelectorAll(FOCUSABLE)].filter((each) => !each.disabled)
  if (!inside.length) return event.preventDefault()
  const edge = event.shiftKey ? inside[0] : inside.at(-1)
  if (document.activeElement === edge || (event.shiftKey && document.activeElement === dialog)) {
    event.preventDefault()
    ;(event.shiftKey ? inside.at(-1) : inside[0]).focus()
  }
}
