// When an estimate is so far above what is usual that a slip of the finger is likely. It only ever leads to a question.

import type { SceneKind, SceneLine } from './scenes'

/**
 * Grams for one person above which we ask. A conference or hotel guest may have crossed an ocean and back (about 2 t in
 * economy); nobody goes to a shop that way. Chosen by us, not taken from a source: nothing depends on them but a question.
 */
const ASK_ABOVE_G: Record<SceneKind, number> = {
  conference: 3_000_000,
  scenic_spot: 2_000_000,
  mall: 200_000,
  restaurant: 200_000,
  hotel: 3_000_000,
  other: 3_000_000,
}

/** A scene's own average counts from this many certificates on, and we ask above so many times of it. */
const ENOUGH_CERTIFICATES = 20
const FAR_ABOVE = 8
const NEVER_BELOW_G = 100_000 // nobody is asked about an ordinary train journey because the neighbours walked

export function farAboveUsual(totalG: number, people: number, scene: Pick<SceneLine, 'kind' | 'totals'>): boolean {
  const each = totalG / Math.max(1, people)
  const { certificates, mass_g } = scene.totals
  const byKind = ASK_ABOVE_G[scene.kind] ?? ASK_ABOVE_G.other
  if (certificates < ENOUGH_CERTIFICATES) return each > byKind
  return each > Math.min(byKind, Math.max(NEVER_BELOW_G, (mass_g / certificates) * FAR_ABOVE))
}
