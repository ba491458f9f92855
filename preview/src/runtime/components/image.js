// image and cover-image: the picture, its modes, load and error.

import { make } from '../dom.js'
import { fileUrl } from '../files.js'
import { fire, writtenIn } from './builtin.js'

const FIT = { scaleToFill: 'fill', aspectFit: 'contain', aspectFill: 'cover', widthFix: 'fill', heightFix: 'fill' }

export function defineImage(define) {
  const how = {
    properties: { src: String, mode: { type: String, value: 'scaleToFill' }, lazyLoad: Boolean, webp: Boolean, showMenuByLongpress: Boolean, fadeIn: Boolean },
    made(element, self) {
      const picture = make('img', { alt: '', draggable: false })
      self.mpPicture = picture
      picture.onload = () => {
        picture.style.visibility = ''
        if (!self.mpLives) return
        fire(self, 'load', { width: picture.naturalWidth, height: picture.naturalHeight })
      }
      // WeChat leaves the place empty; a browser would draw a torn picture.
      picture.onerror = () => {
        picture.style.visibility = 'hidden'
        if (self.mpLives) fire(self, 'error', { errMsg: `GET ${self.data.src} fail` })
      }
      element.append(picture)
    },
    changed(element, { src, mode, lazyLoad, ariaLabel, ariaHidden }, self) {
      const picture = self.mpPicture
      const address = fileUrl(src, writtenIn(self))
      if (lazyLoad) picture.loading = 'lazy'
      if (address !== self.mpAddress) {
        self.mpAddress = address
        if (address) picture.src = address
        else picture.removeAttribute('src')
      }
      picture.hidden = !address
      element.dataset.mode = mode
      picture.style.objectFit = FIT[mode] ?? 'none'
      picture.style.objectPosition = FIT[mode] ? '' : mode
      if (ariaLabel) element.setAttribute('role', 'img')
      else if (!ariaHidden) picture.alt = ''
    },
  }
  define('image', how)
  define('cover-image', how)
}
