// A walk is one guest with one phone: what it showed when it failed is kept, and anything the console says fails it.

import { takePhone } from './phone.mjs'

/**
 * @typedef {object} Walk
 * @property {string} name @property {import('./phone.mjs').Options & Company} options
 * @property {(phone: any, past: any) => Promise<void>} act @property {string} [file]
 *
 * @typedef {object} Company  who else may be about
 * @property {boolean} [alone]  it makes the simulated WeChat go wrong, for whoever pays next: nobody else may pay
 * @property {() => Promise<any>} [past]  what was done before, once for all walks that name it; they only look, and never pay
 */

/** @type {Walk[]} */
export const walks = []

/** @param {string} name @param {Walk['options']} options @param {Walk['act']} act */
export const walk = (name, options, act) => walks.push({ name, options, act })

/** Longer than any walk takes on a machine with ten times the work it can do. */
const LONGEST_MS = 400_000
const pasts = new Map()

/** Once for everybody: whoever asks again gets the same. */
export function past(make) {
  if (!pasts.has(make)) pasts.set(make, make())
  return pasts.get(make)
}

/** Throws what went wrong, with where the guest stood. @param {Walk} walk */
export async function play({ name, options, act }) {
  const before = options.past && (await past(options.past))
  const phone = await takePhone(options)
  let bell
  const rings = new Promise((_, fail) => (bell = setTimeout(() => fail(new Error(`not over after ${LONGEST_MS / 1000} s`)), LONGEST_MS)))
  try {
    await phone.open(options.at ?? '')
    await Promise.race([act(phone, before), rings])
    await phone.clean()
  } catch (error) {
    await phone.keep(name)
    throw new Error(`on ${await phone.where()}${phone.said.length ? `\n    the console said: ${phone.said.join('\n          ')}` : ''}`, { cause: error })
  } finally {
    clearTimeout(bell)
    await phone.close()
  }
}
