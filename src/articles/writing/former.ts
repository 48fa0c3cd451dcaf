/** The former addresses of articles: for the batch of `commit`. */
import { paths } from '../../site'
import type { Written } from './change'

/** The path of an article's page, up to its slug. */
export const OWN_PATH = paths.article('')

/**
 * Which articles these former addresses belong to, or would be pages of now. Decode with `toFormerOwners`.
 */
export const selectFormerOwners = (db: D1Database, addresses: string[]) =>
  db
    .prepare(
      `SELECT f.address, f.article_id AS id
       FROM json_each(?1) j CROSS JOIN former_addresses f ON f.address = j.value
       UNION ALL
       SELECT j.value, s.article_id
       FROM json_each(?1) j CROSS JOIN slugs s ON s.slug = substr(j.value, ${OWN_PATH.length + 1})
       WHERE substr(j.value, 1, ${OWN_PATH.length}) = '${OWN_PATH}'`,
    )
    .bind(JSON.stringify(addresses))

export const toFormerOwners = (result: D1Result | undefined) =>
  new Map(
    ((result?.results ?? []) as { address: string; id: number }[]).map(({ address, id }) => [
      address,
      id,
    ]),
  )

/** What an article's former addresses were, and what they will be. */
function movesOf({ id, before, content }: Written) {
  const was = before?.content.formerAddresses ?? []
  const will = content.formerAddresses
  return {
    left: was.filter((address) => !will.includes(address)),
    taken: will.filter((address) => !was.includes(address)).map((address) => ({ id, address })),
  }
}

/** First those that are given up: another article of the same batch may have them. */
export function writeFormer(db: D1Database, written: Written[]) {
  const moves = written.map(movesOf)
  const left = moves.flatMap((move) => move.left)
  const taken = moves.flatMap((move) => move.taken)
  const run = (sql: string, rows: unknown[]) =>
    rows.length > 0 ? [db.prepare(sql).bind(JSON.stringify(rows))] : []
  return [
    ...run('DELETE FROM former_addresses WHERE address IN (SELECT value FROM json_each(?1))', left),
    ...run(
      `INSERT INTO former_addresses (address, article_id)
       SELECT value ->> 'address', value ->> 'id' FROM json_each(?1)`,
      taken,
    ),
  ]
}
