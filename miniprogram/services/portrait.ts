// The guest's own picture: a file on this phone, shown to nobody else.

import { drop, keep, recall } from '../core/storage'

const KEPT_AS = 'avatar'

/** Its file; empty where none was chosen. */
export function portrait(): string {
  return recall<string>(KEPT_AS) ?? ''
}

/** WeChat clears away what it gave by tomorrow: a copy of our own stays, and the one before it goes. Answers the file. */
export function keepPortrait(given: string): Promise<string> {
  const files = wx.getFileSystemManager()
  const filePath = `${wx.env.USER_DATA_PATH}/avatar-${Date.now()}.png`
  return new Promise((resolve) => {
    const have = (file: string) => {
      const before = portrait()
      if (before) files.unlink({ filePath: before, fail: () => undefined })
      keep(KEPT_AS, file)
      resolve(file)
    }
    files.saveFile({ tempFilePath: given, filePath, success: () => have(filePath), fail: () => have(given) })
  })
}

/** The file is gone, with the app's data perhaps. */
export function losePortrait(): void {
  drop(KEPT_AS)
}
