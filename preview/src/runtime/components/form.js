// form: collects the named fields inside it, also through components that behave as wx://form-field.

import { fire } from './builtin.js'
import { ownerOf } from '../gestures.js'

export function defineForm(define) {
  define('form', {
    properties: { reportSubmit: Boolean, reportSubmitTimeout: null },
    made(element, self) {
      const nodes = () => [...element.querySelectorAll('*')].filter((node) => node.closest('wx-form') === element)
      element.mpForm = {
        submit(button) {
          const value = {}
          for (const node of nodes()) {
            const own = node.mpSelf
            if (own?.data.name && node.mpValue) value[own.data.name] = node.mpValue()
            const custom = !own && node.__wxElement?.getMethodCaller?.()
            if (custom && isField(node.__wxElement) && custom.data.name) value[custom.data.name] = custom.data.value
          }
          fire(self, 'submit', { value, target: button && { id: button.id, dataset: button.dataset } })
        },
        reset() {
          for (const node of nodes()) node.mpReset?.()
          fire(self, 'reset', {})
        },
      }
    },
  })
}

function isField(element) {
  return ownerOf(element.$$) === element && 'name' in (element.data ?? {}) && 'value' in element.data && !element.is.startsWith('wx://')
}
