// What the phone says over a page: toast, loading, modal, action sheet. Where they are drawn is the host's.

import { make } from '../runtime/dom.js'
import { Refusal, asynchronously } from './call.js'
import { say } from './words.js'

const TOAST_MS = 1500
const MARKS = { success: '✓', error: '!', none: '' }

/** @param {import('../runtime/host.js').Host} host */
export function createFeedback(host) {
  const words = say(host)
  let clock = 0
  let shown = ''
  const show = (node, forMs) => {
    clearTimeout(clock)
    shown = !node ? '' : forMs ? 'toast' : 'loading'
    host.toast(node)
    if (node && forMs) clock = setTimeout(() => show(null), forMs)
  }
  /** Hiding one hides the other, too, unless it is asked not to. */
  const hide = (kind, { noConflict = false }) => {
    if (!noConflict || shown === kind) show(null)
  }
  return asynchronously(host, {
    showToast({ title = '', icon = 'success', image, duration = TOAST_MS, mask = false }) {
      if (icon === 'loading') return show(loadingBox(title), duration)
      const picture = image ? make('img', { src: host.fileUrl(image, host.top()?.path), alt: '' }) : null
      const sign = !picture && MARKS[icon] ? make('i', { 'aria-hidden': 'true' }, MARKS[icon]) : null
      show(make('div.wxs-toast', { role: 'status', 'data-mask': String(mask), 'data-icon': icon }, picture, sign, make('span', {}, title)), duration)
    },
    hideToast: (options) => hide('toast', options),
    showLoading({ title = words.loading, mask = false }) {
      const box = loadingBox(title)
      box.dataset.mask = String(mask)
      show(box)
    },
    hideLoading: (options) => hide('loading', options),
    showModal: (options) => modal(host, options),
    showActionSheet: (options) => actionSheet(host, options),
  })
}

function loadingBox(title) {
  return make('div.wxs-toast.wxs-loading', { role: 'status' }, make('i.wxs-spin', { 'aria-hidden': 'true' }), make('span', {}, title))
}

/** {confirm, cancel, content}; also asked by other modules, with the phone's own questions. */
export function modal(host, options) {
  const words = say(host)
  const { title = '', content = '', showCancel = true, editable = false, placeholderText = '' } = options
  const { confirmText = words.ok, cancelText = words.cancel, confirmColor = '', cancelColor = '' } = options
  return new Promise((resolve) => {
    const field = editable ? make('input.wxs-field', { type: 'text', value: content, placeholder: placeholderText, 'aria-label': title || placeholderText }) : null
    const end = (confirm) => {
      close()
      resolve({ confirm, cancel: !confirm, content: editable && confirm ? field.value : null })
    }
    const button = (text, colour, confirm) =>
      make('button', { type: 'button', style: colour ? `color:${colour}` : '', 'data-role': confirm ? 'confirm' : 'cancel', onclick: () => end(confirm) }, text)
    const box = make('div.wxs-modal', {},
      title ? make('h2', {}, title) : null,
      field ?? (content ? make('p', {}, content) : null),
      make('footer', {}, showCancel ? button(cancelText, cancelColor, false) : null, button(confirmText, confirmColor, true)),
    )
    const close = host.sheet(box, { kind: 'centre', label: title || content })
    ;(field ?? box.querySelector('[data-role=confirm]')).focus({ preventScroll: true })
  })
}

const MOST_ITEMS = 6

/** {tapIndex}; refuses with "cancel". */
export function actionSheet(host, { itemList, itemColor = '', alertText = '' }) {
  const words = say(host)
  if (!Array.isArray(itemList) || !itemList.length) throw new Refusal('parameter error: parameter.itemList should have at least 1 item;')
  if (itemList.length > MOST_ITEMS) throw new Refusal('parameter error: itemList should not be large than 6')
  return new Promise((resolve, reject) => {
    const end = (act) => (close(), act())
    const cancel = () => end(() => reject(new Refusal('cancel')))
    const list = make('div.wxs-sheet.wxs-list', {},
      alertText ? make('p.wxs-quiet', {}, alertText) : null,
      ...itemList.map((text, tapIndex) =>
        make('button', { type: 'button', style: itemColor ? `color:${itemColor}` : '', onclick: () => end(() => resolve({ tapIndex })) }, text)),
      make('button.wxs-last', { type: 'button', onclick: cancel }, words.cancel),
    )
    const close = host.sheet(list, { label: alertText || words.ok, dismiss: cancel })
  })
}
