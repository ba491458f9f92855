// button: its look, its place in a form, and its open-types. What an open-type does is answered by the wx room.

import { share } from '../menu.js'
import { fire, flag } from './builtin.js'

export function defineButton(define, host) {
  define('button', {
    properties: {
      type: { type: String, value: 'default' },
      size: { type: String, value: 'default' },
      plain: Boolean,
      disabled: Boolean,
      loading: Boolean,
      formType: String,
      openType: String,
      lang: String,
      sessionFrom: String,
      sendMessageTitle: String,
      sendMessagePath: String,
      sendMessageImg: String,
      showMessageCard: Boolean,
      appParameter: String,
      phoneNumberNoQuotaToast: { type: Boolean, value: true },
      name: String,
      hoverClass: { type: String, value: 'button-hover' },
    },
    made(element, self) {
      element.setAttribute('role', 'button')
      element.tabIndex = 0
      // Before anybody else hears the tap of a disabled button.
      element.addEventListener('click', (event) => self.data.disabled && event.stopImmediatePropagation(), { capture: true })
      element.addEventListener('click', () => pressed(element, self, host))
    },
    changed(element, { type, size, plain, disabled, loading, ariaDisabled }) {
      for (const [name, value] of Object.entries({ type, size, plain, disabled, loading })) flag(element, name, value)
      element.setAttribute('aria-disabled', String(ariaDisabled || !!disabled)) // what the page says itself counts, too
      element.tabIndex = disabled ? -1 : 0
    },
  })
}

async function pressed(element, self, host) {
  const { formType, openType, disabled } = self.data
  if (disabled) return
  // The tap handler runs first: it is dispatched when the click reaches the stage.
  await new Promise((done) => setTimeout(done))
  const form = formType && element.closest('wx-form')
  if (form) form.mpForm[formType]?.(self)
  if (!openType) return
  if (openType === 'share') return void share(host, 'app', 'button', { id: self.id, dataset: self.dataset ?? {} })
  if (openType === 'chooseAvatar') {
    const chosen = await host.ask('chooseAvatar', {})
    if (chosen?.avatarUrl && self.mpLives) fire(self, 'chooseavatar', chosen)
    return
  }
  host.recordCall('openType', openType)
  const answer = await host.ask('openType', { openType, button: { id: self.id, dataset: self.dataset ?? {}, data: self.data } })
  if (answer?.event && self.mpLives) fire(self, answer.event, answer.detail ?? {})
}
