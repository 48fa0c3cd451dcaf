/** An article as WordPress shows a post. Pure. */
import type { Status } from '../../articles/article'
import type { NumberedArticle } from '../../articles/numbered/numbers'
import { pathOf, usualFile } from '../../articles/picture'
import { paths, type Site } from '../../site'
import type { Context } from './asking'
import { rawBody } from './bodies'
import { gmtDate, localDate } from './dates'
import { escaped, rawOf } from './plain'

export const STATUS_OF: Record<Status, string> = {
  published: 'publish',
  scheduled: 'future',
  draft: 'draft',
  withdrawn: 'trash',
}

/** The moment that a post goes by. A draft’s moves with each change, as it does in WordPress. */
export const dateOf = ({ status, publishAt, publishedAt, updatedAt }: NumberedArticle): number =>
  (status === 'scheduled' ? publishAt : publishedAt) ?? updatedAt

export const apiOf = (site: Site, path: string) => `${site.origin}${paths.wordpress}wp/v2${path}`

/** As WordPress keeps slugs: percent-encoded, in small letters. */
export const encodedSlug = (slug: string) =>
  encodeURIComponent(slug).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())

/** Who reads it, and how much of it. `me`: the user that stands for articles without an author. */
export interface View {
  site: Site
  context: Context
  me: number | null
  isEmbedding: boolean
}

export function postOf(view: View, article: NumberedArticle): Record<string, unknown> {
  const { site, context, me } = view
  const { id, slug, title, excerpt, text, updatedAt, status } = article
  const isEdited = context === 'edit'
  const date = dateOf(article)
  const link = site.origin + paths.article(slug)
  const summary = {
    rendered: `<p>${escaped(excerpt)}</p>\n`,
    protected: false,
    ...(isEdited && { raw: rawOf(text?.content.summary ?? '') }),
  }
  const short = {
    id,
    date: localDate(date, site.timeZone),
    slug: encodedSlug(slug),
    link,
    type: 'post',
    title: { rendered: escaped(title), ...(isEdited && { raw: rawOf(title) }) },
    excerpt: summary,
    author: article.authorId ?? me ?? 0,
    featured_media: article.pictureId ?? 0,
  }
  const links = linksOf(view, article)
  if (context === 'embed') return { ...short, _links: links }
  return {
    ...short,
    date_gmt: gmtDate(date),
    guid: { rendered: link, ...(isEdited && { raw: link }) },
    modified: localDate(updatedAt, site.timeZone),
    modified_gmt: gmtDate(updatedAt),
    status: STATUS_OF[status],
    content: {
      rendered: text?.html ?? '',
      protected: false,
      ...(isEdited && { raw: text ? rawBody(text.content, text.html) : '', block_version: 0 }),
    },
    comment_status: 'closed',
    ping_status: 'closed',
    sticky: false,
    template: '',
    format: 'standard',
    meta: { footnotes: '' },
    categories: [article.section.id],
    tags: article.keywordIds,
    ...(isEdited && {
      password: '',
      permalink_template: `${site.origin}${paths.article('')}%postname%`,
      generated_slug: encodedSlug(slug),
    }),
    _links: links,
    ...(view.isEmbedding && { _embedded: embeddedOf(view, article) }),
  }
}

function linksOf({ site }: View, article: NumberedArticle) {
  const at = (path: string, more: object = {}) => [{ ...more, href: apiOf(site, path) }]
  const term = (path: string, taxonomy: string) =>
    at(`${path}?post=${article.id}`, { taxonomy, embeddable: true })
  return {
    self: at(`/posts/${article.id}`),
    collection: at('/posts'),
    about: at('/types/post'),
    ...(article.authorId && { author: at(`/users/${article.authorId}`, { embeddable: true }) }),
    ...(article.pictureId && {
      'wp:featuredmedia': at(`/media/${article.pictureId}`, { embeddable: true }),
    }),
    'wp:term': [...term('/categories', 'category'), ...term('/tags', 'post_tag')],
    curies: [{ name: 'wp', href: 'https://api.w.org/{rel}', templated: true }],
  }
}

/** What `_embed` brings along: all of it is known with the article. */
function embeddedOf({ site }: View, article: NumberedArticle) {
  const { section, keywords, keywordIds, author, authorId, lead, pictureId } = article
  const term = (id: number, name: string, slug: string, path: string, taxonomy: string) => ({
    id,
    link: site.origin + path,
    name: escaped(name),
    slug: encodedSlug(slug),
    taxonomy,
  })
  return {
    ...(author !== null &&
      authorId !== null && {
        author: [
          {
            id: authorId,
            name: author,
            url: '',
            description: '',
            link: site.origin + paths.author(author),
            slug: encodedSlug(author),
            avatar_urls: {},
          },
        ],
      }),
    ...(lead !== null &&
      pictureId !== null && {
        'wp:featuredmedia': [
          {
            id: pictureId,
            slug: lead.hash,
            type: 'attachment',
            alt_text: lead.alt,
            caption: { rendered: lead.caption === null ? '' : `<p>${escaped(lead.caption)}</p>` },
            media_type: 'image',
            mime_type: usualFile(lead).type,
            media_details: { width: lead.width, height: lead.height },
            source_url: site.origin + pathOf(lead.hash, usualFile(lead)),
          },
        ],
      }),
    'wp:term': [
      [term(section.id, section.name, section.slug, paths.section(section.slug), 'category')],
      keywordIds.map((id, i) =>
        term(
          id,
          keywords[i] ?? '',
          keywords[i] ?? '',
          paths.keyword(keywords[i] ?? ''),
          'post_tag',
        ),
      ),
    ],
  }
}
