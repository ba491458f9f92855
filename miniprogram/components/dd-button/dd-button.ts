// The button. One primary per page. While busy it says what is going on and takes no second press.

Component({
  properties: {
    label: String,
    /** primary · quiet · plain · danger */
    kind: { type: String, value: 'primary' },
    busy: Boolean,
    /** what is going on, said instead of the label */
    busyLabel: String,
    disabled: Boolean,
    /** WeChat's open-type: share, chooseAvatar, openSetting, agreePrivacyAuthorization ... */
    openType: String,
    /** read aloud instead of the label */
    aria: String,
  },
  methods: {
    press() {
      if (!this.data.busy && !this.data.disabled) this.triggerEvent('press')
    },
    /** What an open-type answers, under WeChat's own name for it: `bind:chooseavatar`. */
    pass(event: WechatMiniprogram.CustomEvent) {
      this.triggerEvent(event.type, event.detail)
    },
  },
})
