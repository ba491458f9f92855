// Something a person must know: what happened, what it means for their money, what to do now, and a button that does it.

import { spoken, t, texts } from '../../core/i18n'
import type { Problem } from '../../core/request'

/** Codes we have words for ourselves: nobody answered, or something between us and the server did. */
const OWN_WORDS = ['offline', 'timeout', 'busy', 'login_unavailable', 'mistake', 'refused']

Component({
  behaviors: [spoken],
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    /** a Problem; its words are the server's, or ours when nobody answered */
    problem: { type: Object, value: undefined as unknown as Problem },
    /** own words instead of the problem's */
    title: String,
    detail: String,
    /** what it means for the money; said where money could be meant */
    money: { type: null, value: '' },
    /** of the button; `bind:retry`. By default 再试一次 where trying again can help, and the scenes where nothing was found */
    action: String,
    /** problem · info */
    kind: { type: String, value: 'problem' },
  },
  data: { t: texts(), what: '', now: '', button: '', lost: false },
  observers: {
    'problem, title, detail, action, language'(problem: Problem | null, title: string, detail: string, action: string) {
      const said = problem ? words(problem) : { what: '', now: '' }
      const lost = problem?.status === 404 && !action // what is not there will not come: nobody is left without a way on
      const usual = lost ? t('pay.to_scenes') : problem?.open ? t('common.retry') : ''
      this.setData({ what: title || said.what, now: detail || said.now, button: action || usual, lost })
    },
  },
  methods: {
    retry() {
      if (this.data.lost) void wx.switchTab({ url: '/pages/scenes/scenes' })
      else this.triggerEvent('retry')
    },
  },
})

function words(problem: Problem): { what: string; now: string } {
  if (problem.title) return { what: problem.title, now: problem.detail }
  const code = OWN_WORDS.includes(problem.code) ? problem.code : problem.status === 404 ? 'not_found' : 'refused'
  return { what: t(`common.${code}`), now: t(`common.${code}_next`) }
}
