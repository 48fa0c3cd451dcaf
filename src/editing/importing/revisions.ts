/** Importing past revisions of articles that are there. */

import {
  insertPast,
  type Owner,
  type PastRevision,
  revisionKey,
  selectOwners,
  selectPresent,
  toOwners,
  toPresent,
} from '../../articles/writing/past'
import { newEdition } from '../../delivery/editions'
import { LIMITS } from '../contract/input'
import { describeProblem } from '../door/problems'
import { type Editor, lacksScopes, lacksSection, mayEnter } from '../door/rights'
import { Authors, selectEditors } from './editors'
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
  const articles = items.map(({ article }) => article)
  const named = selectEditors(db, editor, items)
  const found = await db.batch([
    selectOwners(db, articles),
    selectAnswered(db, rangeOfEntries(importer, entries)),
    selectPresent(db, items),
    ...(named ? [named] : []),
  ])
  const [selected, answered, there] = found as [D1Result, D1Result, D1Result]
  const before = await replay(importer, entries, await toAnswered(answered))
  if (before) return before

  const owners = toOwners(selected)
  const present = toPresent(there)
  const authors = new Authors(editor, found[3])
  const past: PastRevision[] = []
  const results = items.map((revision): Result => {
    const owner = ownerOf(editor, owners.get(revision.article))
    const refusal = refusalOf(importer, revision, owner)
    if (refusal || !owner) return refusal as Result
    const { article: _, editor: name, ...rest } = revision
    const { number } = revision
    const result = { id: owner.id, revision: number }
    const place = revisionKey(owner.id, number)
    const isErased = present.get(place)
    const kept = isErased === undefined ? keptNote(number, owner) : presentNote(number, isErased)
    if (kept) return { status: 200, ...result, notes: [kept] }
    present.set(place, false)
    const author = name === null ? null : authors.find(name)
    const isPassed = author !== null && 'note' in author
    const own = { keyId: editor.keyId, newName: null }
    past.push({ ...rest, articleId: owner.id, author: author && !isPassed ? author : own })
    return { status: 201, ...result, ...(isPassed && { notes: [author.note] }) }
  })
  const kept = await keep(importer, entries, results)
  if (past.length === 0) return (await wins(db, kept)) ? { results } : 'lost'
  const token = newEdition()
  const inserts = await insertPast(importer, past, editor.keyId, now, token)
  return (await wins(db, [...inserts, ...kept], token)) ? { results } : 'lost'
}

/** An article out of reach is not there. */
const ownerOf = (editor: Editor, owner: Owner | undefined) =>
  mayEnter(editor, owner?.section) ? owner : undefined

const presentNote = (number: number, isErased: boolean) =>
  isErased
    ? `revision ${number} was erased here, and stays so`
    : `revision ${number} is there already, and stays as it is`

/** Of an article whose own number was too high to be kept. */
const keptNote = (number: number, owner: Owner) =>
  number >= LIMITS.number && number >= owner.revision
    ? `revision ${number} was passed over: an import brings numbers below ${LIMITS.number}`
    : null

type Revision = RevisionEntry['item']['revision']

function refusalOf({ site, editor }: Importer, revision: Revision, owner: Owner | undefined) {
  const lacks = lacksScopes(editor, ['keys:manage']) ?? lacksToPlace(editor, revision)
  if (lacks) return describeProblem(site, 'forbidden', { detail: lacks })
  if (!owner) {
    const detail = `article "${revision.article}" does not exist; import it before its revisions`
    return describeProblem(site, 'invalid-input', { errors: [{ field: 'article', detail }] })
  }
  if (revision.number < owner.revision || keptNote(revision.number, owner)) return null
  const detail = `number must be below ${owner.revision}, the article’s current revision`
  return describeProblem(site, 'invalid-input', { errors: [{ field: 'number', detail }] })
}

const lacksToPlace = (editor: Editor, { content }: Revision) =>
  content && !mayEnter(editor, content.section) ? lacksSection(content.section) : null
