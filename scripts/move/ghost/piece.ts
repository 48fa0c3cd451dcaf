/** A post of Ghost as a piece. */
import { toUtc } from '../../../src/time.ts'
import { ROOM, titleFrom, within } from '../room.ts'
import { utcDate } from '../site-time.ts'
import type { Category, Piece } from '../source.ts'
import { isBlankHtml, textOfHtml } from '../text-of-html.ts'
import { type Row, textIn } from './rows.ts'
import type { Survey } from './survey.ts'
import { unrendered } from './unrendered.ts'

/**
 * A post or page; or why nothing of it is left to move. `url` is the old site’s, in place of the sign that
 * exports have for it; null leaves addresses that begin with a slash.
 */
export function pieceOf(
  fields: Row['fields'],
  survey: Survey,
  url: string | null,
): Piece | { why: string } {
  const field = (name: string) => textIn(fields, name)
  const addressed = (text: string) => originals(text.replaceAll('__GHOST_URL__', url ?? ''))
  const notes: string[] = []
  const html = addressed(htmlOf(field, notes))
  if (isBlankHtml(html)) return { why: ['it has no text', ...notes].join('. ') }
  const id = field('id')
  const status = statusOf(field, notes)
  noteOthers(field, addressed, notes)
  const [categories, keywords] = tagsOf(id, survey)
  return {
    id,
    title: titleOf(field('title'), html, notes),
    body: html,
    format: 'html',
    status,
    date: instantOf(field('published_at')),
    updatedAt: instantOf(field('updated_at')),
    categories,
    keywords,
    summary: summaryOf(field, id, survey, notes),
    author: authorOf(field, id, survey),
    language: null,
    source: null,
    slug: field('slug') || null,
    addresses: field('slug') ? [`${folderOf(url)}/${field('slug')}/`] : [],
    lead: leadOf(field, id, survey, addressed, notes),
    file: null,
    notes,
  }
}

type Field = (name: string) => string

/** Where in its host the old site stood: '' or `/blog`. */
const folderOf = (url: string | null) =>
  url && URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : ''

function htmlOf(field: Field, notes: string[]): string {
  const html = field('html').replace(/<!--[\s\S]*?-->/g, '')
  if (html !== '') return html
  const text = unrendered(field('lexical'), field('mobiledoc'))
  if (text !== '') {
    notes.push(
      'Ghost had made no HTML of it: it is taken from the editor’s text, without pictures and cards',
    )
  }
  return text
}

/** Copies of pictures in other sizes and formats stand below the original’s folder. */
const originals = (text: string) =>
  text.replace(/\/content\/images\/size\/w\d+(?:h\d+)?\/(?:format\/\w+\/)?/g, '/content/images/')

function statusOf(field: Field, notes: string[]): Piece['status'] {
  const status = field('status')
  const visibility = field('visibility') || 'public'
  const because = (why: string) => {
    notes.push(`It is a draft: ${why}`)
    return 'draft' as const
  }
  if (status === 'draft') return 'draft'
  if (visibility !== 'public') {
    return because(`only some could read it (its visibility was “${visibility.slice(0, 50)}”)`)
  }
  if (status === 'sent') return because('it went out as a newsletter and stood on no page')
  if (status === 'published') return 'published'
  return status === 'scheduled' ? 'scheduled' : because(`its status was “${status.slice(0, 50)}”`)
}

/** What is said of it and not moved. What was injected is code, and is not repeated. */
function noteOthers(field: Field, addressed: (text: string) => string, notes: string[]): void {
  const isPage = field('type') === 'page' || field('page') === '1'
  if (isPage) notes.push('It was a page, and becomes an article')
  if (field('codeinjection_head') || field('codeinjection_foot')) {
    notes.push('Code that was injected into it is left out')
  }
  const canonical = field('canonical_url')
  if (canonical) notes.push(`It named ${addressed(canonical)} as its first place`)
}

/** The first tag is the category. Internal ones, like #photo, steer the theme and are nobody’s to read. */
function tagsOf(id: string, { postTags, tags }: Survey): [Category[], string[]] {
  const shown = (postTags.get(id) ?? [])
    .map(({ to }) => tags.get(to))
    .filter((tag) => tag?.isPublic)
    .map((tag) => ({ name: textOfHtml(tag?.name ?? ''), slug: tag?.slug || null }))
    .filter(({ name }) => name !== '')
  return [shown.slice(0, 1), [...new Set(shown.slice(1).map(({ name }) => name))]]
}

function authorOf(field: Field, id: string, { postAuthors, authors }: Survey): string | null {
  const [first] = postAuthors.get(id) ?? []
  return authors.get(first?.to ?? field('author_id')) || null
}

function titleOf(title: string, html: string, notes: string[]): string {
  // Ghost’s own word for a post that has none.
  if (title.trim() !== '' && title !== '(Untitled)') return title.replace(/\s+/g, ' ').trim()
  return titleFrom(html, notes)
}

function summaryOf(field: Field, id: string, survey: Survey, notes: string[]): string | null {
  const text =
    field('custom_excerpt') || survey.metas.get(id)?.description || field('meta_description')
  return within(text.replace(/\s+/g, ' ').trim(), ROOM.summary, 'excerpt', notes)
}

function leadOf(
  field: Field,
  id: string,
  { metas }: Survey,
  addressed: (text: string) => string,
  notes: string[],
): Piece['lead'] {
  const picture = addressed(field('feature_image') || field('image'))
  if (picture === '') return null
  const { alt = '', caption = '' } = metas.get(id) ?? {}
  return {
    picture,
    alt: within(alt.trim(), ROOM.alt, 'alternative text of its picture', notes),
    caption: within(textOfHtml(caption), ROOM.caption, 'caption of its picture', notes),
  }
}

/** In UTC: ISO 8601, milliseconds since 1970, or as a database writes it. */
function instantOf(written: string): string | null {
  if (/^\d{11,14}$/.test(written)) return toUtc(Number(written) / 1000)
  return utcDate(written.replace(/Z$/, ''))
}
