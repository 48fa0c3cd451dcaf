/** The pictures, by the names of their files. */
import { crabApple } from './scenes/crab-apple.ts'
import { creek } from './scenes/creek.ts'
import { dyke } from './scenes/dyke.ts'
import { crossing } from './scenes/ferry.ts'
import { garden } from './scenes/garden.ts'
import { lane } from './scenes/lane.ts'
import { library } from './scenes/library.ts'
import { lift } from './scenes/lift.ts'
import { marathon } from './scenes/marathon.ts'
import { market } from './scenes/market.ts'
import { songs } from './scenes/songs.ts'
import { tiles } from './scenes/tiles.ts'
import { type } from './scenes/type.ts'
import { wetland } from './scenes/wetland.ts'
import { works } from './scenes/works.ts'
import type { Sheet } from './sheet.ts'

export const SCENES: Record<string, (sheet: Sheet) => void> = {
  'library-at-night': library,
  'wetland-egrets': wetland,
  'school-garden': garden,
  'night-market': market,
  'movable-type': type,
  'crab-apple-blocks': crabApple,
  'flood-dyke': dyke,
  'willow-creek': creek,
  'old-wharf-lane': lane,
  'roof-tiles': tiles,
  'river-ferry': crossing,
  'half-marathon': marathon,
  'boat-songs': songs,
  'old-block-lift': lift,
  'water-main-works': works,
}
