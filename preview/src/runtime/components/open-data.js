// open-data: since 2022 WeChat shows the same grey figure and the same name for everybody; so do we.

import { make } from '../dom.js'

export const ANYBODY = { name: '微信用户', picture: `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 132 132"><path fill="#e5e5e5" d="M0 0h132v132H0z"/><circle cx="66" cy="52" r="24" fill="#fff"/><path d="M20 132c0-30 20-48 46-48s46 18 46 48z" fill="#fff"/></svg>')}` }

export function defineOpenData(define) {
  define('open-data', {
    properties: { type: String, openGid: String, lang: String, defaultText: String, defaultAvatar: String },
    changed(element, { type, defaultText, defaultAvatar }) {
      if (type === 'userAvatarUrl') element.replaceChildren(make('img', { src: defaultAvatar || ANYBODY.picture, alt: '' }))
      else element.textContent = type === 'userNickName' ? defaultText || ANYBODY.name : (defaultText ?? '')
    },
  })
}
