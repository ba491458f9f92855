// Sharing: which entries the menu has, and the card as the friend will see it, with a door to go in as that friend.

import { make } from '../runtime/dom.js'
import { asynchronously } from './call.js'
import { actionSheet } from './feedback.js'
import { download } from './pictures.js'
import { say } from './words.js'

/** @param {import('../runtime/host.js').Host} host */
export function createSharing(host, files) {
  const words = say(host)

  host.answer('share', ({ kind, message }) => {
    const picture = message.imageUrl ? make('img', { src: host.fileUrl(message.imageUrl, host.top()?.path), alt: '' }) : make('div.wxs-blank')
    const name = host.config.window?.navigationBarTitleText ?? ''
    const address = kind === 'app' ? friendAddress(message.path) : momentAddress(host, message.query)
    const card = kind === 'app'
      ? make('div.wxs-chat', {}, make('div.wxs-card', {}, name, make('b', {}, message.title), picture, make('footer', {}, words.miniProgram)), make('span.wxs-face', { 'aria-hidden': 'true' }, words.me))
      : make('div.wxs-chat', {}, make('div.wxs-moment', {}, picture, make('b', {}, message.title)))
    const sheet = make('div.wxs-sheet', {}, make('header', {}, make('h2', {}, kind === 'app' ? words.friendSees : words.momentShows)), card,
      make('div.wxs-pair', {},
        make('a.wxs-go.wxs-plain', { href: address, target: '_blank', rel: 'noopener' }, kind === 'app' ? words.openAsFriend : words.openAlone),
        make('button.wxs-go', { type: 'button', onclick: () => close() }, words.done)))
    const close = host.sheet(sheet, { label: words.friendSees, dismiss: () => close() })
  })

  return asynchronously(host, {
    showShareMenu: (options) => host.shareMenu(options),
    hideShareMenu: () => host.shareMenu(null),
    updateShareMenu: () => {},
    async shareFileMessage({ filePath, fileName }) {
      const blob = await files.blobOf(filePath)
      const name = fileName || filePath.split('/').at(-1)
      const { tapIndex } = await actionSheet(host, { itemList: [words.toFriend, words.saveFile], alertText: name })
      host.recordCall('shareFile', { to: ['friend', 'disk'][tapIndex], name, size: blob.size })
      if (tapIndex === 1) download(blob, name)
    },
  })
}

const here = () => location.href.replace(/[?#].*$/s, '')
const friendAddress = (path) => `${here()}?user=friend${Math.floor(Math.random() * 900 + 100)}#/${String(path).replace(/^\//, '')}`
const momentAddress = (host, query) => `${here()}?single=1#/${host.top().path}${query ? '?' + query : ''}`
