// canvas: the browser's own, with the few calls of WeChat's around it. The old calls that draw by its canvas-id are wx/canvas.js's.

import { make } from '../dom.js'

/** @param {(tag: string, how: import('./builtin.js').BuiltIn) => void} define @param {any} host */
export function defineCanvas(define, host) {
  define('canvas', {
    properties: { type: String, canvasId: String, disableScroll: Boolean },
    made(element, self) {
      const native = canvasNode(host, element.clientWidth || 300, element.clientHeight || 150)
      self.mpCanvas = native
      native.setAttribute('aria-hidden', 'true')
      element.append(native)
      element.mpNode = () => native
      element.mpContext = () => native.getContext('2d')
    },
  })
}

/** The node of a canvas as SelectorQuery and wx.createOffscreenCanvas give it. */
export function canvasNode(host, width, height) {
  const native = make('canvas', { width, height })
  const from = host.top()?.path
  return Object.assign(native, {
    createImage: () => imageFrom(host, from),
    createPath2D: (path) => new Path2D(path),
    createImageData: (across = native.width, down = native.height) => new ImageData(across, down),
    requestAnimationFrame: (draw) => requestAnimationFrame(draw),
    cancelAnimationFrame: (id) => cancelAnimationFrame(id),
  })
}

/** An image whose src may be a file of the mini-program. @param {string} [from] the page whose relative paths are meant */
export function imageFrom(host, from) {
  const image = new Image()
  const address = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
  Object.defineProperty(image, 'src', {
    get: () => address.get.call(image),
    set: (path) => address.set.call(image, host.fileUrl(path, from)),
  })
  return image
}
