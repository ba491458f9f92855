// What an order's page says at each stage: what happened, what it means for the money, what to do now. No calls.

import { day, mass, moment, yuan } from '../../core/format'
import { t } from '../../core/i18n'
import type { Order } from '../../services/orders'
import { ASK_FOR_MS, actsOf } from './stages'
import type { Stage } from './stages'

const LONGER_AFTER_MS = 12_000

export interface Fact {
  label: string
  value?: string
  note?: string
}

export interface Circumstances {
  /** since we began to ask */
  waitedMs: number
  /** the last time we asked, nobody answered */
  offline: boolean
  paidHere: boolean
  /** certificate -> the name on it, as far as known */
  names?: Record<string, string>
}

export function toldOf(stage: Stage, order: Order | undefined, now: Circumstances) {
  const facts = { amount: yuan(order?.amount_fen ?? 0), time: order ? until(order.expires_at) : '' }
  const said = (part: string) => worded(`pay.${stage}_${part}`, facts)
  const acts = actsOf(stage)
  return {
    amountFen: order?.amount_fen ?? 0,
    massText: order ? mass(order.mass_g).text : '',
    sample: order?.sample ?? false,
    done: ring(stage, now.waitedMs),
    what: said('what'),
    money: said('money'),
    now: nowSaid(stage, order, now, said('now')),
    first: acts ? t(acts.first[0], facts) : '',
    second: acts?.second ? t(acts.second[0], facts) : '',
    certificates: (order?.certificates ?? []).map((id, at) => certificateLine(id, t('pay.certificate_n', { n: at + 1 }), now.names?.[id])),
  }
}

function certificateLine(id: string, number: string, name?: string) {
  return { id, label: name ?? number, note: name ? number : '' }
}

export function factsOf(order: Order, projectName: string): Fact[] {
  const paid = order.paid_at ? [{ label: t('pay.order_paid_at'), note: moment(order.paid_at) }] : []
  const toBeCancelled = order.status === 'pending' || order.status === 'paid' // an order that ended promises nothing
  const where = order.scene_name ? [{ label: t('pay.order_scene'), note: order.scene_name }] : []
  return [
    ...where,
    { label: t(toBeCancelled ? 'pay.order_mass' : 'pay.order_reductions'), value: mass(order.mass_g).text },
    { label: t('pay.order_project'), note: projectName || order.project },
    ...paid,
    { label: t('pay.order_number'), note: order.id },
  ]
}

/** The ring fills while we wait, and closes only on a payment. */
function ring(stage: Stage, waitedMs: number): number {
  if (stage === 'paid') return 1
  if (stage === 'asking') return 0.1 + 0.85 * Math.min(1, waitedMs / ASK_FOR_MS)
  return stage === 'unknown' ? 0.95 : 0
}

function nowSaid(stage: Stage, order: Order | undefined, now: Circumstances, usual: string): string {
  if (stage === 'asking' && now.offline) return t('pay.asking_offline')
  if (stage === 'asking' && now.waitedMs > LONGER_AFTER_MS) return t('pay.asking_longer')
  if (stage === 'paid' && order && order.certificates.length > 1) return t('pay.certificates_all', { n: order.certificates.length })
  return stage === 'paid' && now.paidHere ? t('pay.paid_soon') : usual
}

/** The time alone when it is today. */
export function until(iso: string): string {
  const today = day(iso) === day(new Date().toISOString())
  return today ? moment(iso).slice(-5) : moment(iso)
}

/** Not every stage says something of each. */
function worded(key: string, facts: Record<string, string>): string {
  const text = t(key, facts)
  return text === key ? '' : text
}
