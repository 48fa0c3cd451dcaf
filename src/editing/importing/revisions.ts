/** Importing past revisions of articles that are there. */

import {
  insertPast,
  type Owner,
  type PastRevision,
  selectOwners,
  toOwners,
} from '../../articles/writing/past'
import { describeProblem } from '../door/problems'
import { type Editor, lacksScopes, lacksSection, mayEnter } from '../door/rights'
import { selectEditors, toEditors } from './editors'
import { type Result, selectAnswered, toAnswered } from './ranges'
import type { Item } from './read'
import { type Attempt, type Entry, type Importer, keep, rangeOfEntries, replay, wins } from './runs'

type RevisionEntry = Entry<Item & { kind: 'revision' }>

export async function importRevisions(
  importer: Importer,
  entries: RevisionEntry[],
): Promise<Attempt> {
  const { db, editor, now } = importer
  const items = entries.map(({ item }) => item.revision)
  const statements = [
    selectOwners(
      db,
      items.map(({ article }) => article),
    ),
    selectAnswered(db, rangeOfEntries(importer, entries)),
    ...selectEditors(db, editor, items, now),
  ]
  const found = await db.batch(statements)
  const before = await replay(importer, entries, await toAnswered(found[1] as D1Result))
  if (before) return before

  const owners = toOwners(found[0] as D1Result)
  const editors = toEditors(found[2] && found.at(-1))
  const past: PastRevision[] = []
  const results = entries.map(({ item: { revision } }): Result => {
    const owner = owners.get(revision.article)
    const refusal = refusalOf(importer, revision, owner)
    if (refusal || !owner) return refusal as Result
    const { article: _, editor: name, ...rest } = revision
    const keyId = editors.get(name ?? '') ?? editor.keyId
    past.push({ ...rest, articleId: owner.id, keyId })
    return { status: 201, id: owner.id, revision: revision.number }
  })
  const kept = await keep(importer, entries, results)
  const inserts = past.length > 0 ? await insertPast(db, past, editor.keyId, now) : []
  return (await wins(db, [...inserts, ...kept])) ? { results } : 'lost'
}

type Revision = RevisionEntry['item']['revision']

function refusalOf({ site, editor }: Importer, revision: Revision, owner: Owner | undefined) {
  const lacks = lacksScopes(editor, ['keys:manage']) ?? lacksToPlace(editor, revision, owner)
  if (lacks) return describeProblem(site, 'forbidden', { detail: lacks })
  if (!owner) {
    const detail = `article "${revision.article}" does not exist; import it before its revisions`
    return describeProblem(site, 'invalid-input', { errors: [{ field: 'article', detail }] })
  }
  if (revision.number < owner.revision) return null
  const detail = `number must be below ${owner.revision}, the article’s current revision`
  return describeProblem(site, 'invalid-input', { errors: [{ field: 'number', detail }] })
}

function lacksToPlace(editor: Editor, { content }: Revision, owner: Owner | undefined) {
  const outside = [owner?.section, content?.section].find((slug) => !mayEnter(editor, slug))
  return outside === undefined ? null : lacksSection(outside)
}
