// Where the numbers come from: the publications behind the current factor set.

import { request } from '../core/request'

export interface Source {
  source: string
  source_url: string
  years: number[]
  /** how many factors come from it */
  factors: number
}

export interface Sources {
  factor_set: string
  calculator_version: string
  items: Source[]
  credits: string[]
}

/** Most used first. */
export function findSources(): Promise<Sources> {
  return request({ path: '/sources', token: 'none' })
}
