// The frame of every page: sizes of type (with the phone's large text), margins, title, and a foot within the thumb's reach.

import { spoken } from '../../core/i18n'
import { nameTabs } from '../../core/tabs'
import { typeScale } from '../../core/type'

Component({
  options: { multipleSlots: true },
  behaviors: [spoken],
  properties: {
    /** of the navigation bar, in the language spoken */
    title: String,
    /** gives room for the slot `foot` */
    foot: Boolean,
    /** one of the three tabs: keeps the tab bar's words right */
    tab: Boolean,
  },
  data: { scale: 1, shown: false },
  lifetimes: {
    attached() {
      this.setData({ scale: typeScale() })
    },
  },
  pageLifetimes: {
    show() {
      this.setData({ shown: true })
      this.nameBars()
    },
    hide() {
      this.setData({ shown: false })
    },
  },
  observers: {
    'title, tab, language'() {
      if (this.data.shown) this.nameBars()
    },
  },
  methods: {
    /** The bars belong to whichever page is in front, so only a page that is shown may name them. */
    nameBars() {
      const { title, tab } = this.data
      if (title) wx.setNavigationBarTitle({ title, fail: () => undefined })
      if (tab) nameTabs()
    },
  },
})
