// A tier of honour: a dot, a ring, a leaf, a mountain, with its name.

import { spoken, t, texts } from '../../core/i18n'

Component({
  behaviors: [spoken],
  properties: {
    /** 0 to 4; nothing is drawn for 0 */
    tier: Number,
    /** the sign alone, for lists */
    bare: Boolean,
    /** px */
    size: { type: Number, value: 24 },
  },
  data: { t: texts(), name: '' },
  observers: {
    'tier, language'(tier: number) {
      this.setData({ name: t(`common.tier_${Math.min(4, Math.max(0, tier))}`) })
    },
  },
})
