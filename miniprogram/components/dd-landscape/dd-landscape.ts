// A drawn landscape for a kind of scene, where there is no photograph.

import { fill, spoken, texts } from '../../core/i18n'

const KINDS = ['conference', 'scenic_spot', 'mall', 'restaurant', 'hotel']

Component({
  behaviors: [spoken],
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    /** of the scene */
    kind: String,
    /** #RRGGBB of the scene's look: a line below the picture */
    colour: { type: null, value: '' },
  },
  data: { t: texts(), file: 'other', said: '' },
  observers: {
    'kind, language'(kind: string) {
      const file = KINDS.includes(kind) ? kind : 'other'
      const { common } = this.data.t
      const names: Record<string, string> = common
      this.setData({ file, said: fill(common.scene_picture, { kind: names[`kind_${file}`] ?? '' }) })
    },
  },
})
