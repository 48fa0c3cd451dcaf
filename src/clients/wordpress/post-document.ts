/** What a program sends of a post, as the document that the API takes: only what differs from what it read. */
import type { NumberedArticle } from '../../articles/numbered/numbers'
import { slugFrom } from '../../articles/writing/slug'
import { slugBudget } from '../../site'
import { readMoment } from '../moments'
import type { Asking } from './asking'
import { isUnchanged, readBody } from './bodies'
import { type Meant, meantBy, sectionsOf } from './named'
import { plainOf } from './plain'
import { planOf } from './plan'
import { dateOf } from './post'
import { decoded } from './post-listing'

type Document = Record<string, unknown>
type Result = { document: Document } | { faults: Record<string, string> }

export async function documentOf(asking: Asking, before: NumberedArticle | null): Promise<Result> {
  const { params, now } = asking
  const faults: Record<string, string> = {}
  if (params.text('password'))
    faults.password = 'cannot be set: there are no passwords on articles here'
  const date = dateIn(asking, before, faults)
  const plan = planOf(before, params.text('status'), date, now)
  if ('faults' in plan) Object.assign(faults, plan.faults)
  const found = await meantBy(asking, before)
  if ('faults' in found) Object.assign(faults, found.faults)
  if ('faults' in plan || 'faults' in found || Object.keys(faults).length > 0) return { faults }
  const filed = filing(found.meant, before)
  if ('faults' in filed) return filed
  return {
    document: {
      ...textFields(asking, before),
      ...slugField(asking, before),
      ...filed.fields,
      ...authorField(found.meant, before),
      ...leadField(found.meant, before),
      ...plan.fields,
    },
  }
}

/**
 * Of two dates the one that is another than before: programs send back what they have read, and change one of them.
 * `date` counts where both do, as in WordPress.
 */
function dateIn(
  { params, site }: Asking,
  before: NumberedArticle | null,
  faults: Record<string, string>,
): number | null {
  const sent = [
    ['date', site.timeZone],
    ['date_gmt', 'UTC'],
  ] as const
  const read = sent.flatMap(([name, zone]) => {
    const text = params.text(name)
    if (text === null || text === '') return []
    const at = readMoment(text, zone)
    if (at === null) faults[name] = 'must be a date like 2026-11-22T09:00:00'
    return at === null ? [] : [at]
  })
  return read.find((at) => before === null || at !== dateOf(before)) ?? read[0] ?? null
}

function textFields({ params }: Asking, before: NumberedArticle | null): Document {
  const fields: Document = {}
  const title = params.text('title')
  if (title !== null && plainOf(title) !== before?.title) fields.title = plainOf(title)
  const content = params.text('content')
  const text = before?.text
  const isKept = content === null || (text && isUnchanged(content, text.content, text.html))
  if (!isKept) Object.assign(fields, readBody(content))
  const excerpt = params.text('excerpt')
  if (excerpt === null) return fields
  const summary = plainOf(excerpt)
  // What stands in for a summary comes back as one.
  const isSame = summary === (text?.content.summary ?? '') || summary === before?.excerpt
  if (!isSame) fields.summary = summary === '' ? null : summary
  return fields
}

function slugField({ params, site }: Asking, before: NumberedArticle | null): Document {
  const slug = decoded(params.text('slug')?.trim() ?? '')
  if (slug === '' || slug === before?.slug) return {}
  const made = slugFrom(slug, slugBudget(site))
  return made === '' || made === before?.slug ? {} : { slug: made }
}

/** The first category is the section, unless the article is in another of them; the rest become keywords. */
function filing(meant: Meant, before: NumberedArticle | null): { fields: Document } | Failed {
  const { categories, tags, first } = meant
  const sent = sectionsOf(meant, categories ?? [])
  const section = sent.find(({ id }) => id === before?.section.id) ?? sent[0]
  if (!before && !section && !first) return { faults: { categories: NO_SECTION } }
  const chosen = section ?? (before ? null : first)
  const others = sent.filter(({ id }) => id !== section?.id).map(({ name }) => name)
  const named = tags ? tags.map(({ name }) => name) : (before?.keywords ?? [])
  const keywords = [...new Set([...named, ...others])]
  const isSame = JSON.stringify(keywords) === JSON.stringify(before?.keywords ?? [])
  return {
    fields: {
      ...(chosen && chosen.id !== before?.section.id && { section: chosen.slug }),
      ...(isSame ? {} : { keywords }),
    },
  }
}

type Failed = { faults: Record<string, string> }

const NO_SECTION =
  'is required: this newsroom has no section that the key reaches. Make one with POST /wp-json/wp/v2/categories'

const authorField = ({ author }: Meant, before: NumberedArticle | null): Document =>
  author === undefined || (author?.name ?? null) === (before?.author ?? null)
    ? {}
    : { author: author?.name ?? null }

/**
 * A lead that was taken down is shown as none: that it comes back as none takes nothing away. Of which nobody
 * has said what it shows, WordPress says nothing either: it only decorates then.
 */
function leadField({ picture }: Meant, before: NumberedArticle | null): Document {
  if (picture === undefined || (picture?.hash ?? null) === (before?.lead?.hash ?? null)) return {}
  if (picture === null) return { lead: null }
  const { hash, alt } = picture
  return { lead: { picture: hash, alt: alt === null ? '' : null, caption: null } }
}
