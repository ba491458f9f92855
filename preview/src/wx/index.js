// The wx object: every family of calls put together, and a loud answer for everything that is not there.

import { createAccount } from './account.js'
import { createAnimation } from './animation.js'
import { createBars } from './bars.js'
import { fail, hasCallback } from './call.js'
import { createCanvas } from './canvas.js'
import { createClipboard } from './clipboard.js'
import { createDevice } from './device.js'
import { createFeedback } from './feedback.js'
import { USER_FOLDER, createFiles } from './files.js'
import { createCanIUse, createLifecycle } from './lifecycle.js'
import { dress } from './look.js'
import { createPayment } from './payment.js'
import { createPeople } from './people.js'
import { createPermissions } from './permissions.js'
import { createPictures } from './pictures.js'
import { createPlaces } from './places.js'
import { createProfile } from './profile.js'
import { createQuiet } from './quiet.js'
import { createRequest } from './request.js'
import { createScan } from './scan.js'
import { createSharing } from './sharing.js'
import { refuseAlone } from './single.js'
import { createSocket } from './socket.js'
import { createStorage } from './storage.js'
import { createSubscribe } from './subscribe.js'
import { createTransfer } from './transfer.js'

/** Names a language or a test tool looks for on any object: not a call of the mini-program. */
const NOT_ASKED_FOR = new Set(['then', 'toJSON', 'constructor', 'prototype', '__esModule', 'nodeType', 'asymmetricMatch', '$$typeof'])

/** @param {import('../runtime/host.js').Host} host */
export function createWx(host) {
  dress(document)
  const files = createFiles(host)
  const permissions = createPermissions(host)
  const pictures = createPictures(host, files, permissions)
  createProfile(host, files, permissions, pictures)
  const provided = {
    env: { USER_DATA_PATH: USER_FOLDER },
    createAnimation,
    ...createRequest(host),
    ...createTransfer(host, files),
    ...files.api,
    ...createSocket(host),
    ...createStorage(host),
    ...createAccount(host),
    ...createPayment(host),
    ...createFeedback(host),
    ...createBars(host),
    ...createDevice(host),
    ...createLifecycle(host),
    ...permissions.api,
    ...createPeople(host),
    ...createPlaces(host, permissions),
    ...createQuiet(host),
    ...pictures.api,
    ...createCanvas(host, files),
    ...createSharing(host, files),
    ...createScan(host),
    ...createSubscribe(host),
    ...createClipboard(host, permissions, (name) => provided[name]),
  }
  const wx = refuseAlone(host, provided)
  wx.canIUse = createCanIUse(wx)
  return loudly(host, wx)
}

/** Whatever is absent can be asked for with `in` and wx.canIUse; calling it is an error everybody sees. */
function loudly(host, provided) {
  return new Proxy(provided, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target || NOT_ASKED_FOR.has(name)) return target[name]
      return (options) => refuse(host, name, options)
    },
  })
}

function refuse(host, name, options) {
  const reason = `wx.${name} is not provided by the preview`
  host.recordError(new Error(reason))
  if (!hasCallback(options)) throw new Error(reason)
  fail(name, options, reason)
}
