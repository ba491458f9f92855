// The four languages, each in its own name.

import { choose, language, spoken, texts } from '../../core/i18n'
import type { Language } from '../../core/i18n'

Component({
  behaviors: [spoken],
  data: {
    t: texts(),
    options: [
      { value: 'zh-Hans', label: '中文' },
      { value: 'en', label: 'English' },
      { value: 'sw', label: 'Kiswahili' },
      { value: 'gu', label: 'ગુજરાતી' },
    ],
    chosen: language() as string,
  },
  observers: {
    language(now: Language) {
      this.setData({ chosen: now })
    },
  },
  methods: {
    pick(event: WechatMiniprogram.CustomEvent<{ value: Language }>) {
      choose(event.detail.value)
      this.triggerEvent('change', event.detail)
    },
  },
})
