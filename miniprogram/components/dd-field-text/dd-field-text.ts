// A line of text. `type="nickname"` lets WeChat offer the nickname; it may clear the field after its own check.

import { spoken, texts } from '../../core/i18n'

Component({
  behaviors: [spoken],
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    label: { type: null, value: '' },
    help: { type: null, value: '' },
    value: { type: null, value: '' },
    placeholder: String,
    /** text · nickname · number */
    type: { type: String, value: 'text' },
    maxlength: { type: Number, value: 40 },
    /** of the keyboard's key: done · search · next · go */
    confirmType: { type: String, value: 'done' },
    problem: { type: null, value: '' },
    optional: Boolean,
    focus: Boolean,
  },
  data: { t: texts() },
  methods: {
    typed(event: WechatMiniprogram.Input) {
      this.triggerEvent('change', { value: event.detail.value })
    },
    /** WeChat's nickname check answers after blur; what it leaves is what counts. */
    left(event: WechatMiniprogram.InputBlur) {
      if (event.detail.value !== this.data.value) this.triggerEvent('change', { value: event.detail.value })
      this.triggerEvent('left', { value: event.detail.value })
    },
    confirmed(event: WechatMiniprogram.InputConfirm) {
      this.triggerEvent('confirm', { value: event.detail.value })
    },
  },
})
