// The organisations the signed-in user belongs to, in whose name they may order.

import { request } from '../core/request'

export interface Organisation {
  id: string
  name: string
  role: string
  sample: boolean
  since: string
}

/** By name. Signs in silently when needed. */
export async function myOrganisations(): Promise<Organisation[]> {
  const found = await request<{ items: Organisation[] }>({ path: '/me/organisations', token: 'required' })
  return found.items
}
