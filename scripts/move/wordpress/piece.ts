/** An item of an export as a piece. */
import { ROOM, titleFrom, within } from '../room.ts'
import type { Category, Piece } from '../source.ts'
import { isBlankHtml, textOfHtml } from '../text-of-html.ts'
import { addressesOf, decodedSlug } from './addresses.ts'
import { bodyOf } from './body.ts'
import type { Item, Term } from './collect.ts'
import { changedOf, publishedOf } from './dates.ts'
import { statusOf } from './kinds.ts'
import type { Survey } from './survey.ts'

/** A post or page; or why nothing is left of it to move. */
export function pieceOf(item: Item, survey: Survey, timeZone: string): Piece | { why: string } {
  const { fields, meta } = item
  if (item.isTooLong) return { why: 'one of its fields is longer than 2,000,000 characters' }
  const field = (name: string) => fields[name] ?? ''
  const id = field('wp:post_id')
  const { attachments } = survey
  const footnotes = meta.footnotes ?? ''
  const { html, notes: ofBody } = bodyOf(field('content:encoded'), { id, attachments, footnotes })
  if (isBlankHtml(html)) return { why: ['it has no text', ...ofBody].join('. ') }
  const status = statusOf(field('wp:status') || 'publish', field('wp:post_password') !== '')
  const notes = [...status.notes, ...ofBody]
  if (field('wp:post_type') === 'page') notes.push('It was a page, and becomes an article')
  if (field('wp:is_sticky') === '1') notes.push('It was kept first on the front page')
  const categories = categoriesOf(item.terms, survey)
  return {
    id,
    title: titleOf(field('title'), html, notes),
    body: html,
    format: 'html',
    status: status.status,
    date: publishedOf(fields, timeZone),
    updatedAt: changedOf(fields, timeZone),
    categories,
    keywords: keywordsOf(item.terms),
    summary: summaryOf(item, notes),
    author: survey.authors.get(field('dc:creator')) ?? (field('dc:creator') || null),
    language: languageOf(item.terms),
    source: null,
    slug: decodedSlug(field('wp:post_name'), notes),
    addresses: addressesOf(field('link'), field('guid'), survey.home),
    lead: leadOf(item, survey, notes),
    file: null,
    notes,
  }
}

/** Plain text: titles are HTML in WordPress. */
const titleOf = (title: string, html: string, notes: string[]) =>
  textOfHtml(title) || titleFrom(html, notes)

/** In which posts stand that nobody put anywhere. */
const NOWHERE = /^(?:uncategori[sz]ed|未分类|未分類)$/i

function categoriesOf(terms: Term[], { categorySlugs }: Survey): Category[] {
  const categories = new Map<string, Category>()
  for (const { domain, slug, name } of terms) {
    // Exports of 2009 name each category twice, once without saying what it is.
    if (domain !== 'category' && !(domain === '' && categorySlugs.has(name))) continue
    const shown = textOfHtml(name)
    const known = decodedSlug(slug || (categorySlugs.get(name) ?? ''), [])
    if (shown !== '' && !categories.get(shown)?.slug) {
      categories.set(shown, { name: shown, slug: known })
    }
  }
  const all = [...categories.values()]
  const somewhere = all.filter(({ name, slug }) => !NOWHERE.test(name) && !NOWHERE.test(slug ?? ''))
  return somewhere.length > 0 ? somewhere : all
}

const keywordsOf = (terms: Term[]) => [
  ...new Set(
    terms
      .filter(({ domain }) => domain === 'post_tag' || domain === 'tag')
      .map(({ name }) => textOfHtml(name))
      .filter(Boolean),
  ),
]

/** As Polylang keeps it; WordPress itself has one language for the whole site. */
function languageOf(terms: Term[]): string | null {
  const slug = terms.find(({ domain }) => domain === 'language')?.slug ?? ''
  return /^[a-z]{2,3}(?:-[a-z]{2,4})?$/i.test(slug) ? slug : null
}

/** The excerpt, or what search engines were told. */
function summaryOf({ fields, meta }: Item, notes: string[]): string | null {
  const excerpt = textOfHtml(fields['excerpt:encoded'] ?? '')
  // With signs like %%title%% and #post_title plugins have others fill in what stands elsewhere.
  const told = [meta._yoast_wpseo_metadesc, meta._aioseo_description].find(
    (text) => text && !/%%\w+%%|#\w+_\w+/.test(text),
  )
  return within(excerpt || textOfHtml(told ?? ''), ROOM.summary, 'excerpt', notes)
}

function leadOf({ meta }: Item, { attachments }: Survey, notes: string[]): Piece['lead'] {
  const id = meta._thumbnail_id ?? ''
  if (id === '' || id === '0' || id === '-1') return null
  const attachment = attachments.byId.get(id)
  if (!attachment) {
    notes.push(`Its featured picture is not in the export: attachment ${id}`)
    return null
  }
  return {
    picture: attachment.url,
    alt: within(attachment.alt ?? '', ROOM.alt, 'alternative text of its featured picture', notes),
    caption: within(
      attachment.caption ?? '',
      ROOM.caption,
      'caption of its featured picture',
      notes,
    ),
  }
}
