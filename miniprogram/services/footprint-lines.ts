// A line of a footprint in words: what was multiplied, and where the factor comes from.

import { grouped, mass } from '../core/format'
import { t } from '../core/i18n'
import type { FootprintLine } from './footprints'

export interface Source {
  title: string
  rows: { label: string; value: string; url?: string }[]
}

export function lineOf(line: FootprintLine, at: number) {
  const note = `${quantity(line)} × ${line.factor.value}`
  return { at, label: hung(line.label), note, mass: mass(line.mass_g).text }
}

export function sourceOf(line: FootprintLine): Source {
  const { factor } = line
  const range = t('calc.range', { low: mass(line.low_g).text, high: mass(line.high_g).text })
  return {
    title: hung(line.label),
    rows: [
      { label: t('calc.sum'), value: sumOfLine(line) },
      { label: t('calc.range_label'), value: range },
      { label: t('calc.source'), value: factor.source, ...(factor.source_url && { url: factor.source_url }) },
      { label: t('calc.source_year'), value: [factor.year, factor.geography].filter(Boolean).join(' · ') },
    ],
  }
}

/** No line begins with a dot. */
function hung(label: string): string {
  return label.replace(/ +·/g, '\u00a0·')
}

/** `646.4 passenger-km × 0.03048 kg CO₂e/passenger-km = 19.7 kg` */
function sumOfLine(line: FootprintLine): string {
  return `${quantity(line)} × ${line.factor.value} ${perUnit(line.factor.unit)} = ${mass(line.mass_g).text}`
}

function quantity(line: FootprintLine): string {
  const written = amount(line.quantity)
  return `${written} ${unit(line.unit, written === '1')}`
}

/** A quantity for reading: at most three decimals, thousands apart. */
function amount(quantity: string): string {
  const [whole = '0', rest = ''] = quantity.split('.')
  const decimals = rest.slice(0, 3).replace(/0+$/, '')
  return grouped(Number(whole)) + (decimals && `.${decimals}`)
}

/** `passenger-km` in the language spoken, `one|many` where they differ; an unknown one stays as it is. */
function unit(word: string, one: boolean): string {
  const key = `calc.unit_${word.replace(/-/g, '_')}`
  const said = t(key)
  if (said === key) return word
  const [single = '', many = single] = said.split('|')
  return one ? single : many
}

/** `kgCO2e/passenger-km`: the gas as it is written, the unit in words. */
function perUnit(word: string): string {
  const [gas = '', per = ''] = word.split('/')
  const written = gas.replace('kgCO2', 'kg CO₂')
  return per ? `${written}/${unit(per, true)}` : written
}
