/**
 * The clock's rounds through the text databases: what the catalogue no longer shows is packed anew without its
 * rendering, and what it does not know is removed. Only after so long that the catalogue can still be restored to
 * any moment that D1 remembers: what it shows again by then is put back in use.
 */
import { log } from '../../delivery/log'
import type { Content } from '../article'
import { toHex } from '../digest'
import { pack, unpack } from '../pack'
import { storable } from '../store'
import { reindexThese } from './reindex'
import { removal, remove, retirement } from './shelve'
import type { Shelves, Store } from './stores'
import { nextOf, type Row, type Use, usesOf } from './uses'

/**
 * How long a text stays that is not used, in seconds: five days more than D1's Time Travel reaches back
 * (30 days on the Workers paid plan).
 */
export const KEPT_SECONDS = 35 * 86_400

/** A text younger than this may belong to a write that is under way, in seconds. */
const SETTLED_SECONDS = 3_600

/** How many texts are packed anew on a tick, or put back into the index: each is inflated. */
const WORKED = 20

/** Looks after the next texts of each database, at `now` in UTC seconds. One that does not answer has its turn later. */
export async function makeRounds({ db, stores }: Shelves, now: number): Promise<void> {
  for (const [store, texts] of stores) {
    await lookAfter({ db, stores }, store, texts, now).catch((fault) =>
      log('warn', 'round-broken-off', { database: `TEXT_${store}`, fault: String(fault) }),
    )
  }
}

async function lookAfter(
  shelves: Shelves,
  store: number,
  texts: Store,
  now: number,
): Promise<void> {
  const looked = await nextOf(texts, now)
  const uses = await usesOf(shelves.db, store, looked)
  const seen = upTo(looked, uses, now)
  if (seen.length === 0) return
  const which = (is: (row: Row, use: Use) => boolean) =>
    seen.filter((row, i) => is(row, uses[i] as Use)).map(({ id }) => id)
  await reindexThese(
    shelves,
    seen.filter((row, i) => isBack(row, uses[i])).map(({ articleId }) => articleId),
  )
  await texts.batch([
    ...retirement(
      texts,
      which((row, use) => isToBeMarked(row, use, now)),
      now,
    ),
    ...erasure(
      texts,
      which((row, use) => use === 'erased' && !row.isErased),
    ),
    ...removal(
      texts,
      which((row, use) => isToGo(row, use, now)),
    ),
    remove(
      texts,
      which((row, use) => isToGo(row, use, now)),
    ),
    ...(await packAnew(
      texts,
      which((row, use) => isToBePacked(row, use, now)),
    )),
    texts.prepare('UPDATE rounds SET after = ?1').bind(seen.at(-1)?.id),
  ])
}

const isOver = ({ unusedSince }: Row, now: number) =>
  unusedSince !== null && unusedSince <= now - KEPT_SECONDS

/** Shown again by a catalogue that was restored. */
const isBack = (row: Row, use: Use | undefined) => use === 'shown' && row.unusedSince !== null

const isToBeMarked = (row: Row, use: Use, now: number) =>
  use !== 'shown' &&
  row.unusedSince === null &&
  (use !== 'past' || row.isWhole === 1) &&
  row.createdAt <= now - SETTLED_SECONDS

const isToBePacked = (row: Row, use: Use, now: number) =>
  use === 'past' && row.isWhole === 1 && isOver(row, now)

const isToGo = (row: Row, use: Use, now: number) =>
  (use === 'none' || use === 'erased') && isOver(row, now)

/** Those that a tick has time for: the round goes on with the rest on the next one. */
function upTo(rows: Row[], uses: Use[], now: number): Row[] {
  let worked = 0
  const end = rows.findIndex((row, i) => {
    worked += Number(isBack(row, uses[i]) || isToBePacked(row, uses[i] as Use, now))
    return worked > WORKED
  })
  return end === -1 ? rows : rows.slice(0, end)
}

/** For a batch: nothing is left of what texts said. */
export const erasure = (texts: Store, ids: number[]) => [
  ...removal(texts, ids),
  texts
    .prepare(
      `UPDATE texts SET content = X'', html = NULL, html_size = NULL, found_at = NULL
       WHERE id IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(ids)),
]

/** Past revisions keep the source only, deflated by itself: they are no longer unused then. */
async function packAnew(texts: Store, ids: number[]): Promise<D1PreparedStatement[]> {
  if (ids.length === 0) return []
  const [found] = await texts.batch<{ id: number; content: string; html: string }>([
    texts
      .prepare(
        `SELECT t.id, hex(t.content) AS content, hex(t.html) AS html
         FROM json_each(?1) j CROSS JOIN texts t ON t.id = j.value WHERE t.html IS NOT NULL`,
      )
      .bind(JSON.stringify(ids)),
  ])
  const sources: { id: number; content: string }[] = []
  for (const { id, content, html } of found?.results ?? []) {
    if (content === '') continue
    try {
      const source = JSON.parse(await unpack(content, await unpack(html))) as Content
      sources.push({ id, content: toHex(await pack(JSON.stringify(storable(source)))) })
    } catch (fault) {
      // It stays as it is, and holds up no other.
      log('error', 'text-not-packed', { text: id, fault: String(fault) })
    }
  }
  return [
    texts
      .prepare(
        `UPDATE texts SET content = unhex(p.value ->> 'content'), html = NULL, html_size = NULL,
           unused_since = NULL
         FROM json_each(?1) p WHERE texts.id = p.value ->> 'id' AND length(texts.content) > 0`,
      )
      .bind(JSON.stringify(sources)),
  ]
}
