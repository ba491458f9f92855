// wx.scanCode: a browser has no poster in front of it, so a sheet offers the codes there are, or takes what is pasted.

import { make } from '../runtime/dom.js'
import { Refusal, asynchronously } from './call.js'
import { say } from './words.js'

/** @param {import('../runtime/host.js').Host} host */
export function createScan(host) {
  const words = say(host)

  /** The chosen entrance ({title, detail, link, open}) or {pasted}; refuses with "cancel". */
  function choose() {
    return new Promise((resolve, reject) => {
      const end = (act) => (close(), act())
      const field = make('input.wxs-field', { type: 'text', placeholder: words.pasteCode, 'aria-label': words.pasteCode })
      const use = () => field.value.trim() && end(() => resolve({ pasted: field.value.trim() }))
      field.addEventListener('keydown', (event) => event.key === 'Enter' && use())
      const row = (each) =>
        make('button', { type: 'button', onclick: () => end(() => resolve(each)) }, each.title, each.detail ? make('small', {}, each.detail) : null)
      const cancel = () => end(() => reject(new Refusal('cancel')))
      const sheet = make('div.wxs-sheet', {}, make('header', {}, make('h2', {}, words.scanTitle)), make('p.wxs-quiet', {}, words.scanHow),
        make('div.wxs-rows', {}, ...(host.settings.entrances ?? []).map(row)), field,
        make('div.wxs-pair', {}, make('button.wxs-go.wxs-plain', { type: 'button', onclick: cancel }, words.cancel), make('button.wxs-go', { type: 'button', onclick: use }, words.use)))
      const close = host.sheet(sheet, { label: words.scanTitle, dismiss: cancel })
    })
  }

  if (host.settings.entrances?.length) {
    host.answer('scan', async () => {
      const chosen = await choose().catch(() => null)
      if (!chosen) return
      if (chosen.open) return host.navigation.reLaunch({ url: chosen.open })
      const known = host.settings.entrances.find((each) => each.link === chosen.pasted || each.code === chosen.pasted.toUpperCase())
      const page = host.settings.entrances[0].open.split('?')[0]
      host.navigation.reLaunch({ url: known?.open ?? `${page}?${/^https?:/.test(chosen.pasted) ? 'q' : 'scene'}=${encodeURIComponent(chosen.pasted)}` })
    })
  }

  return asynchronously(host, {
    /** As an ordinary QR code: the address of a scene's page, or whatever was pasted. */
    async scanCode() {
      const chosen = await choose()
      const result = chosen.pasted ?? chosen.link ?? chosen.open
      return { result, scanType: 'QR_CODE', charSet: 'utf-8', rawData: btoa(String.fromCharCode(...new TextEncoder().encode(result))) }
    },
  })
}
