/** `/wp/v2/categories`: sections. */

import { fold } from '../../articles/search/segment'
import {
  type CountedSection,
  selectCounted,
  selectCountedNamed,
  toCounted,
} from '../../articles/sections'
import { slugFrom } from '../../articles/writing/slug'
import { callApi } from '../../editing/calling'
import { SECTION_SLUG_BUDGET } from '../../editing/contract/input'
import { paths, type Site } from '../../site'
import { answer, refuse, refused, refuseParams, unknown } from './answering'
import type { Asking } from './asking'
import { fieldsOf, narrowed } from './fields'
import { plainOf, rawOf } from './plain'
import { apiOf, encodedSlug } from './post'
import { decoded } from './post-listing'
import { answerFew, orderingOf, sorted } from './terms'

const CODES = { missing: 'rest_term_invalid', other: 'rest_cannot_update' }

const categoryOf = (site: Site) => (section: CountedSection) => ({
  id: section.id,
  count: section.articles,
  description: section.description ?? '',
  link: site.origin + paths.section(section.slug),
  name: rawOf(section.name),
  slug: encodedSlug(section.slug),
  taxonomy: 'category',
  parent: 0,
  meta: [],
  _links: {
    self: [{ href: apiOf(site, `/categories/${section.id}`) }],
    collection: [{ href: apiOf(site, '/categories') }],
    about: [{ href: apiOf(site, '/taxonomies/category') }],
    'wp:post_type': [{ href: apiOf(site, `/posts?categories=${section.id}`) }],
  },
})

const readAll = async ({ db }: Asking) => toCounted(await selectCounted(db).run())

export async function listCategories(asking: Asking): Promise<Response> {
  const { params, site } = asking
  const ordering = orderingOf(asking, ['name', 'count', 'id', 'slug', 'include', 'term_group'])
  if (ordering instanceof Response) return ordering
  const post = params.numbers('post') ?? []
  const [include, exclude] = [params.numbers('include'), params.numbers('exclude')]
  if (!include || !exclude) return refuseParams({ include: 'must be a list of numbers' })
  const words = fold(params.text('search') ?? '').trim()
  const slugs = params.list('slug').map(decoded)
  const of = post.length > 0 ? await sectionOfPost(asking, post[0] ?? 0) : null
  const all = (await readAll(asking)).filter(
    (one) =>
      (include.length === 0 || include.includes(one.id)) &&
      !exclude.includes(one.id) &&
      (slugs.length === 0 || slugs.includes(one.slug)) &&
      (words === '' || fold(`${one.name}\n${one.slug}`).includes(words)) &&
      (!params.isTrue('hide_empty') || one.articles > 0) &&
      (post.length === 0 || one.id === of),
  )
  const counted = all.map((one) => ({ ...one, count: one.articles }))
  return answerFew(asking, sorted(counted, ordering), categoryOf(site))
}

/** Of what readers can see. */
const sectionOfPost = ({ db }: Asking, id: number) =>
  db
    .prepare(`SELECT section_id FROM articles WHERE id = ?1 AND status = 'published'`)
    .bind(id)
    .first<number>('section_id')

const noTerm = () => refuse(404, 'rest_term_invalid', 'Term does not exist.')

async function find(asking: Asking): Promise<CountedSection | null> {
  const id = Number(asking.path.id)
  return (await readAll(asking)).find((one) => one.id === id) ?? null
}

export async function getCategory(asking: Asking): Promise<Response> {
  const section = await find(asking)
  return section ? answer(narrowed(categoryOf(asking.site)(section), fieldsOf(asking))) : noTerm()
}

export async function createCategory(asking: Asking): Promise<Response> {
  const { caller, params, db, site } = asking
  if (!caller) return unknown('rest_cannot_create')
  const name = plainOf(params.text('name') ?? '')
  if (name === '') return refuseParams({ name: 'is required' })
  const slug = slugFrom(decoded(params.text('slug') || name), SECTION_SLUG_BUDGET)
  if (slug === '') return refuseParams({ slug: 'needs letters, digits or Han characters' })
  const [same] = toCounted(await selectCountedNamed(db, [slug]).run())
  if (same) {
    const message = 'A term with the name provided already exists with this slug.'
    return refuse(400, 'term_exists', message, { term_id: same.id })
  }
  return put(asking, slug, { name, description: descriptionIn(asking) }, 201, (section) => ({
    Location: apiOf(site, `/categories/${section.id}`),
  }))
}

const descriptionIn = ({ params }: Asking) => plainOf(params.text('description') ?? '') || null

export async function updateCategory(asking: Asking): Promise<Response> {
  const { caller, params } = asking
  if (!caller) return unknown('rest_cannot_update')
  const section = await find(asking)
  if (!section) return noTerm()
  const slug = decoded(params.text('slug') ?? '')
  if (slug !== '' && slug !== section.slug)
    return refuseParams({ slug: 'cannot be changed: the addresses of a section are for good' })
  const { name, description } = section
  return put(asking, section.slug, {
    name: plainOf(params.text('name') ?? '') || name,
    description: params.has('description') ? descriptionIn(asking) : description,
  })
}

async function put(
  asking: Asking,
  slug: string,
  json: object,
  status = 200,
  headers: (section: CountedSection) => Record<string, string> = () => ({}),
): Promise<Response> {
  const { caller, db, site } = asking
  if (!caller) return unknown('rest_cannot_create')
  const path = `/sections/${encodeURIComponent(slug)}`
  const sent = await callApi(caller, 'PUT', path, { json })
  const forbidden = status === 201 ? 'rest_cannot_create' : 'rest_cannot_update'
  if (!sent.isOk) return refused(sent, { ...CODES, forbidden })
  const [section] = toCounted(await selectCountedNamed(db, [slug]).run())
  if (!section) return noTerm()
  return answer(narrowed(categoryOf(site)(section), fieldsOf(asking)), status, headers(section))
}

/** Only one that never had an article can go. */
export async function deleteCategory(asking: Asking): Promise<Response> {
  const { caller, params, site } = asking
  if (!caller) return unknown('rest_cannot_delete')
  const section = await find(asking)
  if (!section) return noTerm()
  if (!params.isTrue('force')) return refuse(501, 'rest_trash_not_supported', NO_TRASH)
  const sent = await callApi(caller, 'DELETE', `/sections/${encodeURIComponent(section.slug)}`)
  if (!sent.isOk)
    return refused(sent, { ...CODES, forbidden: 'rest_cannot_delete', other: 'rest_cannot_delete' })
  return answer({ deleted: true, previous: categoryOf(site)(section) })
}

export const NO_TRASH = "Terms do not support trashing. Set 'force=true' to delete."
