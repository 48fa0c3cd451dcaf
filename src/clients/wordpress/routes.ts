/** What is answered where: programs read it from here as well, in `/wp-json/`. */
import type { Asking, Handler } from './asking'
import {
  createCategory,
  deleteCategory,
  getCategory,
  listCategories,
  updateCategory,
} from './categories'
import { showAll, showOne, statuses, taxonomies, types } from './fixtures'
import { deleteMedium, getMedium, listMedia, updateMedium } from './media'
import { createMedium } from './media-upload'
import { createPost, deletePost, updatePost } from './post-saving'
import { getPost, listPosts } from './posts'
import { createTag, deleteTag, getTag, listTags, updateTag } from './tags'
import { getMe, getUser, listUsers } from './users'

export interface Route {
  /** As WordPress writes it: a regular expression of PHP, from `/wp/v2` on. */
  pattern: string
  path: RegExp
  GET?: Handler
  POST?: Handler
  DELETE?: Handler
  /** What a list may be asked with. */
  takes: string[]
  /** Whether it takes its body as it is: see `media-upload.ts`. */
  isUpload?: boolean
}

const ID = '(?P<id>[\\d]+)'

/** Programs leave a slash at the end, or more than one between. */
const toPath = (pattern: string) => new RegExp(`^${pattern.replace(/\(\?P</g, '(?<')}/?$`, 'u')

const route = (
  pattern: string,
  handlers: Pick<Route, 'GET' | 'POST' | 'DELETE' | 'isUpload'>,
  takes: string[] = [],
): Route => ({ pattern, path: toPath(pattern), takes: ['context', ...takes], ...handlers })

const PAGED = ['page', 'per_page', 'search', 'include', 'offset', 'order', 'orderby']
const LIST = [...PAGED, 'exclude', 'slug']
const POSTS = [
  ...['after', 'before', 'modified_after', 'modified_before', 'status'],
  ...['author', 'author_exclude', 'categories', 'categories_exclude', 'tags', 'tags_exclude'],
]

const named =
  (
    thingsOf: (asking: Asking) => Record<string, Record<string, unknown>>,
    name: string,
    code: string,
  ): Handler =>
  (asking) =>
    showOne(asking, thingsOf(asking), asking.path[name] ?? '', code)

const typesOf = ({ site }: Asking) => types(site)
const taxonomiesOf = ({ site }: Asking) => taxonomies(site)

export const ROUTES: Route[] = [
  route('/wp/v2/posts', { GET: listPosts, POST: createPost }, [...LIST, ...POSTS]),
  route(`/wp/v2/posts/${ID}`, { GET: getPost, POST: updatePost, DELETE: deletePost }),
  route('/wp/v2/media', { GET: listMedia, POST: createMedium, isUpload: true }, [
    ...PAGED,
    ...['media_type', 'mime_type'],
  ]),
  route(`/wp/v2/media/${ID}`, { GET: getMedium, POST: updateMedium, DELETE: deleteMedium }),
  route('/wp/v2/types', { GET: (asking) => showAll(asking, typesOf(asking)) }),
  route('/wp/v2/types/(?P<type>[\\w-]+)', { GET: named(typesOf, 'type', 'rest_type_invalid') }),
  route('/wp/v2/statuses', { GET: (asking) => showAll(asking, statuses(asking)) }),
  route('/wp/v2/statuses/(?P<status>[\\w-]+)', {
    GET: named(statuses, 'status', 'rest_status_invalid'),
  }),
  route('/wp/v2/taxonomies', { GET: (asking) => showAll(asking, taxonomiesOf(asking)) }),
  route('/wp/v2/taxonomies/(?P<taxonomy>[\\w-]+)', {
    GET: named(taxonomiesOf, 'taxonomy', 'rest_taxonomy_invalid'),
  }),
  route('/wp/v2/categories', { GET: listCategories, POST: createCategory }, [
    ...LIST,
    ...['hide_empty', 'post'],
  ]),
  route(`/wp/v2/categories/${ID}`, {
    GET: getCategory,
    POST: updateCategory,
    DELETE: deleteCategory,
  }),
  route('/wp/v2/tags', { GET: listTags, POST: createTag }, [...LIST, 'post']),
  route(`/wp/v2/tags/${ID}`, { GET: getTag, POST: updateTag, DELETE: deleteTag }),
  route('/wp/v2/users', { GET: listUsers }, LIST),
  route('/wp/v2/users/me', { GET: getMe }),
  route(`/wp/v2/users/${ID}`, { GET: getUser }),
]

/** Methods as WordPress names them: an update may be any of three. */
export function methodsOf({ GET, POST, DELETE, path }: Route): string[] {
  const isOne = path.source.includes('?<')
  return [
    ...(GET ? ['GET'] : []),
    ...(POST ? (isOne ? ['POST', 'PUT', 'PATCH'] : ['POST']) : []),
    ...(DELETE ? ['DELETE'] : []),
  ]
}

export function handlerOf(route: Route, method: string): Handler | null {
  if (!methodsOf(route).includes(method)) return null
  if (method === 'GET') return route.GET ?? null
  return (method === 'DELETE' ? route.DELETE : route.POST) ?? null
}
