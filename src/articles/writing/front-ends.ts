/** Taking articles out of fronts when their time there is over. */
import { newEdition, type Owed } from '../../delivery/editions'
import { listOfPage, pageOfList } from '../fronts'
import { writeAudit } from './audit'
import { touchPages } from './fronts'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'

/** SQL for the pages with an article at their front whose time is over at a moment, as a JSON array. */
const ending = (at: string) =>
  `(SELECT json_group_array(list) FROM
     (SELECT DISTINCT list FROM fronts WHERE until <= ${at} ORDER BY list))`

/**
 * Takes out what has ended at `now` (UTC seconds), in one batch. Gives back what is owed for it; null when
 * nothing has ended, or somebody else was faster: then the next tick looks again.
 */
export async function endFronts(db: D1Database, now: number): Promise<Owed | null> {
  const { results } = await db
    .prepare('SELECT DISTINCT list FROM fronts WHERE until <= ?1 ORDER BY list')
    .bind(now)
    .run<{ list: string }>()
  const lists = results.map(({ list }) => listOfPage(list))
  if (lists.length === 0) return null
  const edition = newEdition()
  const entryOf = (list: string) => ({
    at: now,
    keyId: null,
    action: 'front.end',
    subject: list,
    revision: null,
  })
  const statements = [
    giveUpIf(db, `${ending('?1')} <> ?2`, now, JSON.stringify(lists.map(pageOfList))),
    db.prepare('DELETE FROM fronts WHERE until <= ?1').bind(now),
    ...touchPages(db, edition, lists),
    writeAudit(db, edition, ...lists.map(entryOf)),
  ]
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements }))
  return stored === 'lost' ? null : stored.owed
}
