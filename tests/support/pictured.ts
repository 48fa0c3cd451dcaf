/** Articles with pictures, made by hand. */
import type { Article } from '../../src/articles/article'
import { type Lead, pathOf, usualFile } from '../../src/articles/picture'

export const HASH = 'ab'.repeat(32)
export const OTHER = 'cd'.repeat(32)

export const lead = (fields: Partial<Lead> = {}): Lead => ({
  hash: HASH,
  width: 3000,
  height: 2000,
  files: [
    { width: 640, height: 427, type: 'image/webp' },
    { width: 1280, height: 853, type: 'image/webp' },
    { width: 1920, height: 1280, type: 'image/webp' },
  ],
  hasCard: true,
  alt: '清晨的渡口',
  caption: null,
  ...fields,
})

/** A published article, whose pictures begin with its lead picture. */
export function pictured(fields: Partial<Article> = {}): Article {
  const led = fields.lead === undefined ? lead() : fields.lead
  return {
    id: 1,
    revision: 1,
    sequence: 1,
    section: { id: 1, slug: 'news', name: '业界动态' },
    slug: 'ferry',
    status: 'published',
    title: '渡轮',
    excerpt: '渡轮照开。',
    keywords: [],
    author: null,
    language: null,
    source: null,
    images: led ? [pathOf(led.hash, usualFile(led))] : [],
    publishedAt: 1_767_225_600,
    publishAt: null,
    createdAt: 1_767_225_600,
    updatedAt: 1_767_225_600,
    card: null,
    ...fields,
    lead: led,
  }
}

/** A picture in a body, as it is filled in. */
export const figure = (hash: string, caption = '') =>
  `<figure><img src="/pictures/${hash}/1280.webp" srcset="/pictures/${hash}/640.webp 640w, /pictures/${hash}/1280.webp 1280w" sizes="(min-width:48rem) 45rem, calc(100vw - 2.5rem)" width="1280" height="853" alt="a &lt;b> &#x22;c&#x22;" loading="lazy">${caption && `<figcaption>${caption}</figcaption>`}</figure>\n`
