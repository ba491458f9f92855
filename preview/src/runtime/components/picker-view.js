// picker-view and its columns: wheels inside the page, scrolled by their items.

import { fire } from './builtin.js'

const ITEM_PX = 34
const REST_MS = 120

export function definePickerView(define) {
  define('picker-view', {
    properties: { name: String, value: null, indicatorClass: String, indicatorStyle: String, maskClass: String, maskStyle: String, immediateChange: Boolean },
    made(element, self) {
      self.mpSettled = (changed) => {
        const columns = [...element.querySelectorAll('wx-picker-view-column')]
        const value = columns.map((each) => each.mpIndex())
        if (!changed || JSON.stringify(value) === JSON.stringify(self.data.value)) return
        self.setData({ value })
        fire(self, 'change', { value })
      }
    },
    changed(element, { value }) {
      const columns = [...element.querySelectorAll('wx-picker-view-column')]
      columns.forEach((each, index) => each.mpGo?.(value?.[index] ?? 0))
    },
    value: (self) => self.data.value,
  })
  define('picker-view-column', {
    made(element) {
      element.tabIndex = 0
      element.setAttribute('role', 'group')
      const height = () => element.firstElementChild?.clientHeight || ITEM_PX
      let timer
      element.mpIndex = () => Math.round(element.scrollTop / height())
      element.mpGo = (index) => {
        if (element.mpIndex() !== index) element.scrollTop = index * height()
      }
      element.addEventListener('scroll', () => {
        clearTimeout(timer)
        timer = setTimeout(() => element.closest('wx-picker-view')?.mpSelf.mpSettled(true), REST_MS)
      })
      requestAnimationFrame(() => {
        const view = element.closest('wx-picker-view')
        if (!view) return
        const index = [...view.querySelectorAll('wx-picker-view-column')].indexOf(element)
        element.mpGo(view.mpSelf.data.value?.[index] ?? 0)
      })
    },
  })
}
