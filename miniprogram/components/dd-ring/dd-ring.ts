// A ring of dots that fills and closes on a two-leaf sprout: the house's picture of progress. What stands inside is the slot's.

import { spoken, t, texts } from '../../core/i18n'

const DOTS = 36
const GAP_DEGREES = 30 // at the foot, where the sprout stands

interface Dot {
  turn: number
  on: boolean
  size: number
  delay: number
}

Component({
  behaviors: [spoken],
  properties: {
    /** 0 to 1; anything above 0 lights a dot, only 1 lights all */
    done: Number,
    /** px */
    size: { type: Number, value: 216 },
    /** the sentence a screen reader says; by default the progress */
    label: String,
    /** fills dot by dot when it arrives */
    lively: Boolean,
  },
  data: { t: texts(), dots: [] as Dot[], said: '', whole: false },
  observers: {
    'done, size, label, language'(done: number, size: number, label: string) {
      this.setData({ dots: ring(done, size), said: label || sentence(done), whole: done >= 1 })
    },
  },
})

function ring(done: number, size: number): Dot[] {
  const lit = done >= 1 ? DOTS : done > 0 ? Math.min(DOTS - 1, Math.max(1, Math.round(done * DOTS))) : 0
  const step = (360 - GAP_DEGREES) / (DOTS - 1)
  return Array.from({ length: DOTS }, (_, at) => {
    const turn = 180 + GAP_DEGREES / 2 + step * at // from the left of the foot over the top to its right
    const nearFoot = (1 - Math.cos(((turn - 360) * Math.PI) / 180)) / 2 // 0 at the top, 1 at the foot
    return {
      turn: Math.round(turn * 10) / 10,
      on: at < lit,
      size: Math.round(size * (0.026 + 0.02 * nearFoot) * 10) / 10,
      delay: at * 18,
    }
  })
}

function sentence(done: number): string {
  return done > 0 ? t('common.ring', { percent: Math.min(done >= 1 ? 100 : 99, Math.max(1, Math.floor(done * 100))) }) : t('common.ring_none')
}
