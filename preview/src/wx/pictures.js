// Pictures: looked at in full, measured, chosen, saved to the album, passed on. In a browser the album is the downloads folder.

import { make } from '../runtime/dom.js'
import { Refusal, asynchronously } from './call.js'
import { actionSheet } from './feedback.js'
import { addressOf } from './request.js'
import { sameServer } from './transfer.js'
import { say } from './words.js'

const USUAL_MOST = 9

/** @param {import('../runtime/host.js').Host} host */
export function createPictures(host, files, permissions) {
  const words = say(host)
  const shown = (path) => (/^https?:/.test(path) ? sameServer(host, addressOf(path)).href : host.fileUrl(path, host.top()?.path))

  async function save({ filePath }) {
    await permissions.privacy('saveImageToPhotosAlbum')
    const blob = await files.blobOf(filePath)
    if (!/^image\//.test(blob.type)) throw new Refusal('invalid file type')
    await permissions.scope('scope.writePhotosAlbum')
    download(blob)
  }

  function preview({ urls, current = 0, showmenu = true }) {
    if (!urls?.length) throw new Refusal('parameter error: parameter.urls should have at least 1 item;')
    let at = Math.max(0, typeof current === 'number' ? current : urls.indexOf(current))
    const image = make('img', { alt: words.picture })
    const count = make('p', { 'aria-live': 'polite' })
    const go = (by) => {
      at = (at + by + urls.length) % urls.length
      image.src = shown(urls[at])
      count.textContent = urls.length > 1 ? `${at + 1} / ${urls.length}` : ''
    }
    const step = (by, sign, label, style) =>
      urls.length > 1 ? make('button', { type: 'button', 'aria-label': label, style, onclick: (event) => (event.stopPropagation(), go(by)) }, sign) : null
    const view = make('div.wxs-view', { onclick: () => close(), oncontextmenu: (event) => showmenu || event.preventDefault() },
      image, count, step(-1, '‹', words.before, 'left:0'), step(1, '›', words.after, 'right:0'),
      make('button.wxs-view-shut', { type: 'button', 'aria-label': words.close }, '×'))
    go(0)
    const close = host.sheet(view, { kind: 'full', label: words.picture, dismiss: () => close() })
  }

  async function shareMenu({ path, needShowEntrance }) {
    const blob = await files.blobOf(path)
    if (!/^image\//.test(blob.type)) throw new Refusal('invalid image')
    const { tapIndex } = await actionSheet(host, { itemList: [words.toFriend, words.toFavourites, words.saveImage], alertText: words.sharesImage })
    host.recordCall('shareImage', { to: ['friend', 'favourites', 'album'][tapIndex], needShowEntrance })
    if (tapIndex === 2) {
      await permissions.scope('scope.writePhotosAlbum')
      download(blob)
    }
  }

  const choose = async ({ count = USUAL_MOST, mediaType = ['image'] }) => {
    await permissions.privacy('chooseMedia')
    const chosen = await pick(mediaType.includes('video') ? 'image/*,video/*' : 'image/*', count > 1)
    return Promise.all(chosen.slice(0, count).map(async (file) => ({ tempFilePath: await fileOf(file), size: file.size, fileType: file.type.split('/')[0] })))
  }
  const fileOf = async (file) => files.temporary(new Uint8Array(await file.arrayBuffer()), file.type)

  const api = asynchronously(host, {
    previewImage: preview,
    saveImageToPhotosAlbum: save,
    showShareImageMenu: shareMenu,
    async getImageInfo({ src }) {
      const address = shown(src)
      const blob = await files.blobOf(/^https?:/.test(src) ? address : src, { remote: true })
      const bitmap = await createImageBitmap(blob)
      const path = /^https?:/.test(src) ? await fileOf(new File([blob], 'picture', { type: blob.type })) : src
      return { width: bitmap.width, height: bitmap.height, path, orientation: 'up', type: blob.type.split('/')[1] ?? 'unknown' }
    },
    async chooseMedia(options) {
      return { type: 'image', tempFiles: await choose(options) }
    },
    async chooseImage({ count }) {
      const tempFiles = (await choose({ count })).map(({ tempFilePath: path, size }) => ({ path, size }))
      return { tempFilePaths: tempFiles.map((file) => file.path), tempFiles }
    },
  })
  return { api, pick, fileOf }
}

export function download(blob, name = '') {
  const kind = blob.type.split('/')[1]?.replace('jpeg', 'jpg').replace('svg+xml', 'svg') ?? 'bin'
  const address = URL.createObjectURL(blob)
  const link = make('a', { href: address, download: name || `picture-${Date.now()}.${kind}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** The browser's own file dialog; refuses with "cancel". @returns {Promise<File[]>} */
function pick(accept, multiple) {
  return new Promise((resolve, reject) => {
    const field = make('input', { type: 'file', accept, multiple, onchange: () => resolve([...field.files]) })
    field.addEventListener('cancel', () => reject(new Refusal('cancel')))
    field.click()
  })
}
