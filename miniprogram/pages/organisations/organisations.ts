// The organisations I may neutralise for, and how to be added to one.

import { day } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { me } from '../../services/me'
import { myOrganisations } from '../../services/organisations'
import type { Organisation } from '../../services/organisations'

Page({
  behaviors: [spoken],
  data: {
    t: texts('mine'),
    organisations: null as Organisation[] | null,
    rows: [] as { id: string; name: string; note: string }[],
    id: '',
    problem: null as Problem | null,
  },
  onLoad() {
    void this.load()
  },
  async load() {
    this.setData({ problem: null })
    try {
      const { id } = await me()
      this.setData({ id, organisations: await myOrganisations() })
      this.retell()
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
  },
  retell() {
    this.setData({
      rows: (this.data.organisations ?? []).map(({ id, name, since, sample }) => ({
        id,
        name,
        note: t('mine.member_since', { day: day(since) }) + (sample ? ` · ${t('common.sample')}` : ''),
      })),
    })
  },
  copyId() {
    wx.setClipboardData({ data: this.data.id })
  },
})
