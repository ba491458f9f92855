// The `animation` property: what wx.createAnimation().export() gave, played step after step.

import { cssFrame } from './nodes.js'

/** @param {HTMLElement} element @param {{actions?: {animates: {type: string, args: any[]}[], option: any}[]}} animation */
export function playAnimation(element, animation) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  let before = Promise.resolve()
  const moved = {}
  for (const { animates, option } of animation.actions ?? []) {
    const frame = {}
    for (const { type, args } of animates) {
      if (type === 'style') frame[args[0].replace(/-(\w)/g, (_, letter) => letter.toUpperCase())] = args[1]
      else moved[type] = args.length === 1 ? args[0] : args
    }
    const { duration = 400, delay = 0, timingFunction = 'linear' } = option?.transition ?? {}
    const css = cssFrame({ ...moved, ...frame })
    before = before.then(async () => {
      element.style.transformOrigin = option?.transformOrigin ?? ''
      const playing = element.animate([css], { duration: still ? 0 : duration, delay: still ? 0 : delay, easing: timingFunction, fill: 'forwards' })
      await playing.finished.catch(() => {})
    })
  }
}
