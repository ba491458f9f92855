// One way to make an element of the phone itself (not of the mini-program).

/**
 * @param {string} tag  'button.mp-back'
 * @param {Record<string, any>} [facts]  properties; aria-* and role become attributes, on* listeners
 * @param {...(Node | string | null | undefined)} inside
 */
export function make(tag, facts = {}, ...inside) {
  const [name, ...classes] = tag.split('.')
  const element = document.createElement(name)
  if (classes.length) element.className = classes.join(' ')
  for (const [key, value] of Object.entries(facts)) {
    if (value === undefined || value === null) continue
    if (/^(aria-|role$|data-|for$)/.test(key)) element.setAttribute(key, value)
    else if (key === 'style') element.style.cssText = value
    else element[key] = value
  }
  element.append(...inside.filter((each) => each !== null && each !== undefined))
  return element
}

export { phoneUnits } from '../build/units.mjs'
