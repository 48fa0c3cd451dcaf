/** `/wp/v2/posts`: articles listed and read. */

import { listNumbered } from '../../articles/numbered/list'
import { type NumberedArticle, selectNumbered, toNumbered } from '../../articles/numbered/numbers'
import { isAll } from '../../articles/numbered/plain'
import { KEYLESS, MAX_FOUND, MAX_OFFSET, type Wanted } from '../../articles/numbered/wanted'
import { selectSectionsNamed, toSections } from '../../articles/sections'
import { shelvesOf } from '../../articles/texts/stores'
import { lacksToRead, mayEnter } from '../../editing/door/rights'
import {
  answer,
  answerPage,
  beyond,
  isBeyond,
  partOf,
  refuse,
  refuseParams,
  unknown,
} from './answering'
import { type Asking, type Context, isEditing } from './asking'
import { fieldsOf, isWanted, narrowed } from './fields'
import { userOf } from './ids'
import { postOf } from './post'
import { wantedOf } from './post-listing'

/** How much of a post is told, or why it is not. */
export function contextOf(asking: Asking): Context | Response {
  const { params, editor } = asking
  const context = params.text('context') ?? 'view'
  if (context !== 'view' && context !== 'embed' && context !== 'edit')
    return refuseParams({ context: 'must be view, embed or edit' })
  if (context !== 'edit') return context
  if (!editor) return unknown('rest_forbidden_context')
  const lacks = lacksToRead(editor)
  return lacks ? refuse(403, 'rest_forbidden_context', lacks) : context
}

export async function listPosts(asking: Asking): Promise<Response> {
  const { site, editor } = asking
  const context = contextOf(asking)
  if (context instanceof Response) return context
  const part = partOf(asking)
  if (part instanceof Response) return part
  const wanted = wantedOf(asking, part, await reachOf(asking))
  if (wanted instanceof Response) return wanted
  const isHidden = wanted.statuses.some((status) => status !== 'published')
  const lacks = editor && isHidden ? lacksToRead(editor) : null
  if (lacks) return refuse(403, 'rest_forbidden_status', lacks)
  if (!editor && !isWithin(wanted)) return tooDear()
  const page = await listNumbered(shelvesOf(asking.c), site, wanted)
  if ('refused' in page) return page.refused === 'too-far' ? tooFar() : tooMany()
  if (isBeyond(page.total, part)) return beyond()
  const posts = await shown(asking, page.ids, context)
  return posts instanceof Response ? posts : answerPage(asking, posts, page.total, part)
}

/** Whether a list costs no more than who has no key may spend. */
const isWithin = (wanted: Wanted) =>
  (wanted.offset <= KEYLESS.offset || isAll(wanted)) &&
  [
    wanted.ids,
    wanted.sections,
    wanted.keywords,
    wanted.authors,
    ...Object.values(wanted.without),
  ].every((list) => (list?.length ?? 0) <= KEYLESS.numbers)

const tooDear = () =>
  refuse(
    401,
    'rest_forbidden_context',
    `Without a key a list may name ${KEYLESS.numbers} numbers, and skip ${KEYLESS.offset} posts unless it is of all by date. Send a key, or ask with before or after.`,
  )

const tooFar = () =>
  refuseParams({
    page: `is too far down: at most ${MAX_OFFSET} posts are skipped. Ask with before or after, the date of the last that you have`,
  })

const tooMany = () =>
  refuseParams({
    orderby: `orders at most ${MAX_FOUND} posts by title or slug. Narrow the list, or order by date`,
  })

const TOO_MUCH = {
  per_page:
    'is more than can be sent at once: these posts are long. Ask for fewer, or with _fields that leave content out',
}

/** Posts as they are answered, in this order. */
async function shown(asking: Asking, ids: number[], context: Context) {
  const fields = fieldsOf(asking)
  const isEdited = context === 'edit'
  const hasText =
    context !== 'embed' &&
    (isWanted(fields, 'content') || (isEdited && isWanted(fields, 'excerpt')))
  if (ids.length === 0) return []
  const articles = await toNumbered(await selectNumbered(asking.db, ids, hasText).run())
  if (!articles) return refuseParams(TOO_MUCH)
  return articles.map((article) => represent(asking, article, context))
}

export function represent(asking: Asking, article: NumberedArticle, context: Context) {
  const { site, editor, params } = asking
  const me = editor && userOf(editor.keyId)
  const view = { site, context, me, isEmbedding: params.has('_embed') }
  return narrowed(postOf(view, article), fieldsOf(asking))
}

/** The numbers of the sections that a key is limited to; null for all. */
async function reachOf({ db, editor }: Asking): Promise<number[] | null> {
  if (!editor || editor.sections === null) return null
  const sections = toSections(await selectSectionsNamed(db, editor.sections).run())
  return sections.map(({ id }) => id)
}

export const missing = () => refuse(404, 'rest_post_invalid_id', 'Invalid post ID.')

/** An article that whoever asks may see, whole. What they may not see is not there. */
export async function findPost(asking: Asking): Promise<NumberedArticle | null> {
  const { db, editor, path } = asking
  const id = Number(path.id)
  if (!Number.isSafeInteger(id) || id < 1) return null
  const articles = await toNumbered(await selectNumbered(db, [id], true).run())
  const article = articles?.[0]
  if (!article) return null
  const isPublic = article.status === 'published' && !isEditing(asking)
  const mayRead = editor !== null && !lacksToRead(editor) && mayEnter(editor, article.section.slug)
  return isPublic || mayRead ? article : null
}

export async function getPost(asking: Asking): Promise<Response> {
  const context = contextOf(asking)
  if (context instanceof Response) return context
  const article = await findPost(asking)
  return article ? answer(represent(asking, article, context)) : missing()
}
