// In whose name the certificate is written: oneself, an organisation, or up to ten people as a gift. Tells every change.

import { spoken, t, texts } from '../../core/i18n'
import { MOST_FRIENDS } from './naming'
import type { Naming, Who } from './naming'

interface Chosen { value: string }

Component({
  behaviors: [spoken],
  properties: {
    value: { type: Object, value: {} as Naming },
    /** [{id, name}] the caller belongs to */
    companies: { type: Array, value: [] as { id: string; name: string }[] },
    /** why a name was refused */
    problem: String,
  },
  data: {
    t: texts('pay'),
    whos: [] as { value: Who; label: string }[],
    choices: [] as { value: string; label: string }[],
    rows: [] as { label: string; name: string; only: boolean }[],
    room: false,
  },
  observers: {
    'value, companies, language'(value: Naming, companies: { id: string; name: string }[]) {
      if (!value.friends) return
      this.setData({
        whos: (['self', 'company', 'many'] as const).map((who) => ({ value: who, label: t(`pay.who_${who}`) })),
        choices: companies.map((each) => ({ value: each.id, label: each.name })),
        rows: value.friends.map((name, at) => ({ name, label: t('pay.friend', { n: at + 1 }), only: value.friends.length === 1 })),
        room: value.friends.length + (value.withMe ? 1 : 0) < MOST_FRIENDS,
      })
    },
  },
  methods: {
    change(changes: Partial<Naming>) {
      this.triggerEvent('change', { value: { ...this.data.value, ...changes } })
    },
    pickWho(event: WechatMiniprogram.CustomEvent<Chosen>) {
      this.change({ who: event.detail.value as Who })
    },
    typeName(event: WechatMiniprogram.CustomEvent<Chosen>) {
      this.change({ name: event.detail.value })
    },
    /** where the number stands that an administrator needs */
    toOrganisations() {
      void wx.navigateTo({ url: '/pages/organisations/organisations' })
    },
    pickCompany(event: WechatMiniprogram.CustomEvent<Chosen>) {
      this.change({ company: event.detail.value })
    },
    flipMe() {
      const { friends, withMe } = this.data.value
      this.change({ withMe: !withMe, friends: friends.slice(0, withMe ? MOST_FRIENDS : MOST_FRIENDS - 1) })
    },
    flipPublic() {
      this.change({ public: !this.data.value.public })
    },
    typeFriend(event: WechatMiniprogram.CustomEvent<Chosen, object, { at: number }>) {
      const { at } = event.currentTarget.dataset
      this.change({ friends: this.data.value.friends.map((name, each) => (each === at ? event.detail.value : name)) })
    },
    addFriend() {
      if (this.data.room) this.change({ friends: [...this.data.value.friends, ''] })
    },
    dropFriend(event: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
      this.change({ friends: this.data.value.friends.filter((_, at) => at !== event.currentTarget.dataset.at) })
    },
  },
})
