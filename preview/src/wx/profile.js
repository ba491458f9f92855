// The person's own picture and nickname, as <button open-type="chooseAvatar"> and <input type="nickname"> ask for them.

import { make } from '../runtime/dom.js'
import { actionSheet } from './feedback.js'
import { say } from './words.js'

const NAMES = ['林小满', '陈立夏', '周白露', '许谷雨', 'Amina Otieno', 'Patel Kavya']
const INKS = ['#1f7a56', '#5e8c73', '#b28a3e', '#0e3b2e', '#b83a2b', '#55635c']

/** @param {import('../runtime/host.js').Host} host */
export function createProfile(host, files, permissions, pictures) {
  const words = say(host)
  const seed = [...host.user].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
  const name = NAMES[seed % NAMES.length]

  host.answer('chooseAvatar', async () => {
    try {
      await permissions.privacy('chooseAvatar')
      const { tapIndex } = await actionSheet(host, { itemList: [words.ownAvatar, words.fromAlbum] })
      if (tapIndex === 0) return { avatarUrl: files.temporary(new TextEncoder().encode(drawn(name, INKS[seed % INKS.length])), 'image/svg+xml') }
      const [file] = await pictures.pick('image/*', false)
      return file && { avatarUrl: await pictures.fileOf(file) }
    } catch {
      return undefined // closed, or not agreed: WeChat then says nothing either
    }
  })

  host.answer('nickname', async ({ value } = {}) => {
    if (value) return undefined
    return new Promise((resolve) => {
      const end = (said) => (close(), resolve(said))
      const sheet = make('div.wxs-sheet', {}, make('header', {}, make('h2', {}, words.useNickname)),
        make('button.wxs-go', { type: 'button', onclick: () => end(name) }, name),
        make('button.wxs-link', { type: 'button', onclick: () => end(undefined) }, words.typeMyself))
      const close = host.sheet(sheet, { label: words.useNickname, dismiss: () => end(undefined), ofPage: true })
    })
  })
}

function drawn(name, ink) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 132 132"><path fill="${ink}" d="M0 0h132v132H0z"/><text x="66" y="88" font-size="60" font-family="sans-serif" fill="#fff" text-anchor="middle">${[...name][0]}</text></svg>`
}
