// What the reader of a certificate may do with it, and how it is told when it is shared. Pure.

import { mass } from '../../core/format'
import { t } from '../../core/i18n'
import type { Certificate } from '../../services/certificates'

const CORRECTION_MS = 7 * 24 * 3600 * 1000

export interface Rights {
  /** sees and decides over the name */
  holder: boolean
  correct: boolean
  erase: boolean
  refund: boolean
  /** may make a link with which its receiver claims it */
  give: boolean
  given: boolean
}

export function rightsTo(certificate: Certificate, now: number): Rights {
  const { record, status } = certificate
  const happened = (kind: string) => certificate.events.some((each) => each['kind'] === kind)
  const holder = certificate.named_image_url !== undefined
  const buyer = certificate.order_id !== undefined
  const person = record.beneficiary.kind === 'person'
  const named = person && !happened('name_erased')
  const gift = buyer && person && record.payer === 'other'
  const claimed = happened('name_claimed')
  return {
    holder,
    correct: holder && named && status !== 'revoked' && !happened('name_corrected') && now < Date.parse(record.issued_at) + CORRECTION_MS,
    erase: holder && named,
    refund: buyer && status === 'allocated',
    give: gift && !claimed && named && status !== 'revoked',
    given: gift && claimed,
  }
}

/** Without the name and without a claim: a title, a place, a mass. */
export function sharedTitle(certificate: Certificate): string {
  const amount = mass(certificate.record.mass_g).text
  const scene = certificate.record.scene?.name
  return scene ? t('cert.share_title', { scene, mass: amount }) : t('cert.share_title_life', { mass: amount })
}
