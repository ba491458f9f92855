// Light or dark: what the system says, if the mini-program follows it; and theme.json's values for the bars.

export function createTheme(host) {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const follows = host.config.darkmode === true
  const current = () => (follows && dark.matches ? 'dark' : 'light')
  const listeners = new Set()
  document.documentElement.dataset.mpTheme = current()
  dark.addEventListener('change', () => {
    if (!follows) return
    document.documentElement.dataset.mpTheme = current()
    for (const hear of [...listeners]) hear(current())
    host.app.emit('themeChange', { theme: current() })
  })
  return {
    current,
    onChange(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    /** '@navigation' -> its colour now */
    value(said) {
      if (typeof said !== 'string' || said[0] !== '@') return said
      return host.config.theme?.[current()]?.[said.slice(1)]
    },
  }
}
