// Whose certificates an order for several people made. The buyer's own list knows it; the order does not.

import { listCertificates } from '../../services/certificates'

/** as many as one answer holds: an order of today is among the newest */
const LOOK_BACK = 50

/** Certificate -> the name on it. What is not found stays without; nothing is thrown. */
export async function namesOf(certificates: string[]): Promise<Record<string, string>> {
  try {
    const { items } = await listCertificates({ limit: LOOK_BACK })
    const found = items.filter(({ id, name }) => name && certificates.includes(id))
    return Object.fromEntries(found.map(({ id, name }) => [id, name ?? '']))
  } catch {
    return {}
  }
}
