// A mass: the number, and its unit beside it, small.

import { mass } from '../../core/format'

Component({
  properties: {
    grams: Number,
    /** hero · big · line */
    size: { type: String, value: 'line' },
    /** before the number: 约 */
    before: String,
  },
  data: { number: '', unit: '' },
  observers: {
    grams(grams: number) {
      const { number, unit } = mass(grams)
      this.setData({ number, unit })
    },
  },
})
