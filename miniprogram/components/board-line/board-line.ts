// One place on a board: rank, name, tier, and the figure it is ranked by. Read aloud as one sentence.

import { mass } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import type { BoardLine, By } from '../../services/leaderboards'

Component({
  behaviors: [spoken],
  properties: {
    line: { type: Object, value: {} as BoardLine },
    by: { type: String, value: 'mass' as By },
    /** the caller's own */
    mine: Boolean,
  },
  data: { t: texts('cert'), value: '', small: '', said: '', honour: false },
  observers: {
    'line, by, language'(line: BoardLine, by: By) {
      if (!line.rank) return
      const grams = mass(line.mass_g).text
      const covered = t('cert.covered_n', { n: line.covered })
      const value = by === 'covered' ? covered : grams
      this.setData({
        value,
        small: by === 'covered' ? grams : line.covered > 0 ? covered : '',
        honour: line.rank <= 3,
        said: t('cert.line', { rank: line.rank, name: line.name, value }),
      })
    },
  },
})
