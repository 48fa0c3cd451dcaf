/** The first look through an export: tags, authors and what else posts refer to, in whichever order they stand. */
import { own } from '../chunks.ts'
import type { SourceOptions } from '../source.ts'
import { type Row, rowsIn, textIn } from './rows.ts'

export interface Tag {
  name: string
  slug: string
  isPublic: boolean
}

/** What a post refers to, in its order. */
interface Link {
  to: string
  order: number
}

/** What Ghost keeps beside a post. */
export interface Meta {
  description: string
  alt: string
  caption: string
}

export interface Survey {
  /** The site’s address as its settings say it, without a slash at its end; null where they do not. */
  url: string | null
  tags: Map<string, Tag>
  authors: Map<string, string>
  postTags: Map<string, Link[]>
  postAuthors: Map<string, Link[]>
  metas: Map<string, Meta>
  /** How many rows the tables have that stay behind. */
  left: Map<string, number>
}

/** Tables that hold what is used of them, and those that hold nothing of anybody’s. */
const USED = new Set(
  'posts tags users posts_tags posts_authors posts_meta settings migrations migrations_lock brute sessions actions permissions permissions_roles permissions_users roles roles_users mobiledoc_revisions post_revisions'.split(
    ' ',
  ),
)
const MOST_TABLES = 200

/** Looks through the whole file. Throws where it is no JSON or was cut off. */
export async function surveyOf(options: SourceOptions): Promise<Survey> {
  const survey: Survey = {
    url: null,
    tags: new Map(),
    authors: new Map(),
    postTags: new Map(),
    postAuthors: new Map(),
    metas: new Map(),
    left: new Map(),
  }
  for await (const row of rowsIn(options, 'all')) keep(survey, row)
  for (const links of [...survey.postTags.values(), ...survey.postAuthors.values()]) {
    links.sort((a, b) => a.order - b.order)
  }
  return survey
}

function keep(survey: Survey, { table, fields }: Row): void {
  const field = (name: string) => own(textIn(fields, name))
  if (table === 'tags') {
    const name = field('name')
    const isPublic = !name.startsWith('#') && field('visibility') !== 'internal'
    survey.tags.set(field('id'), { name, slug: field('slug'), isPublic })
  } else if (table === 'users') survey.authors.set(field('id'), field('name'))
  else if (table === 'posts_tags') link(survey.postTags, field('post_id'), field('tag_id'), fields)
  else if (table === 'posts_authors') {
    link(survey.postAuthors, field('post_id'), field('author_id'), fields)
  } else if (table === 'posts_meta') keepMeta(survey, field)
  else if (table === 'settings' && field('key') === 'url') {
    survey.url = field('value').replace(/\/+$/, '') || null
  } else if (!USED.has(table) && survey.left.size < MOST_TABLES) {
    survey.left.set(own(table), (survey.left.get(table) ?? 0) + 1)
  }
}

function link(links: Map<string, Link[]>, from: string, to: string, fields: Row['fields']): void {
  const one = { to, order: Number(textIn(fields, 'sort_order')) || 0 }
  const others = links.get(from)
  if (others) others.push(one)
  else links.set(from, [one])
}

function keepMeta(survey: Survey, field: (name: string) => string): void {
  const meta = {
    description: field('meta_description'),
    alt: field('feature_image_alt'),
    caption: field('feature_image_caption'),
  }
  if (meta.description || meta.alt || meta.caption) survey.metas.set(field('post_id'), meta)
}
