// Which language the mini-program speaks.

import { spoken, texts } from '../../core/i18n'

Page({
  behaviors: [spoken],
  data: { t: texts('mine') },
})
