// A line of a list: what it is, a note, a value; an arrow when it leads somewhere.

Component({
  options: { multipleSlots: true },
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    label: String,
    /** a second line begins after \n */
    note: { type: null, value: '' },
    value: { type: null, value: '' },
    /** leads somewhere: has an arrow and tells `press` */
    go: Boolean,
    /** gives room for the slot `before` */
    before: Boolean,
    /** without the hairline below */
    last: Boolean,
  },
  methods: {
    press() {
      if (this.data.go) this.triggerEvent('press')
    },
  },
})
