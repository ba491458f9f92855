// Canvases off the page, pictures taken of them, and the old context that draws by canvas-id: it collects steps, and draw()
// plays them. Canvas 2D itself is the browser's (runtime/components/canvas.js).

import { canvasNode, imageFrom } from '../runtime/components/canvas.js'
import { Refusal, asynchronous, hear } from './call.js'

const STEPS =
  'arc arcTo beginPath bezierCurveTo clearRect clip closePath drawImage ellipse fill fillRect fillText lineTo moveTo quadraticCurveTo ' +
  'rect restore rotate save scale setTransform stroke strokeRect strokeText transform translate'
const SETTERS = {
  setFillStyle: 'fillStyle', setStrokeStyle: 'strokeStyle', setLineWidth: 'lineWidth', setLineCap: 'lineCap', setLineJoin: 'lineJoin',
  setMiterLimit: 'miterLimit', setTextAlign: 'textAlign', setTextBaseline: 'textBaseline', setGlobalAlpha: 'globalAlpha',
}
const MORE = ['font', 'globalCompositeOperation', 'lineDashOffset', 'shadowBlur', 'shadowColor', 'shadowOffsetX', 'shadowOffsetY']
const DEFAULT_FONT = '10px sans-serif'

/** @param {import('../runtime/host.js').Host} host @param {ReturnType<import('./files.js').createFiles>} files */
export function createCanvas(host, files) {
  const ownerOf = (component) => component?._$ ?? host.top()?.root.getComponent()
  /** By its canvas-id, in the page's own WXML or in the component's. */
  const named = (id, owner) => {
    const all = [...document.querySelectorAll('wx-canvas')]
    return all.find(({ mpSelf }) => mpSelf?.data.canvasId === id && mpSelf.ownerShadowRoot?.getHostNode() === owner)
  }
  const there = (options, component) => {
    const canvas = options.canvas ?? named(options.canvasId, ownerOf(component))?.mpSelf.mpCanvas
    if (!canvas) throw new Refusal(`canvas is empty: no <canvas canvas-id="${options.canvasId}">`)
    return canvas
  }
  const call = (name, act) => (options, component) => asynchronous(host, name, (given) => act(given, there(given, component)))(options)
  return {
    createCanvasContext(id, component) {
      const owner = ownerOf(component)
      return createContext(host, id, () => named(id, owner))
    },
    createOffscreenCanvas: ({ width = 300, height = 150 } = {}) => canvasNode(host, width, height),
    canvasToTempFilePath: call('canvasToTempFilePath', (options, canvas) => pictureOf(files, canvas, options)),
    canvasGetImageData: call('canvasGetImageData', ({ x, y, width, height }, canvas) => ({ width, height, data: canvas.getContext('2d').getImageData(x, y, width, height).data })),
    canvasPutImageData: call('canvasPutImageData', ({ x, y, width, data }, canvas) => canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width), x, y)),
  }
}

/** A part of a canvas as a file, as large as asked for. */
async function pictureOf(files, canvas, { x = 0, y = 0, width = canvas.width - x, height = canvas.height - y, destWidth = width, destHeight = height, fileType = 'png', quality = 1 }) {
  const picture = Object.assign(document.createElement('canvas'), { width: destWidth, height: destHeight })
  picture.getContext('2d').drawImage(canvas, x, y, width, height, 0, 0, destWidth, destHeight)
  const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png'
  const blob = await new Promise((done) => picture.toBlob(done, type, quality))
  if (!blob) throw new Refusal('the canvas has no size')
  return { tempFilePath: files.temporary(new Uint8Array(await blob.arrayBuffer()), type) }
}

/** @param {() => any} find the <canvas> it means, when it draws */
function createContext(host, id, find) {
  const from = host.top()?.path
  // What has been set can be read again, and words are measured in the letters they will have.
  const scratch = document.createElement('canvas').getContext('2d')
  scratch.font = DEFAULT_FONT
  /** @type {[string, any][]} a call with its arguments, or a property with its value */
  let steps = []
  let before = Promise.resolve()
  const context = {
    setFontSize: (size) => void (context.font = `${size}px sans-serif`),
    setLineDash: (pattern, offset = 0) => void steps.push(['setLineDash', [pattern]], ['lineDashOffset', offset]),
    setShadow: (x, y, blur, colour) => void Object.assign(context, { shadowOffsetX: x, shadowOffsetY: y, shadowBlur: blur, shadowColor: colour }),
    measureText: (text) => scratch.measureText(text),
    createLinearGradient: (...places) => scratch.createLinearGradient(...places),
    createCircularGradient: (x, y, radius) => scratch.createRadialGradient(x, y, 0, x, y, radius),
    clearActions: () => void (steps = []),
    draw(reserve = false, after = undefined) {
      const now = steps
      steps = []
      before = before.then(() => played(host, id, find(), now, { reserve, from })).then(() => hear(after), (error) => host.recordError(error, 'draw()'))
    },
  }
  for (const name of STEPS.split(' ')) context[name] = (...facts) => void steps.push([name, facts])
  for (const name of [...Object.values(SETTERS), ...MORE]) {
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => scratch[name],
      set(value) {
        scratch[name] = value
        steps.push([name, value])
      },
    })
  }
  for (const [setter, name] of Object.entries(SETTERS)) context[setter] = (value) => void (context[name] = value === 'normal' && name === 'textBaseline' ? 'alphabetic' : value)
  return context
}

/** The pictures first, then every step in its order. */
async function played(host, id, element, steps, { reserve, from }) {
  if (!element) throw new Error(`there is no <canvas canvas-id="${id}"> here to draw on`)
  const pictures = new Map()
  const wanted = steps.filter(([name, facts]) => name === 'drawImage' && typeof facts[0] === 'string')
  await Promise.all(wanted.map(async ([, [path]]) => pictures.set(path, await loaded(host, path, from))))
  const native = element.mpSelf.mpCanvas
  // Its size is the element's now; setting it wipes the canvas.
  if (!reserve) Object.assign(native, { width: element.clientWidth, height: element.clientHeight })
  const brush = native.getContext('2d')
  if (!reserve) brush.font = DEFAULT_FONT
  for (const [name, facts] of steps) {
    if (typeof brush[name] !== 'function') brush[name] = facts
    else if (name === 'drawImage' && pictures.has(facts[0])) drawn(brush, pictures.get(facts[0]), facts.slice(1))
    else brush[name](...facts)
  }
}

function drawn(brush, picture, places) {
  // One that cannot be had leaves its place empty, as on a phone; that it is missing has been said.
  if (picture) brush.drawImage(picture, ...places)
}

function loaded(host, path, from) {
  return new Promise((done) => {
    const image = imageFrom(host, from)
    image.onload = () => done(image)
    image.onerror = () => {
      host.recordError(new Error(`drawImage: ${path} cannot be loaded`))
      done(null)
    }
    image.src = path
  })
}
