// All words of the mini-program, by language and area. One file per area; a room writes its own.

import { calc } from './calc'
import { cert } from './cert'
import { common } from './common'
import { life } from './life'
import { mine } from './mine'
import { pay } from './pay'
import { scene } from './scene'

function spokenIn<L extends 'zh-Hans' | 'en' | 'sw' | 'gu'>(tag: L) {
  return {
    common: common[tag],
    scene: scene[tag],
    calc: calc[tag],
    pay: pay[tag],
    cert: cert[tag],
    life: life[tag],
    mine: mine[tag],
  }
}

export type Texts = ReturnType<typeof spokenIn<'zh-Hans'>>
export type Area = keyof Texts

export const CATALOGUE = { 'zh-Hans': spokenIn('zh-Hans'), en: spokenIn('en'), sw: spokenIn('sw'), gu: spokenIn('gu') }
