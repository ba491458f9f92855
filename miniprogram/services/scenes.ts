// Scenes: places and events that can be neutralised, and how a scanned or typed code becomes one.

import { request } from '../core/request'
import { keep, recall } from '../core/storage'
import type { Asked, Page } from './paging'

export type SceneKind = 'conference' | 'scenic_spot' | 'mall' | 'restaurant' | 'hotel' | 'other'
export const SCENE_KINDS: SceneKind[] = ['conference', 'scenic_spot', 'mall', 'restaurant', 'hotel', 'other']

export interface SceneLine {
  code: string
  kind: SceneKind
  name: string
  place: string
  place_id: string
  starts_on: string
  ends_on: string
  status: 'rehearsal' | 'open' | 'closed'
  sample: boolean
  /** 历史活动示例; Chinese, as its organiser wrote it */
  note: string | null
  totals: { certificates: number; mass_g: number }
}

export interface Scene extends SceneLine {
  /** key of its calculator */
  calculator: string
  entrance: string | null
  organiser: string | null
  organiser_covers: { category: string; label: string }[]
  neutralise_until_on: string
  look: { design: string; colour: string | null }
}

export interface SceneQuery extends Asked {
  kind?: SceneKind
  q?: string
}

export function listScenes(query: SceneQuery = {}): Promise<Page<SceneLine>> {
  return request({ path: '/scenes', query: { ...query }, token: 'none' })
}

/** Throws Problem 404 for a code nobody has. */
export async function findScene(code: string): Promise<Scene> {
  const scene = await request<Scene>({ path: `/scenes/${encodeURIComponent(code)}`, token: 'none' })
  met.set(code, scene)
  return scene
}

const met = new Map<string, Scene>()

/** As it was when it was last asked for, which is enough for its name. Throws Problem like findScene. */
export async function metScene(code: string): Promise<Scene> {
  return met.get(code) ?? findScene(code)
}

const CODE = /^[A-Z0-9]{4,12}$/

/**
 * The code in what was scanned or typed: the code itself, a printed link (`https://…/s/FORUM1`),
 * or a mini-program code's path (`pages/scene/scene?scene=FORUM1`). Undefined when there is none.
 */
export function codeIn(text: string): string | undefined {
  const plain = decoded(text).trim()
  const found =
    /\/s\/([A-Za-z0-9]+)/.exec(plain)?.[1] ?? /[?&](?:scene|code)=([A-Za-z0-9]+)/.exec(plain)?.[1] ?? plain.replace(/[\s-]/g, '')
  const code = found.toUpperCase()
  return CODE.test(code) ? code : undefined
}

/** What a page was opened with: `code` from our own links, `scene` from a mini-program code, `q` from a printed link. */
export function codeFrom(query: Record<string, string | undefined>): string | undefined {
  const given = query['code'] ?? query['scene'] ?? query['q']
  return given === undefined ? undefined : codeIn(given)
}

export interface RecentScene {
  code: string
  name: string
  kind: SceneKind
  place: string
}

const RECENT_AS = 'recent-scenes'
const RECENT_AT_MOST = 6

/** Last visited first. */
export function recentScenes(): RecentScene[] {
  return recall<RecentScene[]>(RECENT_AS) ?? []
}

export function visited({ code, name, kind, place }: SceneLine): void {
  const others = recentScenes().filter((each) => each.code !== code)
  keep(RECENT_AS, [{ code, name, kind, place }, ...others].slice(0, RECENT_AT_MOST))
}

/** A printed link arrives encoded once, and twice where it was passed on by another program. */
function decoded(text: string): string {
  try {
    const once = decodeURIComponent(text)
    return /%[0-9A-F]{2}/i.test(once) ? decodeURIComponent(once) : once
  } catch {
    return text
  }
}
