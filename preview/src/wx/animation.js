// wx.createAnimation: collects steps; the `animation` property of an element plays them (runtime/animation.js).

const MOVES = ['matrix', 'matrix3d', 'rotate', 'rotate3d', 'rotateX', 'rotateY', 'rotateZ', 'scale', 'scale3d', 'scaleX', 'scaleY', 'scaleZ', 'skew', 'skewX', 'skewY', 'translate', 'translate3d', 'translateX', 'translateY', 'translateZ']
const STYLES = { opacity: 'opacity', backgroundColor: 'background-color', width: 'width', height: 'height', top: 'top', left: 'left', right: 'right', bottom: 'bottom' }
const length = (name, value) => (typeof value === 'number' && !['opacity', 'backgroundColor'].includes(name) ? `${value}px` : value)

/** What it has collected stands on itself, not beside it: a copy in a page's data goes on by itself, as in WeChat. */
export function createAnimation({ duration = 400, timingFunction = 'linear', delay = 0, transformOrigin = '50% 50% 0' } = {}) {
  const animation = {
    option: { transformOrigin, transition: { duration, timingFunction, delay } },
    actions: [],
    currentStepAnimates: [],
    step(given = {}) {
      const { transformOrigin: origin = this.option.transformOrigin, ...transition } = given
      this.actions.push({ animates: this.currentStepAnimates, option: { transformOrigin: origin, transition: { ...this.option.transition, ...transition } } })
      this.currentStepAnimates = []
      return this
    },
    export() {
      const { actions } = this
      this.actions = []
      return { actions }
    },
  }
  const collecting = (collected) =>
    function (...args) {
      this.currentStepAnimates.push(collected(args))
      return this
    }
  for (const type of MOVES) animation[type] = collecting((args) => ({ type, args }))
  for (const [name, style] of Object.entries(STYLES)) animation[name] = collecting(([value]) => ({ type: 'style', args: [style, length(name, value)] }))
  return animation
}
