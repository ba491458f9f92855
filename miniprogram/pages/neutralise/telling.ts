// How projects, prices and their parts are written on the page. No calls.

import { mass, yuan } from '../../core/format'
import { t } from '../../core/i18n'
import type { Footprint } from '../../services/footprints'
import type { Project } from '../../services/projects'

export interface Offer {
  code: string
  project: Project
  enough: boolean
}

/** What can be bought comes first, in the server's order. */
export function offersOf(projects: Project[], massG: number): Offer[] {
  const all = projects.map((project) => ({ code: project.code, project, enough: project.available_g >= massG }))
  return [...all.filter((each) => each.enough), ...all.filter((each) => !each.enough)]
}

export function splitOf(project: Project | undefined) {
  if (!project?.split) return null
  const { owner_fen: owner, service_fen: service } = project.split
  return { owner: project.owner, ownerAmount: yuan(owner), serviceAmount: yuan(service), ownerShare: Math.max(1, owner), serviceShare: service }
}

export function aboutOf(project: Project) {
  const facts: { label: string; value?: string; note?: string }[] = [
    { label: t('pay.project_price'), value: t('pay.per_tonne', { amount: yuan(project.price_fen_per_tonne) }) },
    { label: t('pay.project_left'), value: mass(project.available_g).text },
    { label: t('pay.project_vintage'), value: project.vintage ? String(project.vintage) : '–' },
    { label: t('pay.project_registry'), note: project.registry },
    { label: t('pay.project_number'), note: project.registry_project_id },
    { label: t('pay.project_methodology'), note: project.methodology },
    { label: t('pay.project_standard'), note: project.standard },
    { label: t('pay.project_held_by'), note: project.held_by },
  ]
  return { name: project.name, facts: facts.filter((each) => each.value ?? each.note) }
}

export function sumOf(footprint: Footprint, sceneName: string, massG: number) {
  const covered = footprint.total_g - massG
  const told = [t('pay.sum_estimate', { mass: mass(footprint.total_g).text })]
  if (covered > 0) told.push(t('pay.sum_covered', { mass: mass(covered).text }))
  return {
    massG,
    purpose: sceneName ? t('pay.sum_for', { scene: sceneName }) : t('pay.sum_life'),
    estimate: told.join(' · '),
  }
}
