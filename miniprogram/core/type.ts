// How large the phone's owner wants text: a factor on every size of type.

const ORDINARY_PX = 16
const LARGEST = 1.5 // beyond it a number no longer fits beside its unit at 320 px

export function typeScale(): number {
  const { fontSizeScaleFactor, fontSizeSetting = ORDINARY_PX } = wx.getAppBaseInfo()
  const wanted = fontSizeScaleFactor ?? fontSizeSetting / ORDINARY_PX // older versions of WeChat give only the size
  return Math.min(LARGEST, Math.max(1, Math.round(wanted * 20) / 20))
}
