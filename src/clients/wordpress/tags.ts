/** `/wp/v2/tags`: keywords. One that no article has had yet is a number and a name, and nobody sees it. */

import { tidyName } from '../../articles/names'
import {
  type Named,
  numberName,
  selectHolding,
  selectIsFull,
  selectNamesOf,
  selectNumbersOf,
  selectShown,
  selectShownCount,
  toFoundNames,
  toNamed,
} from '../../articles/numbered/names'
import { toTotal } from '../../articles/numbered/totals'
import { MAX_FOUND, MAX_OFFSET } from '../../articles/numbered/wanted'
import { isLimited } from '../../delivery/limits'
import { LIMITS } from '../../editing/contract/input'
import { name as nameInput } from '../../editing/contract/values'
import { lacksScopes } from '../../editing/door/rights'
import { paths, type Site } from '../../site'
import { answer, partOf, refuse, refuseParams, unknown } from './answering'
import type { Asking } from './asking'
import { NO_TRASH } from './categories'
import { fieldsOf, narrowed } from './fields'
import { tooMany } from './login'
import { isSeenBy } from './named'
import { plainOf, rawOf } from './plain'
import { apiOf, encodedSlug } from './post'
import { decoded } from './post-listing'
import { answerFew, answerTerms, orderingOf, sorted } from './terms'

const tagOf = (site: Site) => (tag: Named) => ({
  id: tag.id,
  count: tag.count,
  description: '',
  link: site.origin + paths.keyword(tag.name),
  name: rawOf(tag.name),
  slug: encodedSlug(tag.name),
  taxonomy: 'post_tag',
  meta: [],
  _links: {
    self: [{ href: apiOf(site, `/tags/${tag.id}`) }],
    collection: [{ href: apiOf(site, '/tags') }],
    about: [{ href: apiOf(site, '/taxonomies/post_tag') }],
    'wp:post_type': [{ href: apiOf(site, `/posts?tags=${tag.id}`) }],
  },
})

export async function listTags(asking: Asking): Promise<Response> {
  const { db, params, site } = asking
  const ordering = orderingOf(asking, ['name', 'slug', 'count', 'id', 'include'])
  if (ordering instanceof Response) return ordering
  const part = partOf(asking)
  if (part instanceof Response) return part
  const exclude = params.numbers('exclude')
  const few = await narrowedTags(asking)
  if (few instanceof Response || !exclude) {
    return few instanceof Response ? few : refuseParams({ exclude: 'must be a list of numbers' })
  }
  if (few) {
    const seen = few.filter(isSeenBy(asking.editor)).filter(({ id }) => !exclude.includes(id))
    const isAsFound = !params.has('orderby')
    return answerFew(asking, isAsFound ? seen : sorted(seen, ordering), tagOf(site))
  }
  const isByName = ordering.by === 'name' || ordering.by === 'slug'
  const count = selectShownCount(db, 'keyword')
  if (!isByName || exclude.length > 0) {
    const [total, all] = await db.batch([count, selectShown(db, 'keyword', true, 0, MAX_FOUND)])
    if (toTotal(total) > MAX_FOUND)
      return refuseParams({ orderby: `orders at most ${MAX_FOUND} tags so. Order by name` })
    const left = toNamed(all).filter(({ id }) => !exclude.includes(id))
    return answerFew(asking, sorted(left, ordering), tagOf(site))
  }
  const { offset, perPage } = part
  if (offset > MAX_OFFSET) return refuseParams({ page: `skips more than ${MAX_OFFSET} tags` })
  const { isAscending } = ordering
  const page = selectShown(db, 'keyword', isAscending, offset, perPage)
  const [total, found] = await db.batch([count, page])
  return answerTerms(asking, toNamed(found), toTotal(total), part, tagOf(site))
}

/** Those that are asked for one by one or by a word, the best first; null where all are. */
async function narrowedTags(asking: Asking): Promise<Named[] | null | Response> {
  const { db, params } = asking
  const [ids, post] = [params.numbers('include'), params.numbers('post')]
  if (!ids || !post) return refuseParams({ include: 'must be a list of at most 100 numbers' })
  if (ids.length > 0) return toNamed(await selectNumbersOf(db, 'keyword', ids).run())
  const slugs = params.list('slug').slice(0, 100).map(decoded)
  if (slugs.length > 0) return toNamed(await selectNamesOf(db, 'keyword', slugs).run())
  if (post.length > 0) return keywordsOf(asking, post[0] ?? 0)
  const word = tidyName(params.text('search') ?? '').slice(0, LIMITS.keyword)
  if (word === '') return null
  return toFoundNames(
    await db.batch(selectHolding(db, 'keyword', word, asking.editor?.sections === null)),
  )
}

/** Of what readers can see. */
async function keywordsOf({ db }: Asking, id: number): Promise<Named[]> {
  const keywords = await db
    .prepare(`SELECT keywords FROM articles WHERE id = ?1 AND status = 'published'`)
    .bind(id)
    .first<string>('keywords')
  const names = JSON.parse(keywords ?? '[]') as string[]
  return toNamed(await selectNamesOf(db, 'keyword', names).run())
}

const noTerm = () => refuse(404, 'rest_term_invalid', 'Term does not exist.')

async function find(asking: Asking): Promise<Named | null> {
  const id = Number(asking.path.id)
  if (!Number.isSafeInteger(id)) return null
  const found = toNamed(await selectNumbersOf(asking.db, 'keyword', [id]).run())
  return found.find(isSeenBy(asking.editor)) ?? null
}

export async function getTag(asking: Asking): Promise<Response> {
  const tag = await find(asking)
  return tag ? answer(narrowed(tagOf(asking.site)(tag), fieldsOf(asking))) : noTerm()
}

/** Readers see nothing of it: the name gets a number, by which articles can have it. */
export async function createTag(asking: Asking): Promise<Response> {
  const { editor, params, db, c, site } = asking
  if (!editor) return unknown('rest_cannot_create')
  const lacks = lacksScopes(editor, ['articles:write'])
  if (lacks) return refuse(403, 'rest_cannot_create', lacks)
  const read = nameInput(LIMITS.keyword).safeParse(plainOf(params.text('name') ?? ''))
  if (!read.success) return refuseParams({ name: read.error.issues[0]?.message ?? 'is required' })
  if (await isLimited(c.env.WRITES, String(editor.keyId))) return tooMany()
  const [known] = toNamed(await selectNamesOf(db, 'keyword', [read.data]).run())
  if (known && known.count > 0) {
    const message = 'A term with the name provided already exists in this taxonomy.'
    return refuse(400, 'term_exists', message, { term_id: known.id })
  }
  // Whether the number is old would tell which words drafts have that it does not reach.
  if (editor.sections !== null) return refuse(403, 'rest_cannot_create', LIMITED)
  if (!known && (await selectIsFull(db, 'keyword').first()) !== null)
    return refuse(400, 'rest_cannot_create', FULL)
  const [, named] = known ? [] : await db.batch(numberName(db, 'keyword', read.data))
  const tag = known ?? toNamed(named)[0]
  if (!tag) return noTerm()
  return answer(narrowed(tagOf(site)(tag), fieldsOf(asking)), 201, {
    Location: apiOf(site, `/tags/${tag.id}`),
  })
}

const FULL = 'There are 10,000 tags already that no post has. Give some of them to posts first.'

const LIMITED =
  'This key is limited to sections, and can only use tags that readers see. Use a key for all sections to make others.'

/** A keyword is its name: another name is another keyword. */
export async function updateTag(asking: Asking): Promise<Response> {
  const { editor, params, site } = asking
  if (!editor) return unknown('rest_cannot_update')
  const tag = await find(asking)
  if (!tag) return noTerm()
  const name = params.text('name')
  if (name !== null && tidyName(plainOf(name)) !== tag.name)
    return refuseParams({ name: 'cannot be changed: make another tag, and give it to the posts' })
  const slug = params.text('slug')
  if (slug && decoded(slug) !== tag.name) return refuseParams({ slug: 'is the name, and stays' })
  return answer(narrowed(tagOf(site)(tag), fieldsOf(asking)))
}

export async function deleteTag(asking: Asking): Promise<Response> {
  const { editor, params } = asking
  if (!editor) return unknown('rest_cannot_delete')
  const tag = await find(asking)
  if (!tag) return noTerm()
  if (!params.isTrue('force')) return refuse(501, 'rest_trash_not_supported', NO_TRASH)
  return refuse(
    501,
    'rest_cannot_delete',
    'A tag is gone once no post has it: take it from the posts.',
  )
}
