// Stands in for services/places.ts in the gallery: three places, no server.

export interface Place {
  id: string
  name: string
  kind: 'city' | 'airport' | 'spot'
  region: string
}

const PLACES: Place[] = [
  { id: '5101', name: '成都', kind: 'city', region: '四川' },
  { id: 'CTU', name: '成都双流国际机场', kind: 'airport', region: '四川' },
]

export async function findPlaces({ q }: { q: string; limit?: number; first?: string }): Promise<Place[]> {
  return q === 'cd' ? PLACES : []
}

export const recentPlaces = (): Place[] => []
export const rememberPlace = (_place: Place): void => undefined
