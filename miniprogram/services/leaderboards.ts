// Leaderboards, the caller's own place on them, and the printed rule.

import { request } from '../core/request'

export type Board = 'people' | 'organisations' | 'scenes'
export type Period = 'all' | 'year' | 'month'
export type By = 'mass' | 'covered'

export interface BoardLine {
  rank: number
  name: string
  anonymous: boolean
  mass_g: number
  /** scenes whose estimate is fully covered */
  covered: number
  certificates: number
  /** 0 to 4, at 1, 3, 10 and 30 scenes covered */
  tier: number
}

export interface Leaderboard {
  items: BoardLine[]
  /** `name`: of the caller's organisation; null for a person */
  me: (Omit<BoardLine, 'name' | 'anonymous'> & { name: string | null }) | null
  rule: string
}

export interface BoardQuery {
  scene?: string
  period?: Period
  by?: By
  limit?: number
}

export function findBoard(board: Board, query: BoardQuery = {}): Promise<Leaderboard> {
  return request({ path: `/leaderboards/${board}`, query: { ...query }, token: 'optional' })
}
