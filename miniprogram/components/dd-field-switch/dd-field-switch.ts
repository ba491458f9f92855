// Yes or no.

Component({
  properties: {
    // `type: null` where nothing at all may be given: WeChat warns of every undefined text
    label: String,
    help: { type: null, value: '' },
    checked: Boolean,
    problem: { type: null, value: '' },
  },
  methods: {
    flip() {
      this.triggerEvent('change', { value: !this.data.checked })
    },
  },
})
