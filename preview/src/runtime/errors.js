// What went wrong and what was called, kept for people (a red strip in the phone) and for tests (window.__mp).
// It decides nothing: whoever meets an error records it here.

/** @type {{errors: string[], warnings: string[], calls: {name: string, facts: any}[], ready: boolean, host?: any}} */
export const record = (window.__mp = { errors: [], warnings: [], calls: [], ready: false })

const described = (error) => {
  if (error instanceof Error) return error.stack?.includes(error.message) ? error.stack : `${error.message}\n${error.stack ?? ''}`
  if (error && typeof error === 'object') return error.errMsg ?? JSON.stringify(error)
  return String(error)
}

/** @param {unknown} error @param {string} [where] */
export function recordError(error, where) {
  const text = (where ? `${where}: ` : '') + described(error)
  record.errors.push(text)
  console.error(text)
  showStrip()
}

/** @param {string} text */
export function recordWarning(text) {
  if (record.warnings.includes(text)) return
  record.warnings.push(text)
  console.warn(text)
}

/** @param {string} name @param {any} [facts] */
export function recordCall(name, facts) {
  record.calls.push({ name, facts })
}

function showStrip() {
  const strip = document.querySelector('.mp-strip')
  if (!strip) return
  const first = record.errors[0].split('\n')[0]
  strip.hidden = false
  strip.querySelector('.mp-strip-count').textContent = String(record.errors.length)
  strip.querySelector('.mp-strip-text').textContent = first
  strip.title = record.errors.join('\n\n')
}

/** Errors nobody caught; `tell` hears them too (wx.onError, App.onError). */
export function watchErrors(tell) {
  addEventListener('error', (event) => {
    if (!(event.error || event.message)) return
    recordError(event.error ?? event.message)
    tell('error', event.error?.stack ?? event.message)
  })
  addEventListener('unhandledrejection', (event) => {
    recordError(event.reason, 'a promise nobody handled')
    tell('unhandledRejection', { reason: event.reason, promise: event.promise })
  })
  document.querySelector('.mp-strip-close')?.addEventListener('click', () => {
    document.querySelector('.mp-strip').hidden = true
  })
}
