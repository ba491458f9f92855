// A certificate's picture on the phone: fetched, kept in the album, sent to a friend.

export type Kept = 'done' | 'denied' | 'cancelled' | 'failed'

/** WeChat's ways to keep and to send take a file of the phone, not an address. */
function fetched(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url: address,
      success: ({ statusCode, tempFilePath }) => (statusCode === 200 ? resolve(tempFilePath) : reject(new Error(`${statusCode}`))),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
  })
}

export async function saveToAlbum(address: string): Promise<Kept> {
  const file = await fetched(address).catch(() => undefined)
  if (file === undefined) return 'failed'
  return new Promise((resolve) => {
    wx.saveImageToPhotosAlbum({
      filePath: file,
      success: () => resolve('done'),
      fail: ({ errMsg }) => resolve(ended(errMsg)),
    })
  })
}

/** WeChat's own menu: send to a chat, to Moments, keep. */
export async function sendPicture(address: string): Promise<Kept> {
  const file = await fetched(address).catch(() => undefined)
  if (file === undefined) return 'failed'
  return new Promise((resolve) => {
    wx.showShareImageMenu({
      path: file,
      success: () => resolve('done'),
      fail: ({ errMsg }) => resolve(ended(errMsg)),
    })
  })
}

function ended(errMsg: string): Kept {
  if (/cancel/i.test(errMsg)) return 'cancelled'
  return /auth|deny|denied|permission/i.test(errMsg) ? 'denied' : 'failed'
}
