// What a browser has no honest stand-in for: a named place that says what is not there.

import { make } from '../dom.js'
import { recordWarning } from '../errors.js'
import { say } from '../words.js'

const NAMES = ['map', 'video', 'audio', 'camera', 'live-player', 'live-pusher', 'voip-room', 'web-view', 'ad', 'ad-custom', 'official-account', 'open-data-list', 'open-data-item', 'editor', 'xr-frame', 'channel-live', 'channel-video', 'store-home', 'store-product', 'keyboard-accessory', 'snapshot', 'grid-view', 'list-view', 'sticky-header', 'sticky-section', 'open-container', 'draggable-sheet']
const HANDLERS = ['tap', 'double-tap', 'pan', 'scale', 'long-press', 'force-press', 'horizontal-drag', 'vertical-drag'].map((each) => `${each}-gesture-handler`)
const SKYLINE = ['list-builder', 'grid-builder', 'nested-scroll-header', 'nested-scroll-body', ...HANDLERS]
const INSIDE = new Set([...SKYLINE, 'keyboard-accessory', 'snapshot', 'grid-view', 'list-view', 'sticky-header', 'sticky-section', 'open-container', 'draggable-sheet'])

export function defineAbsent(define, host) {
  for (const name of [...NAMES, ...SKYLINE]) {
    define(name, {
      properties: { src: String, poster: String, type: String },
      made(element) {
        recordWarning(`<${name}> is not in the preview`)
        if (INSIDE.has(name)) return
        element.append(make('div.mp-absent', {}, make('b', {}, `<${name}>`), make('span', {}, say(host.language).absent)))
      },
    })
  }
}
