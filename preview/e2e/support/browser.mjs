// One Chromium for all walks, and telephones to hand out: a browser context with one page, wiped and used again, because a
// new one costs as much as the walk on it.

import { launch } from '../../test/support/browser.mjs'

/** Longer than any promise the mini-program makes, on a machine with ten times the work it can do. Costs nothing when green. */
export const PATIENCE_MS = Number(process.env.E2E_PATIENCE_MS ?? 60_000)
const LOCALE = { 'zh-Hans': 'zh-CN', en: 'en-GB', sw: 'sw-KE', gu: 'gu-IN' }
const idle = new Map()
let browser

export function chrome() {
  browser ??= launch()
  return browser
}

export async function closeChrome() {
  await (await browser)?.close()
  browser = undefined
  idle.clear()
}

/** @param {{language: string, scale: number, fresh: boolean}} wish fresh: never used before nor after */
export async function borrow({ language, scale, fresh }) {
  const kind = `${language} ${scale}`
  const known = fresh ? null : idle.get(kind)?.pop()
  if (known) return known
  const context = await (await chrome()).newContext({
    viewport: { width: 375, height: 812 }, locale: LOCALE[language], deviceScaleFactor: scale, timezoneId: 'Asia/Shanghai', hasTouch: true, acceptDownloads: true,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  return { kind: fresh ? null : kind, context, page }
}

/** Nothing of the guest stays on it; what cannot be wiped for certain is thrown away. */
export async function giveBack({ kind, context, page }, origin) {
  try {
    if (!kind || !origin) throw new Error('for one guest only')
    page.removeAllListeners()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.setOffline(false)
    await page.goto(`${origin}/healthz`) // of the same origin: another one would need a new process
    const wire = await context.newCDPSession(page)
    await wire.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
    await wire.detach()
    await context.clearPermissions()
    if (context.pages().length > 1) throw new Error('another page was opened')
    idle.set(kind, [...(idle.get(kind) ?? []), { kind, context, page }])
  } catch {
    await context.close()
  }
}
