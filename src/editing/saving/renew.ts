/**
 * Articles put right that were accepted under other rules: names in one spelling, bodies rendered as
 * they are today. A slice at a time, while the newsroom goes on working; what is right already costs a
 * look.
 */
import type { Content } from '../../articles/article'
import { fillIn } from '../../articles/body/fill-in'
import { type Body, renderAccepted } from '../../articles/body/render'
import { sizeOf } from '../../articles/pack'
import { findPictures } from '../../articles/pictures'
import { selectCounted, toCounted } from '../../articles/sections'
import { type ShownArticle, SLICE_BYTES, selectShownAfter, toShownEach } from '../../articles/store'
import { changeOf } from '../../articles/writing/change'
import { bytesOf, commit, MAX_BATCH_BYTES } from '../../articles/writing/commit'
import { type Rendering, rerender, shownOf } from '../../articles/writing/rerender'
import { putSections } from '../../articles/writing/sections'
import type { Owed } from '../../delivery/editions'
import { deliver } from '../../delivery/outbox'
import { formerFields, formerSection } from '../contract/input'
import type { Writer } from './save'

export interface Renewal {
  /** How many articles it looked at. */
  done: number
  /** How many of them it changed. */
  renewed: number
  /** The numbers of those whose text cannot be rendered today: readers go on getting what they got. */
  left: number[]
  /** Where to go on; null at the end. */
  next: number | null
}

/** How often others may get in first before we give up. */
const ATTEMPTS = 5

/** Renews the articles after a number, and before the first the sections. Null when others were faster. */
export async function renew(writer: Writer, after: number): Promise<Renewal | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const owed: Owed[] = []
    const isWritten = after > 0 || (await renewSections(writer, owed))
    const slice = isWritten && (await renewArticles(writer, after, owed))
    await deliver(writer.outside, ...owed)
    if (slice) return slice
  }
  return null
}

async function renewSections({ db, editor, now }: Writer, owed: Owed[]): Promise<boolean> {
  const puts = toCounted(await selectCounted(db).run()).flatMap(({ slug, name, description }) => {
    const { data } = formerSection.safeParse({ name, description })
    return data ? [{ ...data, slug, position: null }] : []
  })
  const put = await putSections(db, puts, { keyId: editor.keyId, at: now })
  if (put === 'lost') return false
  if (put.owed) owed.push(put.owed)
  return true
}

async function renewArticles(writer: Writer, after: number, owed: Owed[]): Promise<Renewal | null> {
  const { todo, left, last, done } = await lookThrough(writer, after)
  for (const some of together(todo)) {
    const paid = await write(writer, some)
    if (paid === null) return null
    owed.push(...paid)
  }
  return { done, renewed: todo.length, left, next: last }
}

/** What there is to do among the next articles, one inflated after another. */
async function lookThrough(writer: Writer, after: number) {
  const todo: Todo[] = []
  const left: number[] = []
  let [last, done, bytes]: [number | null, number, number] = [null, 0, 0]
  for (const { id, read } of toShownEach(await selectShownAfter(writer.db, after).run())) {
    if (bytes >= SLICE_BYTES) break
    const one = await read().then(
      (before) => renewedOf(writer, before),
      () => null,
    )
    if (one) bytes += sizeOf(one.before.html) + sizeOf(one.before.content.body)
    if (!one?.body) left.push(id)
    else if (one.isOld) todo.push({ ...one, body: one.body })
    last = id
    done++
  }
  return { todo, left, last, done }
}

interface Renewed {
  before: ShownArticle
  content: Content
  isRenamed: boolean
  isOld: boolean
  body: Body | null
}

async function renewedOf({ db, site }: Writer, before: ShownArticle): Promise<Renewed> {
  const fields = formerFields.safeParse(before.content)
  const content = { ...before.content, ...fields.data }
  const isRenamed = JSON.stringify(content) !== JSON.stringify(before.content)
  const accepted = renderAccepted(content.body, content.format, site)
  const body = accepted && fillIn(accepted, content, await findPictures(db, [content]))
  const isOld = isRenamed || (body !== null && isShownOtherwise({ before, body }))
  return { before, content, isRenamed, isOld, body }
}

function isShownOtherwise(rendering: Rendering & { before: ShownArticle }) {
  const { before, body } = rendering
  const { excerpt, images, lead, card } = before
  return (
    body.html !== before.html ||
    JSON.stringify(shownOf(rendering)) !== JSON.stringify({ excerpt, images, lead, card })
  )
}

type Todo = Renewed & Rendering

/** Writes them: another name is another revision, another rendering is not. Null when it was too late. */
async function write(writer: Writer, todo: Todo[]): Promise<Owed[] | null> {
  const { editor, now } = writer
  const [renamed = [], rendered = []] = [true, false].map((is) =>
    todo.filter((one) => one.isRenamed === is),
  )
  const owed: Owed[] = []
  if (renamed.length > 0) {
    const changes = renamed.map(({ before, content, body }) =>
      changeOf(before, content, body, { keyId: before.keyId, now, doneBy: editor.keyId }),
    )
    const written = await commit(writer, changes)
    if (typeof written === 'string') return null
    owed.push(written.owed)
  }
  if (rendered.length > 0) {
    const written = await rerender(writer, rendered, { keyId: editor.keyId, at: now })
    if (written === 'lost') return null
    owed.push(written)
  }
  return owed
}

/** As many at a time as one batch takes. */
function together(todo: Todo[]): Todo[][] {
  const groups: Todo[][] = []
  let room = 0
  for (const one of todo) {
    room -= bytesOf(one)
    if (room < 0) {
      groups.push([])
      room = MAX_BATCH_BYTES - bytesOf(one)
    }
    groups.at(-1)?.push(one)
  }
  return groups
}
