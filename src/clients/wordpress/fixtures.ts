/** What WordPress says of itself that never changes here: kinds of posts, their states, and taxonomies. */
import type { Site } from '../../site'
import { answer, refuse } from './answering'
import type { Asking } from './asking'
import { fieldsOf, narrowed } from './fields'
import { apiOf } from './post'

type Things = Record<string, Record<string, unknown>>

const type = (site: Site, slug: string, name: string, base: string, taxonomies: string[]) => ({
  name,
  slug,
  description: '',
  hierarchical: false,
  has_archive: false,
  viewable: true,
  icon: null,
  labels: { name, singular_name: name },
  capabilities: {},
  supports: { title: true, editor: true, author: true, thumbnail: true, excerpt: true },
  taxonomies,
  rest_base: base,
  rest_namespace: 'wp/v2',
  visibility: { show_in_nav_menus: false, show_ui: true },
  _links: { 'wp:items': [{ href: apiOf(site, `/${base}`) }] },
})

export const types = (site: Site): Things => ({
  post: type(site, 'post', 'Posts', 'posts', ['category', 'post_tag']),
  attachment: type(site, 'attachment', 'Media', 'media', []),
})

const status = (slug: string, name: string, isPublic: boolean) => ({
  name,
  slug,
  public: isPublic,
  private: false,
  protected: !isPublic,
  queryable: isPublic,
  show_in_list: true,
  date_floating: slug === 'draft',
})

const STATUSES: Things = {
  publish: status('publish', 'Published', true),
  future: status('future', 'Scheduled', false),
  draft: status('draft', 'Draft', false),
  trash: status('trash', 'Withdrawn', false),
}

export const statuses = ({ editor }: Asking): Things =>
  editor ? STATUSES : { publish: STATUSES.publish ?? {} }

const taxonomy = (site: Site, slug: string, name: string, base: string) => ({
  name,
  slug,
  description: '',
  types: ['post'],
  hierarchical: false,
  rest_base: base,
  rest_namespace: 'wp/v2',
  visibility: { public: true, show_ui: true },
  _links: { 'wp:items': [{ href: apiOf(site, `/${base}`) }] },
})

export const taxonomies = (site: Site): Things => ({
  category: taxonomy(site, 'category', 'Categories', 'categories'),
  post_tag: taxonomy(site, 'post_tag', 'Tags', 'tags'),
})

export const showAll = (asking: Asking, things: Things) => {
  const fields = fieldsOf(asking)
  const entries = Object.entries(things).map(([name, thing]) => [name, narrowed(thing, fields)])
  return answer(Object.fromEntries(entries))
}

export function showOne(asking: Asking, things: Things, name: string, code: string): Response {
  const thing = Object.hasOwn(things, name) ? things[name] : undefined
  if (!thing) return refuse(404, code, `There is no ${name.slice(0, 40)} here.`)
  return answer(narrowed(thing, fieldsOf(asking)))
}
