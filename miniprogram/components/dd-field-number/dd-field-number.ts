// A number: minus, the number itself (which may be typed), plus. Whole numbers are told as numbers, decimals as text.

import { fill, spoken, texts } from '../../core/i18n'

Component({
  behaviors: [spoken],
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    label: String,
    help: { type: null, value: '' },
    unit: { type: null, value: '' },
    /** a number, or text for a decimal; '' while nothing is given */
    value: { type: null, value: '' as number | string },
    min: { type: Number, value: 0 },
    max: { type: Number, value: 99_999 },
    step: { type: Number, value: 1 },
    /** how many decimals may be typed, 0 to 3 */
    decimals: Number,
    problem: { type: null, value: '' },
    optional: Boolean,
  },
  data: { t: texts(), shown: '', atLeast: false, atMost: false, fewer: '', more: '' },
  observers: {
    'value, min, max'(value: number | string) {
      const number = Number(value)
      const given = value !== '' && value !== null && value !== undefined
      this.setData({
        // what is being typed stays as it is: 「12.」 is not yet 「12.0」
        ...(Number(this.data.shown) === number && this.data.shown !== '' && given ? {} : { shown: given ? String(value) : '' }),
        atLeast: given && number <= this.data.min,
        atMost: given && number >= this.data.max,
      })
    },
    'label, language'(label: string) {
      this.setData({ fewer: fill(this.data.t.common.decrease, { label }), more: fill(this.data.t.common.increase, { label }) })
    },
  },
  methods: {
    fewer() {
      this.move(-this.data.step)
    },
    more() {
      this.move(this.data.step)
    },
    move(by: number) {
      const from = this.data.shown === '' ? this.data.min - Math.max(0, by) : Number(this.data.shown)
      this.give(from + by)
    },
    typed(event: WechatMiniprogram.Input) {
      const text = event.detail.value.replace(/[，。]/g, '.')
      const pattern = this.data.decimals ? new RegExp(`^\\d{0,5}(\\.\\d{0,${this.data.decimals}})?$`) : /^\d{0,9}$/
      if (!pattern.test(text)) return { value: this.data.shown }
      this.setData({ shown: text })
      const number = Number(text)
      if (text === '') this.triggerEvent('change', { value: '' })
      else if (number >= this.data.min && number <= this.data.max) this.tell(number)
      return { value: text }
    },
    left() {
      if (this.data.shown !== '') this.give(Number(this.data.shown))
    },
    /** Within the bounds, and on the field itself. */
    give(number: number) {
      const within = Math.min(this.data.max, Math.max(this.data.min, number))
      this.setData({ shown: this.written(within) })
      this.tell(within)
    },
    tell(number: number) {
      const value = this.data.decimals ? this.written(number) : number
      if (value !== this.data.value) this.triggerEvent('change', { value })
    },
    written(number: number): string {
      return String(Number(number.toFixed(this.data.decimals)))
    },
  },
})
