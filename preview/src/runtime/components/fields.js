// input and textarea.

import { make, phoneUnits } from '../dom.js'
import { classesOf, fire, flag } from './builtin.js'

const SHARED = {
  name: String,
  value: null,
  placeholder: String,
  placeholderStyle: String,
  placeholderClass: String,
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  focus: Boolean,
  autoFocus: Boolean,
  cursorSpacing: null,
  cursor: null,
  cursorColor: String,
  selectionStart: null,
  selectionEnd: null,
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: Boolean,
  confirmType: String,
  confirmHold: Boolean,
  alwaysEmbed: Boolean,
}
const KEYBOARD = { number: 'numeric', digit: 'decimal', idcard: 'text', text: 'text', nickname: 'text' }
const ENTER = { send: 'send', search: 'search', next: 'next', go: 'go', done: 'done' }
const text = (value) => (value === null || value === undefined ? '' : String(value))

function field(tag, host) {
  return {
    properties: tag === 'input'
      ? { ...SHARED, type: { type: String, value: 'text' }, password: Boolean, safePasswordCertPath: String }
      : { ...SHARED, autoHeight: Boolean, fixed: Boolean, showConfirmBar: Boolean, disableDefaultPadding: Boolean },
    made(element, self) {
      const native = document.createElement(tag)
      self.mpNative = native
      self.mpFirst = text(self.data.value)
      native.autocomplete = 'off'
      element.append(native)
      let composing = false
      const typed = () => {
        if (composing) return
        showPlaceholder(self)
        if (native.value === text(self.data.value)) return
        self.setData({ value: native.value })
        const given = fire(self, 'input', { value: native.value, cursor: native.selectionStart, keyCode: 0 })
        const replaced = typeof given === 'string' ? given : given?.value
        if (typeof replaced === 'string' && replaced !== native.value) {
          native.value = replaced
          self.setData({ value: replaced })
        }
        grow(self)
      }
      native.addEventListener('compositionstart', () => (composing = true))
      native.addEventListener('compositionend', () => {
        composing = false
        typed()
      })
      native.addEventListener('input', typed)
      native.addEventListener('focus', () => {
        fire(self, 'focus', { value: native.value, height: 0 })
        if (self.data.type === 'nickname') suggest(self, host)
      })
      native.addEventListener('blur', () => {
        if (!self.mpLives) return
        fire(self, 'blur', { value: native.value, cursor: native.selectionStart ?? 0 })
        if (self.data.type === 'nickname') fire(self, 'nicknamereview', { pass: true, timeout: false })
      })
      native.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.isComposing) return
        if (tag === 'input' || self.data.confirmType) fire(self, 'confirm', { value: native.value })
        if (tag === 'input' && !self.data.confirmHold) native.blur()
      })
      if (self.data.autoFocus) requestAnimationFrame(() => native.focus())
    },
    changed(element, data, self) {
      const native = self.mpNative
      native.placeholder = data.placeholder ?? ''
      dressPlaceholder(element, data, self)
      native.disabled = data.disabled
      if (data.maxlength >= 0) native.maxLength = data.maxlength
      else native.removeAttribute('maxlength')
      if (tag === 'input') {
        native.type = data.password ? 'password' : 'text'
        native.inputMode = KEYBOARD[data.type] ?? 'text'
      }
      if (ENTER[data.confirmType]) native.enterKeyHint = ENTER[data.confirmType]
      if (native.value !== text(data.value)) native.value = text(data.value)
      showPlaceholder(self)
      // The words a screen reader hears belong to what is typed in.
      for (const name of ['aria-label', 'aria-describedby', 'aria-invalid', 'aria-required']) {
        const said = element.getAttribute(name)
        if (said === null) continue
        native.setAttribute(name, said)
        element.removeAttribute(name)
      }
      if (data.focus && !self.mpFocused) requestAnimationFrame(() => self.mpLives && native.focus())
      if (!data.focus && self.mpFocused) native.blur()
      self.mpFocused = data.focus
      grow(self)
    },
    value: (self) => self.mpNative.value,
    reset(self) {
      self.setData({ value: self.mpFirst })
    },
  }
}

/** placeholder-style and placeholder-class dress words of their own; the browser's are then not seen, only heard. */
function dressPlaceholder(element, { placeholder, placeholderStyle, placeholderClass }, self) {
  const dressed = !!(placeholderStyle || placeholderClass)
  flag(element, 'data-placeholder', dressed)
  if (!dressed) return
  if (!self.mpPlaceholder) element.append((self.mpPlaceholder = make('div.mp-placeholder', { 'aria-hidden': 'true' })))
  const node = self.mpPlaceholder
  node.textContent = placeholder ?? ''
  node.className = `mp-placeholder ${classesOf(self, placeholderClass)}`
  node.style.cssText = phoneUnits(placeholderStyle ?? '')
}

function showPlaceholder(self) {
  if (self.mpPlaceholder) self.mpPlaceholder.hidden = self.mpNative.value !== ''
}

function lines(self) {
  const native = self.mpNative
  if (native.localName !== 'textarea') return
  const style = getComputedStyle(native)
  const lineHeight = Number.parseFloat(style.lineHeight) || Number.parseFloat(style.fontSize) * 1.4
  const lineCount = Math.max(1, native.value.split('\n').length, self.data.autoHeight ? Math.round(native.scrollHeight / lineHeight) : 1)
  if (lineCount === self.mpLines) return
  self.mpLines = lineCount
  fire(self, 'linechange', { height: native.scrollHeight, heightRpx: 0, lineCount, lineHeight })
}

function grow(self) {
  lines(self)
  if (!self.data.autoHeight) return
  const native = self.mpNative
  self.$$.style.height = 'auto'
  native.style.height = 'auto'
  native.style.height = native.scrollHeight + 'px'
}

/** WeChat offers the person's own nickname above the keyboard; our sheet gives the focus back when it closes, so it asks once. */
async function suggest(self, host) {
  if (self.mpOffered) return
  self.mpOffered = true
  const name = await host.ask('nickname', { value: self.mpNative.value })
  if (typeof name !== 'string' || !self.mpLives) return
  self.setData({ value: name })
  fire(self, 'input', { value: name, cursor: name.length })
}

export function defineFields(define, host) {
  define('input', field('input', host))
  define('textarea', field('textarea', host))
}
