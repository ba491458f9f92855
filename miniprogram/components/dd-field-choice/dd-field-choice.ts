// One of a few: chips that can be tapped.

import { spoken, texts } from '../../core/i18n'

interface Choice {
  value: string
  label: string
}

Component({
  behaviors: [spoken],
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    label: { type: null, value: '' },
    help: { type: null, value: '' },
    /** [{value, label}] */
    options: { type: Array, value: [] as Choice[] },
    value: { type: null, value: '' },
    problem: { type: null, value: '' },
    optional: Boolean,
    /** in small type with a line below the chosen one: for what is seldom changed */
    quiet: Boolean,
  },
  data: { t: texts() },
  methods: {
    pick(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
      const { value } = event.currentTarget.dataset
      if (value !== this.data.value) this.triggerEvent('change', { value })
      else if (this.data.optional) this.triggerEvent('change', { value: '' })
    },
  },
})
