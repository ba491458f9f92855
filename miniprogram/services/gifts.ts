// A gift's name: the giver makes a link, the receiver claims the certificate with it. Nothing is paid or transferred here.

import { tell } from '../core/events'
import { request } from '../core/request'
import type { Certificate } from './certificates'

export interface ClaimLink {
  token: string
  expires_at: string
}

/** A new link each time; the one before it no longer works. Throws Problem already_claimed, certificate_revoked. */
export function makeClaimLink(id: string): Promise<ClaimLink> {
  return request({ method: 'POST', path: `/certificates/${encodeURIComponent(id)}/claim-links`, token: 'required' })
}

export interface Claim {
  token: string
  /** null: a guest */
  name: string | null
  public: boolean
}

/** May be sent again by the same person. Throws Problem claim_invalid, name_refused, certificate_revoked. */
export async function claimCertificate(id: string, claim: Claim): Promise<Certificate> {
  const path = `/certificates/${encodeURIComponent(id)}/claim`
  const claimed = await request<Certificate>({ method: 'POST', path, body: claim, token: 'required' })
  tell('certificate', { id })
  return claimed
}
