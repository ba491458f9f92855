// The clipboard. Where the browser keeps it to itself, the text is remembered here.

import { asynchronously } from './call.js'
import { say } from './words.js'

/** @param {import('../runtime/host.js').Host} host @param {(name: string) => any} wx other calls of this phone */
export function createClipboard(host, permissions, wx) {
  let remembered = ''
  return asynchronously(host, {
    async setClipboardData({ data }) {
      await permissions.privacy('setClipboardData')
      remembered = String(data)
      await navigator.clipboard?.writeText(remembered).catch(() => {})
      await wx('showToast')({ title: say(host).copied, icon: 'none' })
    },
    async getClipboardData() {
      await permissions.privacy('getClipboardData')
      return { data: remembered }
    },
  })
}
