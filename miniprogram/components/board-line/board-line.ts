// One place on a board: rank, name, tier, and the figure it is ranked by. Read aloud as one sentence.

import { grouped, mass } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import type { Board, BoardLine, By } from '../../services/leaderboards'

Component({
  behaviors: [spoken],
  properties: {
    line: { type: Object, value: {} as BoardLine },
    by: { type: String, value: 'mass' as By },
    board: { type: String, value: 'people' as Board },
    /** the caller's own */
    mine: Boolean,
  },
  data: { t: texts('cert'), value: '', small: '', said: '', honour: false, tier: 0 },
  observers: {
    'line, by, board, language'(line: BoardLine, by: By, board: Board) {
      if (!line.rank) return
      const grams = mass(line.mass_g).text
      // a scene has guests, not scenes that it has covered, and no tier of its own
      const scene = board === 'scenes'
      const covered = t('cert.covered_n', { n: line.covered })
      const deeds = scene ? t('scene.certificates', { n: grouped(line.certificates) }) : line.covered > 0 ? covered : ''
      const value = by === 'covered' ? covered : grams
      this.setData({
        value,
        small: by === 'covered' ? grams : deeds,
        tier: scene ? 0 : line.tier,
        honour: line.rank <= 3,
        said: t('cert.line', { rank: line.rank, name: line.name, value }),
      })
    },
  },
})
