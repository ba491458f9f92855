// Looking at the page's elements: selector queries, intersection observers and animate(), measured in the phone's pixels.

import { phoneUnits } from './dom.js'

const domOf = (element) => element?.getBackendElement?.() ?? element?.$$

/** @param {() => any} theHost */
export function nodeOf(theHost) {
  const insideOf = (component) => (component?._$ ?? component ?? theHost().top()?.root.getComponent())?.getShadowRoot()
  const stage = () => document.querySelector('.mp-stage')

  function measure(element, fields) {
    const node = domOf(element)
    if (!node) return null
    const outer = stage().getBoundingClientRect()
    const box = node.getBoundingClientRect()
    const found = {}
    if (fields.id) found.id = element.id
    if (fields.dataset) found.dataset = element.dataset ?? {}
    if (fields.mark) found.mark = element.collectMarks()
    if (fields.rect) {
      Object.assign(found, { left: box.left - outer.left, top: box.top - outer.top })
      Object.assign(found, { right: found.left + box.width, bottom: found.top + box.height })
    }
    if (fields.size) Object.assign(found, { width: box.width, height: box.height })
    if (fields.scrollOffset) {
      Object.assign(found, { scrollLeft: node.scrollLeft, scrollTop: node.scrollTop })
      Object.assign(found, { scrollWidth: node.scrollWidth, scrollHeight: node.scrollHeight })
    }
    for (const name of fields.properties ?? []) if (name in (element.data ?? {})) found[name] = element.data[name]
    for (const name of fields.computedStyle ?? []) found[name] = getComputedStyle(node)[name]
    if (fields.node) found.node = node.mpNode?.() ?? null
    if (fields.context) found.context = node.mpContext?.() ?? null
    return found
  }

  function viewport(fields) {
    const scroller = theHost().top()?.scroller
    const width = scroller?.clientWidth ?? 0
    const height = scroller?.clientHeight ?? 0
    const found = {}
    if (fields.id) found.id = ''
    if (fields.dataset) found.dataset = {}
    if (fields.rect) Object.assign(found, { left: 0, top: 0, right: width, bottom: height })
    if (fields.size) Object.assign(found, { width, height })
    if (fields.scrollOffset && scroller) {
      Object.assign(found, { scrollLeft: scroller.scrollLeft, scrollTop: scroller.scrollTop })
      Object.assign(found, { scrollWidth: scroller.scrollWidth, scrollHeight: scroller.scrollHeight })
    }
    return found
  }

  function selectorQuery(component) {
    let within = component
    const asked = []
    const query = {
      in(other) {
        within = other
        return query
      },
      select: (selector) => reference((fields) => {
        const element = insideOf(within)?.querySelector(selector)
        return element ? measure(element, fields) : null
      }),
      selectAll: (selector) => reference((fields) => (insideOf(within)?.querySelectorAll(selector) ?? []).map((each) => measure(each, fields))),
      selectViewport: () => reference(viewport),
      exec(after) {
        // After what is new has heard `ready`, and the changes already on their way have been drawn.
        const drawn = (look) => setTimeout(() => requestAnimationFrame(look))
        drawn(() => {
          const results = asked.map(({ find, fields, hear }) => {
            const found = find(fields)
            hear?.(found)
            return found
          })
          after?.(results)
        })
        return query
      },
    }
    const reference = (find) => {
      const push = (fields) => (hear) => {
        asked.push({ find, fields, hear })
        return query
      }
      return {
        boundingClientRect: push({ id: true, dataset: true, rect: true, size: true }),
        scrollOffset: push({ id: true, dataset: true, scrollOffset: true }),
        context: push({ context: true }),
        node: push({ node: true }),
        fields: (fields, hear) => push(fields)(hear),
      }
    }
    return query
  }

  function intersectionObserver(component, options = {}) {
    const { thresholds = [0], observeAll = false } = options
    let margins = {}
    let around = null
    let watcher = null
    const observer = {
      relativeTo(selector, given = {}) {
        around = domOf(insideOf(component)?.querySelector(selector))
        margins = given
        return observer
      },
      relativeToViewport(given = {}) {
        margins = given
        return observer
      },
      observe(selector, hear) {
        const inside = insideOf(component)
        const targets = observeAll ? inside.querySelectorAll(selector) : [inside.querySelector(selector)].filter(Boolean)
        const { top = 0, right = 0, bottom = 0, left = 0 } = margins
        const told = new Map(targets.map((target) => [domOf(target), target]))
        watcher = new IntersectionObserver(
          (entries) => entries.forEach((entry) => hear(status(entry, told.get(entry.target)))),
          { root: around ?? theHost().top()?.scroller, rootMargin: `${top}px ${right}px ${bottom}px ${left}px`, threshold: thresholds },
        )
        for (const node of told.keys()) watcher.observe(node)
      },
      disconnect: () => watcher?.disconnect(),
    }
    return observer
  }

  function status(entry, element) {
    const rect = ({ left, top, right, bottom, width, height }) => ({ left, top, right, bottom, width, height })
    return {
      id: element?.id,
      dataset: element?.dataset,
      intersectionRatio: entry.intersectionRatio,
      intersectionRect: rect(entry.intersectionRect),
      boundingClientRect: rect(entry.boundingClientRect),
      relativeRect: rect(entry.rootBounds ?? entry.boundingClientRect),
      time: Date.now(),
    }
  }

  /** this.animate(selector, keyframes, duration, after) */
  function animate(component, selector, keyframes, duration, after) {
    const targets = insideOf(component)?.querySelectorAll(selector) ?? []
    const frames = keyframes.map(cssFrame)
    const running = targets.map((target) => domOf(target).animate(frames, { duration, fill: 'forwards' }).finished)
    Promise.all(running).then(() => after?.(), () => {})
  }

  function clearAnimation(component, selector, ...rest) {
    const after = rest.find((each) => typeof each === 'function')
    for (const target of insideOf(component)?.querySelectorAll(selector) ?? []) {
      for (const running of domOf(target).getAnimations()) running.cancel()
    }
    after?.()
  }

  return { selectorQuery, intersectionObserver, animate, clearAnimation }
}

const ANGLES = /^(rotate|skew)/
const LENGTHS = /^translate/

/** A keyframe of WeChat's animate() as one of the browser's: transform functions stand there as properties of their own. */
export function cssFrame(frame) {
  const { ease, offset, ...styles } = frame
  const css = {}
  const transforms = []
  for (const [name, value] of Object.entries(styles)) {
    const facts = [value].flat()
    if (ANGLES.test(name)) transforms.push(`${name}(${facts.map((each) => (typeof each === 'number' ? each + 'deg' : each)).join(',')})`)
    else if (LENGTHS.test(name)) transforms.push(`${name}(${facts.map((each) => (typeof each === 'number' ? each + 'px' : phoneUnits(each))).join(',')})`)
    else if (/^(scale|matrix|perspective)/.test(name)) transforms.push(`${name}(${facts.join(',')})`)
    else css[name] = typeof value === 'number' && !/opacity|zIndex/.test(name) ? value + 'px' : phoneUnits(value)
  }
  if (transforms.length) css.transform = transforms.join(' ')
  if (ease) css.easing = ease
  if (offset !== undefined) css.offset = offset
  return css
}

