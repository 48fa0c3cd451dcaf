/** A page of articles by its number, and how many there are in all. */
import type { Site } from '../../site'
import type { Shelves } from '../texts/stores'
import { gather } from './gathered'
import { listPlain } from './plain'
import { isPlain, type Numbered, type Wanted } from './wanted'

/**
 * What a page costs does not grow with the archive: a total is read from counters, or found by looking at a
 * stretch, and what would have to skip too much is refused.
 */
export const listNumbered = (shelves: Shelves, site: Site, wanted: Wanted): Promise<Numbered> =>
  isPlain(wanted) ? listPlain(shelves.db, site, wanted) : gather(shelves, wanted)
