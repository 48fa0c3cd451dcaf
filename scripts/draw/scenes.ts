/** The pictures, by the names of their files. */
import { library, market } from './scenes/night.ts'
import { crabApple, type } from './scenes/press.ts'
import { crossing, songs, wetland } from './scenes/water.ts'
import type { Sheet } from './sheet.ts'

export const SCENES: Record<string, (sheet: Sheet) => void> = {
  'library-at-night': library,
  'wetland-egrets': wetland,
  'night-market': market,
  'movable-type': type,
  'crab-apple-blocks': crabApple,
  'river-ferry': crossing,
  'boat-songs': songs,
}
