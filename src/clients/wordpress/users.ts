/**
 * `/wp/v2/users`: the authors that readers know, and for whoever has a key its holder, who stands for articles
 * without an author.
 */

import { tidyName } from '../../articles/names'
import {
  type Named,
  selectHolding,
  selectNamesOf,
  selectNumbersOf,
  selectShown,
  selectShownCount,
  toFoundNames,
  toNamed,
} from '../../articles/numbered/names'
import { toTotal } from '../../articles/numbered/totals'
import { MAX_OFFSET } from '../../articles/numbered/wanted'
import { LIMITS } from '../../editing/contract/input'
import type { Editor } from '../../editing/door/rights'
import { paths, type Site } from '../../site'
import { answer, partOf, refuse, refuseParams, unknown } from './answering'
import type { Asking } from './asking'
import { fieldsOf, narrowed } from './fields'
import { userOf } from './ids'
import { apiOf, encodedSlug } from './post'
import { decoded } from './post-listing'
import { answerFew, answerTerms } from './terms'

type User = Pick<Named, 'id' | 'name'> & { editor?: Editor }

const shapeOf =
  ({ site, params }: Asking) =>
  ({ id, name, editor }: User) => ({
    id,
    name,
    url: '',
    description: '',
    link: editor ? site.origin : site.origin + paths.author(name),
    slug: editor ? `key-${editor.keyId}` : encodedSlug(name),
    avatar_urls: {},
    meta: [],
    ...(params.text('context') === 'edit' && editorial(site, name, editor)),
    _links: {
      self: [{ href: apiOf(site, `/users/${id}`) }],
      collection: [{ href: apiOf(site, '/users') }],
    },
  })

/** What programs look at to see what they may do. */
function editorial(site: Site, name: string, editor: Editor | undefined) {
  const scopes: string[] = editor?.scopes ?? []
  const [writes, publishes] = [
    scopes.includes('articles:write'),
    scopes.includes('articles:publish'),
  ]
  const role = publishes ? 'editor' : writes ? 'contributor' : 'subscriber'
  const can = {
    read: true,
    edit_posts: writes,
    upload_files: writes,
    publish_posts: publishes,
    edit_published_posts: publishes,
    delete_posts: scopes.includes('articles:withdraw'),
    manage_categories: scopes.includes('sections:write'),
  }
  const capabilities = Object.fromEntries(Object.entries(can).filter(([, may]) => may))
  return {
    username: editor ? `key-${editor.keyId}` : name,
    first_name: '',
    last_name: '',
    nickname: name,
    email: '',
    locale: site.language.replace('-', '_'),
    registered_date: '1970-01-01T00:00:00+00:00',
    roles: [role],
    capabilities: { ...capabilities, [role]: true },
    extra_capabilities: { [role]: true },
  }
}

const meOf = ({ editor }: Asking): User[] =>
  editor ? [{ id: userOf(editor.keyId), name: editor.name, editor }] : []

export async function listUsers(asking: Asking): Promise<Response> {
  const { db, params, editor } = asking
  if (params.text('context') === 'edit' && !editor) return unknown('rest_forbidden_context')
  const part = partOf(asking)
  if (part instanceof Response) return part
  const few = await narrowedUsers(asking)
  if (few instanceof Response) return few
  if (few) return answerFew(asking, few, shapeOf(asking))
  const { offset, perPage } = part
  if (offset > MAX_OFFSET) return refuseParams({ page: `skips more than ${MAX_OFFSET} users` })
  const me = meOf(asking)
  const before = Math.max(offset - me.length, 0)
  const mine = me.slice(offset, offset + perPage)
  const [total, found] = await db.batch([
    selectShownCount(db, 'author'),
    selectShown(db, 'author', true, before, perPage - mine.length),
  ])
  const users = [...mine, ...toNamed(found)]
  return answerTerms(asking, users, toTotal(total) + me.length, part, shapeOf(asking))
}

async function narrowedUsers(asking: Asking): Promise<User[] | null | Response> {
  const { db, params } = asking
  const include = params.numbers('include')
  if (!include) return refuseParams({ include: 'must be a list of at most 100 numbers' })
  const me = meOf(asking)
  const seen = (users: Named[]) => users.filter(({ count }) => count > 0)
  if (include.length > 0) {
    const found = toNamed(await selectNumbersOf(db, 'author', include).run())
    return [...me.filter(({ id }) => include.includes(id)), ...seen(found)]
  }
  const slugs = params.list('slug').slice(0, 100).map(decoded)
  if (slugs.length > 0) {
    const found = toNamed(await selectNamesOf(db, 'author', slugs).run())
    const isMe = ({ editor }: User) => slugs.includes(`key-${editor?.keyId}`)
    return [...me.filter(isMe), ...seen(found)]
  }
  const word = tidyName(params.text('search') ?? '').slice(0, LIMITS.author)
  if (word === '') return null
  const found = toFoundNames(await db.batch(selectHolding(db, 'author', word, false)))
  return [...me.filter(({ name }) => name.includes(word)), ...seen(found)]
}

export function getMe(asking: Asking): Response {
  const [me] = meOf(asking)
  if (!me) return unknown('rest_not_logged_in')
  return answer(narrowed(shapeOf(asking)(me), fieldsOf(asking)))
}

export async function getUser(asking: Asking): Promise<Response> {
  const { db, editor, path, params } = asking
  if (params.text('context') === 'edit' && !editor) return unknown('rest_forbidden_context')
  const id = Number(path.id)
  if (editor && id === userOf(editor.keyId)) return getMe(asking)
  const [author] = Number.isSafeInteger(id)
    ? toNamed(await selectNumbersOf(db, 'author', [id]).run())
    : []
  if (!author || author.count === 0) return refuse(404, 'rest_user_invalid_id', 'Invalid user ID.')
  return answer(narrowed(shapeOf(asking)(author), fieldsOf(asking)))
}
