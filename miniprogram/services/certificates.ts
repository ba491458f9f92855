// Certificates: anyone's by its id, one's own as a list, correcting and erasing a name.

import { tell } from '../core/events'
import { request } from '../core/request'
import { write } from '../core/writes'
import type { Asked, Page } from './paging'

export type CertificateStatus = 'allocated' | 'retired' | 'revoked'

export interface CertificateRecord {
  id: string
  number: string
  issued_at: string
  issuer: string
  sample: boolean
  scene: { code: string; name: string; kind: string } | null
  beneficiary: { kind: 'person' | 'organisation'; commitment: string }
  role: 'guest' | 'organiser' | 'company' | 'gift'
  payer: 'self' | 'other' | 'sponsor'
  mass_g: number
  estimate_g: number | null
  covers: { from_on: string; to_on: string; categories: string[] } | null
  footprint: { id: string } | null
  project: {
    code: string
    kind: string
    name: string
    credit_type: string
    owner: string
    standard: string
    registry: string
    registry_project_id: string
    methodology: string
  }
  allocations: { batch: string; vintage: number; serial_first: string; serial_last: string; mass_g: number }[]
  title: { held_by: string; retire_by_on: string }
  amount_fen: number
}

export interface Certificate {
  id: string
  number: string
  status: CertificateStatus
  status_at: string
  record: CertificateRecord
  record_sha256: string
  events: Record<string, unknown>[]
  retirements: { reference: string; retired_on: string; purpose: string; document_url: string }[]
  beneficiary: { kind: 'person' | 'organisation'; name: string; salt: string } | null
  image_url: string
  card_url: string
  page_url: string
  pdf_url: string
  design: string
  /** addresses that hold their content's hash, in the language asked for */
  renderings: { image_url: string; card_url: string; pdf_url: string }
  /** the very words of picture, page and PDF, in the language asked for */
  told: Told
  /** for its buyer */
  order_id?: string
  /** the owner's own picture with the name; the link lives 15 minutes */
  named_image_url?: string
}

export interface Told {
  title: string
  subtitle: string
  presented_to: string
  name: string
  label: string
  sentence: string
  status: string
  not_an_asset: string
  no_claim: string
  sample_note: string | null
  equivalents: string[]
}

export interface CertificateLine {
  id: string
  number: string
  status: CertificateStatus
  issued_at: string
  mass_g: number
  name: string | null
  scene: string | null
  sample: boolean
}

/** Anyone may read it; who is signed in and owns it sees the name and a link to the named picture. */
export function findCertificate(id: string): Promise<Certificate> {
  return request({ path: `/certificates/${encodeURIComponent(id)}`, token: 'optional' })
}

export function listCertificates(asked: Asked = {}): Promise<Page<CertificateLine>> {
  return request({ path: '/certificates', query: { ...asked }, token: 'required' })
}

/** Once, within 7 days. Throws Problem name_refused, name_already_changed, name_change_closed, name_erased. */
export async function correctName(id: string, name: string): Promise<Certificate> {
  const path = `/certificates/${encodeURIComponent(id)}/name`
  const changed = await write<Certificate>(`name:${id}`, { path, body: { name } })
  tell('certificate', { id })
  return changed
}

/** For ever; may be repeated. */
export async function eraseName(id: string): Promise<void> {
  await request<unknown>({ method: 'POST', path: `/certificates/${encodeURIComponent(id)}/erase-name`, token: 'required' })
  tell('certificate', { id })
}
