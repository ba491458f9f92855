// An amount of money, exact to the fen.

import { yuan } from '../../core/format'

Component({
  properties: {
    fen: Number,
    /** big · line */
    size: { type: String, value: 'line' },
  },
  data: { number: '' },
  observers: {
    fen(fen: number) {
      this.setData({ number: yuan(fen).replace('¥', '') })
    },
  },
})
