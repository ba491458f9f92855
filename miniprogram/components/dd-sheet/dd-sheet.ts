// A sheet from below for one thing to read or choose. Closed by its cross, the shade, or whoever opened it.

import { spoken, texts } from '../../core/i18n'

Component({
  options: { multipleSlots: true },
  behaviors: [spoken],
  properties: {
    open: Boolean,
    title: String,
    /** gives room for the slot `foot` */
    foot: Boolean,
    /** as tall as the screen allows, for lists that change while typing */
    tall: Boolean,
  },
  data: { t: texts() },
  methods: {
    close() {
      this.triggerEvent('close')
    },
    still() {
      // a finger on the shade must not scroll the page below
    },
  },
})
