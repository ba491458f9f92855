// The consent to use travel data: asked once, kept with the account, and on the phone until the account has it.

import { tell } from '../core/events'
import { drop, keep, recall } from '../core/storage'
import { forgetDrafts } from './drafts'
import { forgetLife } from './life'
import { changeMe, knownMe } from './me'
import { forgetPlaces } from './places'

const KEPT_AS = 'travel-consent'

export function travelConsent(): boolean {
  return Boolean(knownMe()?.travel_consent_at) || recall<boolean>(KEPT_AS) === true
}

/** Holds at once and never throws: what could not be sent now is sent with the next estimate or the next start. */
export async function giveTravelConsent(): Promise<void> {
  keep(KEPT_AS, true)
  await sendTravelConsent()
}

/** Does nothing when the account already has it. */
export async function sendTravelConsent(): Promise<void> {
  if (recall<boolean>(KEPT_AS) !== true) return
  try {
    await changeMe({ travel_consent: true })
    drop(KEPT_AS)
  } catch {
    // kept, and tried again
  }
}

/** What was typed goes too: where somebody went is travel data. Throws Problem when the server could not be told; then nothing has changed. */
export async function takeBackTravelConsent(): Promise<void> {
  await changeMe({ travel_consent: false })
  drop(KEPT_AS)
  forgetDrafts()
  forgetPlaces()
  forgetLife()
  tell('withdrawn', undefined)
}
