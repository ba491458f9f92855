// The separate consent before travel data is first used: what for, what not, how to take it back. Nothing is ticked beforehand.

import { spoken, texts } from '../../core/i18n'

Component({
  behaviors: [spoken],
  properties: {
    open: Boolean,
  },
  data: { t: texts() },
  methods: {
    agree() {
      this.triggerEvent('agree')
    },
    decline() {
      this.triggerEvent('decline')
    },
  },
})
