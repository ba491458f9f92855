// Where the phone is, as the browser tells it, and calls it can only announce.

import { Refusal, asynchronously } from './call.js'
import { modal } from './feedback.js'
import { say } from './words.js'

const LONGEST_MS = 10_000

/** @param {import('../runtime/host.js').Host} host @param {{scope: (name: string) => Promise<void>}} permissions */
export function createPlaces(host, permissions) {
  const words = say(host)
  return asynchronously(host, {
    async getLocation() {
      await permissions.scope('scope.userLocation')
      const { coords } = await new Promise((found, lost) =>
        navigator.geolocation.getCurrentPosition(found, (error) => lost(new Refusal(`system error: ${error.message}`)), { timeout: LONGEST_MS }),
      )
      const { latitude, longitude, accuracy, altitude, speed } = coords
      return { latitude, longitude, accuracy, altitude: altitude ?? 0, speed: speed ?? -1, verticalAccuracy: 0, horizontalAccuracy: accuracy }
    },
    async makePhoneCall({ phoneNumber }) {
      if (!phoneNumber) throw new Refusal('parameter error: parameter.phoneNumber should be String instead of Undefined;')
      const { confirm } = await modal(host, { content: String(phoneNumber), confirmText: words.call })
      if (!confirm) throw new Refusal('cancel')
    },
  })
}
