// canvas type="2d": the browser's own, with the few calls of WeChat's around it.

import { make } from '../dom.js'
import { recordWarning } from '../errors.js'

export function defineCanvas(define) {
  define('canvas', {
    properties: { type: String, canvasId: String, disableScroll: Boolean },
    made(element, self) {
      const native = make('canvas')
      self.mpCanvas = native
      native.width = element.clientWidth || 300
      native.height = element.clientHeight || 150
      native.setAttribute('aria-hidden', 'true')
      element.append(native)
      native.createImage = () => new Image()
      native.createPath2D = (path) => new Path2D(path)
      native.requestAnimationFrame = (draw) => requestAnimationFrame(draw)
      native.cancelAnimationFrame = (id) => cancelAnimationFrame(id)
      element.canvasNode = () => native
      element.mpContext = () => native.getContext('2d')
      if (self.data.type !== '2d') recordWarning('<canvas> without type="2d" is the old canvas: wx.createCanvasContext is not in the preview')
    },
  })
}
