// What a footprint is made of: every line with its source, what it is like, what was left out and what assumed.

import { spoken, t, texts } from '../../core/i18n'
import { lineOf, sourceOf } from '../../services/footprint-lines'
import type { Source } from '../../services/footprint-lines'
import type { Equivalent, Footprint } from '../../services/footprints'

type Tapped = WechatMiniprogram.CustomEvent<object, object, { at: number }>

Component({
  behaviors: [spoken],
  properties: {
    footprint: { type: null, value: null as Footprint | null },
    /** one assumption more, of the page's own */
    also: String,
  },
  data: {
    t: texts('calc'),
    lines: [] as ReturnType<typeof lineOf>[],
    alike: [] as Equivalent[],
    points: [] as { what: string; why: string }[],
    pointsOpen: false,
    source: null as Source | null,
  },
  observers: {
    'footprint, also, language'(footprint: Footprint | null, also: string) {
      if (!footprint) return
      this.setData({
        lines: footprint.lines.map(lineOf),
        alike: footprint.equivalents.filter((each) => /[1-9]/.test(each.number)).map((each) => ({ ...each, caption: each.caption.charAt(0).toUpperCase() + each.caption.slice(1) })),
        points: [...footprint.left_out, ...[...footprint.assumptions, also].filter(Boolean).map((what) => ({ what, why: '' }))],
      })
    },
  },
  methods: {
    showLine(event: Tapped) {
      const line = (this.data.footprint as Footprint | null)?.lines[event.currentTarget.dataset.at]
      if (line) this.setData({ source: sourceOf(line) })
    },
    showAlike(event: Tapped) {
      const each = this.data.alike[event.currentTarget.dataset.at]
      if (each) this.setData({ source: { title: each.text, rows: [{ label: t('calc.source'), value: each.source_label }] } })
    },
    closeSource() {
      this.setData({ source: null })
    },
    togglePoints() {
      this.setData({ pointsOpen: !this.data.pointsOpen })
    },
  },
})
