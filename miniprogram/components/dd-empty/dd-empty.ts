// Nothing here yet: a small drawing, what will stand here, and how to begin.

Component({
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    title: String,
    detail: { type: null, value: '' },
    /** of the button; `bind:press` */
    action: String,
  },
  methods: {
    press() {
      this.triggerEvent('press')
    },
  },
})
