// Projects: emission reductions on sale, with the exact price of a mass.

import { language } from '../core/i18n'
import { request } from '../core/request'
import type { Asked, Page } from './paging'

export interface Split {
  owner_fen: number
  service_fen: number
}

export interface Project {
  code: string
  kind: string
  name: string
  credit_type: string
  standard: string
  registry: string
  registry_project_id: string
  methodology: string
  /** null when sold out */
  vintage: number | null
  owner: string
  /** who alone holds title to the credits */
  held_by: string
  price_fen_per_tonne: number
  available_g: number
  /** all fees in; null when no mass was asked for */
  amount_fen: number | null
  split: Split | null
  sample: boolean
}

const names = new Map<string, string>()
const known = (code: string) => `${language()} ${code}`

export async function listProjects(massG: number, asked: Asked = {}): Promise<Page<Project>> {
  const found = await request<Page<Project>>({ path: '/projects', query: { mass_g: massG || undefined, ...asked }, token: 'none' })
  for (const { code, name } of found.items) names.set(known(code), name)
  return found
}

/** Its code where the name cannot be had. */
export async function projectName(code: string): Promise<string> {
  if (!names.has(known(code))) await listProjects(0, { limit: 100 }).catch(() => undefined)
  return names.get(known(code)) ?? code
}
