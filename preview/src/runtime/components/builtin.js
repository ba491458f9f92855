// How a built-in component is made: properties in, DOM changed, events out. What each one does is in its family's file.

import { recordError } from '../errors.js'
import { playAnimation } from '../animation.js'

/** What every built-in understands. */
const COMMON = {
  hidden: Boolean,
  ariaRole: String,
  ariaLabel: String,
  ariaHidden: null,
  ariaDisabled: null,
  ariaChecked: null,
  ariaSelected: null,
  ariaExpanded: null,
  ariaPressed: null,
  ariaCurrent: null,
  ariaLive: String,
  ariaAtomic: null,
  ariaBusy: null,
  ariaModal: null,
  ariaInvalid: null,
  ariaRequired: null,
  ariaLevel: null,
  ariaHaspopup: null,
  ariaValuenow: null,
  ariaValuemin: null,
  ariaValuemax: null,
  ariaValuetext: String,
  ariaLabelledby: String,
  ariaDescribedby: String,
  ariaControls: String,
  ariaOwns: String,
  role: String,
  animation: null,
  hoverClass: { type: String, value: 'none' },
  hoverStopPropagation: Boolean,
  hoverStartTime: { type: Number, value: 50 },
  hoverStayTime: { type: Number, value: 400 },
}
const ARIA = Object.keys(COMMON).filter((name) => name.startsWith('aria') && name !== 'ariaRole')
const dashed = (name) => 'aria-' + name.slice(4).toLowerCase()

/**
 * @typedef {object} BuiltIn
 * @property {Record<string, any>} [properties]
 * @property {(element: HTMLElement, self: any) => void} [made]      once, when it is in the tree
 * @property {(element: HTMLElement, data: any, self: any) => void} [changed]   after every change, and once after `made`
 * @property {(self: any) => void} [gone]
 * @property {(self: any) => any} [value]        what a form collects
 * @property {(self: any) => void} [reset]       what a form's reset does
 * @property {Record<string, any>} [relations]
 */

/** @param {any} space @param {any} host */
export function definer(space, host) {
  /** @param {string} tag @param {BuiltIn} [how] */
  return function define(tag, how = {}) {
    const component = space.defineComponent({
      is: 'wx://' + tag,
      properties: { ...COMMON, ...how.properties },
      observers: {
        '**'() {
          if (this.mpLives) draw(this, how)
        },
      },
      lifetimes: {
        attached() {
          const element = this.$$
          element.mpSelf = this
          element.mpValue = how.value && (() => how.value(this))
          element.mpReset = how.reset && (() => how.reset(this))
          this.mpHost = host
          this.mpLives = true
          how.made?.(element, this)
          hover(element, this)
          draw(this, how)
        },
        detached() {
          // A setData that arrives after the page has gone must touch nothing.
          this.mpLives = false
          how.gone?.(this)
        },
      },
    })
    space.setGlobalUsingComponent(tag, component)
  }
}

function draw(self, how) {
  const element = self.$$
  const data = self.data
  try {
    common(element, data, self)
    how.changed?.(element, data, self)
  } catch (error) {
    recordError(error, `<${self.is.slice('wx://'.length)}>`)
  }
}

function common(element, data, self) {
  flag(element, 'hidden', data.hidden)
  const role = data.ariaRole || data.role
  if (role && role !== self.mpRole) element.setAttribute('role', (self.mpRole = role))
  if (role === 'heading') element.setAttribute('aria-level', '2') // what the role means by itself; WXML has no word for it
  for (const name of ARIA) {
    const said = data[name]
    if (said === null || said === undefined || said === '') continue
    element.setAttribute(dashed(name), String(said))
  }
  if (data.animation && data.animation !== self.mpAnimation) playAnimation(element, (self.mpAnimation = data.animation))
}

/** Sets an attribute, or takes it away when there is nothing to say. */
export function flag(element, name, value) {
  if (value === false || value === null || value === undefined || value === '') element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

/** Events of built-ins do not bubble. @returns {any} what the handler gave back */
export function fire(self, name, detail = {}) {
  let given
  self.triggerEvent(name, detail, {
    bubbles: false,
    composed: false,
    handleListenerReturn(returned) {
      given = returned
      return undefined
    },
  })
  return given
}

/** Names of classes, as they are in the style sheets of the page or component it stands in. */
export function classesOf(self, names) {
  const part = self.mpHost.part(writtenIn(self))
  const plain = !part?.scope || part.config.addGlobalClass || /shared$/.test(part.config.styleIsolation ?? '')
  const each = (name) => [part?.scope && `${part.scope}--${name}`, plain && name].filter(Boolean)
  return String(names ?? '').split(/\s+/).filter(Boolean).flatMap(each).join(' ')
}

/** The page or component in whose WXML it stands: 'pages/a/a'. */
export function writtenIn(self) {
  return self.ownerShadowRoot?.getHostNode().is ?? ''
}

function hover(element, self) {
  let timer
  let worn = []
  const on = (event) => {
    if (self.data.disabled || event.mpHoverStopped) return
    event.mpHoverStopped = self.data.hoverStopPropagation
    clearTimeout(timer)
    take()
    worn = String(self.data.hoverClass ?? '').split(/\s+/).filter((name) => name && name !== 'none')
    for (const name of worn) self.toggleNodeClass?.(name, true)
  }
  /** Those it was given: the page may name others meanwhile. */
  const take = () => {
    for (const name of worn) self.toggleNodeClass?.(name, false)
    worn = []
  }
  const off = () => {
    if (worn.length) timer = setTimeout(() => self.mpLives && take(), self.data.hoverStayTime)
  }
  element.addEventListener('pointerdown', on)
  for (const type of ['pointerup', 'pointercancel', 'pointerleave']) element.addEventListener(type, off)
}
