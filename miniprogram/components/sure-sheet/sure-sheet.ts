// One question before something that cannot be undone. WeChat's own modal takes four characters on a button; four languages do not fit.

Component({
  properties: {
    open: Boolean,
    title: String,
    detail: String,
    yes: String,
    no: String,
    busy: Boolean,
  },
  methods: {
    agree() {
      this.triggerEvent('agree')
    },
    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
  },
})
