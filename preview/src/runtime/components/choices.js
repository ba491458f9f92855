// radio, checkbox, switch and slider. They are drawn by the style sheet; what they are is said with ARIA.

import { make } from '../dom.js'
import { fire } from './builtin.js'

function choice(role, group) {
  return {
    properties: { value: null, checked: Boolean, disabled: Boolean, color: String },
    made(element, self) {
      element.setAttribute('role', role)
      element.tabIndex = 0
      self.mpFirst = self.data.checked
      element.addEventListener('click', () => {
        if (self.data.disabled || (role === 'radio' && self.data.checked)) return
        const home = element.closest(group)
        if (role === 'radio') {
          for (const other of home?.querySelectorAll('wx-radio') ?? []) if (other !== element) other.mpSelf.setData({ checked: false })
        }
        self.setData({ checked: !self.data.checked })
        if (home) fire(home.mpSelf, 'change', { value: chosen(home) })
      })
    },
    changed(element, { checked, disabled, color }) {
      element.setAttribute('aria-checked', String(!!checked))
      element.setAttribute('aria-disabled', String(!!disabled))
      if (color) element.style.setProperty('--mp-accent', color)
    },
    reset: (self) => self.setData({ checked: self.mpFirst }),
  }
}

function chosen(home) {
  if (home.localName === 'wx-radio-group') {
    const on = [...home.querySelectorAll('wx-radio')].find((each) => each.mpSelf.data.checked)
    return on ? on.mpSelf.data.value : ''
  }
  return [...home.querySelectorAll('wx-checkbox')].filter((each) => each.mpSelf.data.checked).map((each) => each.mpSelf.data.value)
}

const group = (role) => ({
  properties: { name: String },
  made: (element) => element.setAttribute('role', role),
  value: (self) => chosen(self.$$),
})

export function defineChoices(define) {
  define('radio', choice('radio', 'wx-radio-group'))
  define('checkbox', choice('checkbox', 'wx-checkbox-group'))
  define('radio-group', group('radiogroup'))
  define('checkbox-group', group('group'))

  define('switch', {
    properties: { name: String, checked: Boolean, disabled: Boolean, type: String, color: String },
    made(element, self) {
      element.tabIndex = 0
      self.mpFirst = self.data.checked
      element.addEventListener('click', () => {
        if (self.data.disabled) return
        self.setData({ checked: !self.data.checked })
        fire(self, 'change', { value: self.data.checked })
      })
    },
    changed(element, { checked, disabled, type, color }) {
      element.setAttribute('role', type === 'checkbox' ? 'checkbox' : 'switch')
      element.setAttribute('aria-checked', String(!!checked))
      element.setAttribute('aria-disabled', String(!!disabled))
      if (color) element.style.setProperty('--mp-accent', color)
    },
    value: (self) => !!self.data.checked,
    reset: (self) => self.setData({ checked: self.mpFirst }),
  })

  define('slider', {
    properties: {
      name: String,
      min: { type: Number, value: 0 },
      max: { type: Number, value: 100 },
      step: { type: Number, value: 1 },
      value: { type: Number, value: 0 },
      disabled: Boolean,
      color: String,
      selectedColor: String,
      activeColor: String,
      backgroundColor: String,
      blockSize: null,
      blockColor: String,
      showValue: Boolean,
    },
    made(element, self) {
      const native = make('input', { type: 'range' })
      const shown = make('span.mp-slider-value')
      self.mpNative = native
      self.mpShown = shown
      self.mpFirst = self.data.value
      native.addEventListener('input', () => {
        self.setData({ value: Number(native.value) })
        fire(self, 'changing', { value: Number(native.value) })
      })
      native.addEventListener('change', () => fire(self, 'change', { value: Number(native.value) }))
      element.append(native, shown)
    },
    changed(element, data, self) {
      const native = self.mpNative
      Object.assign(native, { min: data.min, max: data.max, step: data.step, disabled: data.disabled })
      native.value = String(data.value)
      native.style.accentColor = data.activeColor || data.selectedColor || ''
      if (data.ariaLabel) native.setAttribute('aria-label', data.ariaLabel)
      element.removeAttribute('aria-label')
      self.mpShown.textContent = data.showValue ? String(data.value) : ''
    },
    value: (self) => Number(self.mpNative.value),
    reset: (self) => self.setData({ value: self.mpFirst }),
  })
}
