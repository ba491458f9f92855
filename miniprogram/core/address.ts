// Which server this mini-program speaks to. The table of addresses is ../address.ts, the one file a deployer edits.

import { ADDRESSES } from '../address'

let known: string | undefined

/** Scheme, host and port without a slash at the end. A platform that hosts many mini-programs sets `address` in ext.json. */
export function address(): string {
  known ??= (fromExt() ?? ADDRESSES[wx.getAccountInfoSync().miniProgram.envVersion]).replace(/\/+$/, '')
  return known
}

/** What the server wrote as a path (`/certificates/...`) as an address the phone can open. */
export function absolute(path: string): string {
  return path.startsWith('/') ? address() + path : path
}

function fromExt(): string | undefined {
  const ext: Record<string, unknown> = wx.getExtConfigSync?.() ?? {}
  return typeof ext['address'] === 'string' ? ext['address'] : undefined
}
