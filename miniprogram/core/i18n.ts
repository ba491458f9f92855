// Which language is spoken, and the texts of a page or component in it. The texts themselves are ../texts.

import { tell, on } from './events'
import { keep, recall } from './storage'
import { CATALOGUE } from '../texts/index'
import type { Area, Texts } from '../texts/index'

export const LANGUAGES = ['zh-Hans', 'en', 'sw', 'gu'] as const
export type Language = (typeof LANGUAGES)[number]

/** under which name the phone remembers the choice */
export const LANGUAGE_KEPT_AS = 'language'
const BY_PRIMARY: Record<string, Language> = { zh: 'zh-Hans', en: 'en', sw: 'sw', gu: 'gu' }
let spokenNow: Language | undefined

/** What the user chose; else the phone's; whoever speaks none of ours reads English. */
export function language(): Language {
  spokenNow ??= recall<Language>(LANGUAGE_KEPT_AS) ?? phoneLanguage()
  return spokenNow
}

export function choose(chosen: Language): void {
  if (chosen === language()) return
  spokenNow = chosen
  keep(LANGUAGE_KEPT_AS, chosen)
  tell('language', chosen)
}

/** `t('scene.until', { day })`; a missing text shows its key, and a test sees to it that there is none. */
export function t(key: string, facts: Record<string, string | number> = {}): string {
  const [area = '', what = ''] = key.split('.')
  const areas = CATALOGUE[language()] as Record<string, Record<string, string>>
  return fill(areas[area]?.[what] ?? key, facts)
}

/** `{name}` in a text becomes the fact of that name. */
export function fill(text: string, facts: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole))
}

/** The texts of these areas, and always `common`: `data: { t: texts('scene') }`, then `{{t.scene.join}}` in WXML. */
export function texts<A extends Area>(...areas: A[]): Pick<Texts, A | 'common'> {
  const all: Texts = CATALOGUE[language()]
  return Object.fromEntries([...areas, 'common' as const].map((area) => [area, all[area]])) as Pick<Texts, A | 'common'>
}

/**
 * Keeps `data.t` right: `behaviors: [spoken]` beside `data: { t: texts(...) }`.
 * A page or component that puts facts into its texts has a method `retell()`; it is called after a change of language.
 */
export const spoken = Behavior({
  data: { language: 'zh-Hans' as Language },
  lifetimes: {
    attached() {
      const self = this as unknown as Spoken
      const speak = () => {
        const areas = Object.keys(self.data.t ?? {}) as Area[]
        self.setData({ language: language(), ...(areas.length && { t: texts(...areas) }) })
      }
      speak()
      self.stopListening = on('language', () => {
        speak()
        self.retell?.()
      })
    },
    detached() {
      ;(this as unknown as Spoken).stopListening?.()
    },
  },
})

interface Spoken {
  data: { t?: object }
  setData(changed: object): void
  retell?(): void
  stopListening?: () => void
}

function phoneLanguage(): Language {
  const [primary = ''] = wx.getAppBaseInfo().language.split(/[-_]/)
  return BY_PRIMARY[primary.toLowerCase()] ?? 'en'
}
