// What the phone remembers between visits. A full or missing store never stops a guest: memory takes over.

const memory = new Map<string, unknown>()

export function recall<T>(name: string): T | undefined {
  if (memory.has(name)) return memory.get(name) as T
  try {
    const kept: unknown = wx.getStorageSync(name)
    return kept === '' || kept === undefined ? undefined : (kept as T) // WeChat answers '' for what is not there
  } catch {
    return undefined
  }
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
