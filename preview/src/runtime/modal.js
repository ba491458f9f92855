// A page's own dialog (aria-modal) keeps the keyboard: Tab stays inside, and focus returns to where it came from.

const MODAL = '.mp-page [aria-modal="true"]' // the phone's own sheets do the same for themselves (layers.js)
const REACHABLE = 'input, textarea, button, a[href], [tabindex]:not([tabindex="-1"])'

/** @param {HTMLElement} stage */
export function watchModals(stage) {
  /** @type {{dialog: Element, before: Element | null}[]} */
  const open = []
  new MutationObserver(() => {
    while (open.length && !open.at(-1).dialog.isConnected) back(open.pop().before)
    for (const dialog of stage.querySelectorAll(MODAL)) {
      if (open.some((each) => each.dialog === dialog)) continue
      open.push({ dialog, before: document.activeElement })
      if (!dialog.contains(document.activeElement)) reachable(dialog)[0]?.focus({ preventScroll: true })
    }
  }).observe(stage, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-modal'] })

  stage.addEventListener('keydown', (event) => {
    const dialog = event.key === 'Tab' && open.at(-1)?.dialog
    if (!dialog) return
    const inside = reachable(dialog)
    const leaving = event.shiftKey ? inside[0] : inside.at(-1)
    if (dialog.contains(document.activeElement) && document.activeElement !== leaving) return
    event.preventDefault()
    ;(event.shiftKey ? inside.at(-1) : inside[0])?.focus()
  })
}

/** @returns {HTMLElement[]} */
function reachable(dialog) {
  return [...dialog.querySelectorAll(REACHABLE)].filter((each) => each.getClientRects().length)
}

function back(element) {
  if (element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true })
}
