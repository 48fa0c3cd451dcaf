/** Every page made anew: for whoever changed the database by hand. */
import { takeUpGivenUp } from '../../delivery/debts'
import { newEdition, type Owed, owe, touch } from '../../delivery/editions'
import { pageNames } from '../../site'
import { writeAudit } from './audit'
import { storeOnce } from './once'
import type { By } from './sections'

/** Gives `site` a new edition, which every page shows: no copy made before counts any more. */
export async function purgeEverything(db: D1Database, by: By): Promise<Owed> {
  const edition = newEdition()
  const statements = [
    owe(db, edition),
    touch(db, edition, 'SELECT ?2 AS page', pageNames.site),
    ...takeUpGivenUp(db),
    writeAudit(db, edition, { ...by, action: 'purge', subject: pageNames.site, revision: null }),
  ]
  return (await storeOnce(db, { token: edition, statements })).owed
}
