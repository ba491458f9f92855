// What the phone remembers between visits. A full or missing store never stops a guest: memory takes over.

const memory = new Map<string, unknown>()

export function recall<T>(name: string): T | undefined {
  const kept = memory.has(name) ? memory.get(name) : tried(() => wx.getStorageSync(name) as unknown)
  return kept === '' || kept === undefined ? undefined : (kept as T) // WeChat answers '' for what is not there
}

export function keep(name: string, value: unknown): void {
  try {
    wx.setStorageSync(name, value)
    memory.delete(name)
  } catch {
    memory.set(name, value)
  }
}

export function drop(name: string): void {
  memory.delete(name)
  try {
    wx.removeStorageSync(name)
  } catch {
    keep(name, '')
  }
}

/** Everything there is of its user on this phone goes, files too. What is named stays. */
export function wipe(...stays: string[]): void {
  for (const name of [...memory.keys(), ...(tried(() => wx.getStorageInfoSync().keys) ?? [])]) if (!stays.includes(name)) drop(name)
  const folder = wx.env?.USER_DATA_PATH
  for (const name of tried(() => wx.getFileSystemManager().readdirSync(folder)) ?? []) {
    tried(() => wx.getFileSystemManager().unlinkSync(`${folder}/${name}`)) // a folder is not ours
  }
}

function tried<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
