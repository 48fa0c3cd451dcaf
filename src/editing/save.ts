/** From what an editor sent to what is written: everything is checked before anything is stored. */
import type { Content, Status } from '../articles/article'
import { type Body, renderBody } from '../articles/body'
import { type SectionRow, selectSection, toSectionRow } from '../articles/sections'
import { numberedSlug, slugFrom } from '../articles/slug'
import {
  type StoredArticle,
  selectSlugOwner,
  takeNumber,
  toNumber,
  toSlugOwner,
} from '../articles/store'
import { commit } from '../articles/write'
import { type Site, slugBudget } from '../site'
import { type ArticleInput, articleInput, bodyInput, validate } from './input'
import type { Fault } from './problems'

export type Saved =
  | { article: StoredArticle; isChanged: boolean }
  | { faults: Fault[] }
  | { refused: 'stale-revision' | 'slug-taken' }

/** How often a slug that is made, not given, may be snatched away before we give up. */
const ATTEMPTS = 5

/** Where each status can go. What was public once is never a draft again. */
const NEXT: Record<Status | 'none', Status[]> = {
  none: ['published', 'draft'],
  draft: ['draft', 'published', 'withdrawn'],
  published: ['published', 'withdrawn'],
  withdrawn: ['withdrawn', 'published'],
}

/**
 * Saves an article from a document of its writable fields. `before` is what it replaces, null for
 * a new article; `now` is in UTC seconds. A document that changes nothing writes nothing.
 */
export async function save(
  db: D1Database,
  site: Site,
  keyId: number,
  before: StoredArticle | null,
  document: Record<string, unknown>,
  now = Math.floor(Date.now() / 1000),
): Promise<Saved> {
  const { ready, faults } = check(document, site, before, now)
  const budget = slugBudget(site)
  const made = ready?.input.slug === null ? slugFrom(ready.input.title, budget) : null
  const slug = made ?? ready?.input.slug ?? ''

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await look(db, before, String(document.section), slug, ready !== null)
    if (!found.section && !faults.some(({ field }) => field === 'section')) {
      faults.push(unknownSection(document.section))
    }
    if (!ready || !found.section) return { faults }

    const { id, section } = found
    const isTaken = found.slugOwner !== null && found.slugOwner !== id
    if (isTaken && made === null) break
    const free = isTaken || slug === '' ? numberedSlug(slug, id, budget) : slug
    const content = contentOf(ready.input, free, now)
    if (before && JSON.stringify(content) === JSON.stringify(before.content)) {
      return { article: before, isChanged: false }
    }
    const change = { before, id, content, body: ready.body, section, keyId, now }
    const written = await commit(db, site, change)
    if (written === 'stale') return { refused: 'stale-revision' }
    if (written !== 'slug-taken') return { article: written, isChanged: true }
  }
  return { refused: 'slug-taken' }
}

interface Checked {
  /** Null when there are faults. */
  ready: { input: ArticleInput; body: Body } | null
  faults: Fault[]
}

/** All that can be told without the database. A body that is valid by itself is rendered too. */
function check(
  document: Record<string, unknown>,
  site: Site,
  before: StoredArticle | null,
  now: number,
): Checked {
  const next = NEXT[before?.status ?? 'none']
  // A slug once given stays good, even after the site has moved to a longer address.
  const budget = before && document.slug === before.slug ? Infinity : slugBudget(site)
  const result = validate(articleInput(budget, now, next), document)
  const faults = 'faults' in result ? result.faults : []
  const source = validate(bodyInput, document)
  const body = 'value' in source ? renderBody(source.value.body, source.value.format) : null
  if (body && 'fault' in body) faults.push({ field: 'body', detail: `body ${body.fault}` })
  const isReady = 'value' in result && body && 'html' in body
  return { ready: isReady ? { input: result.value, body } : null, faults }
}

interface Found {
  /** The article's number: a new article's is taken from the counter here. */
  id: number
  section: SectionRow | null
  /** The article that has or had the slug. */
  slugOwner: number | null
}

/** All that only the database can tell, in one round trip. */
async function look(
  db: D1Database,
  before: StoredArticle | null,
  section: string,
  slug: string,
  isReady: boolean,
): Promise<Found> {
  const isNew = before === null && isReady
  const [sectionRows, ownerRows, numberRows] = (await db.batch([
    selectSection(db, section),
    selectSlugOwner(db, slug),
    ...(isNew ? [takeNumber(db, section)] : []),
  ])) as [D1Result, D1Result, D1Result | undefined]
  return {
    id: before?.id ?? toNumber(numberRows),
    section: toSectionRow(sectionRows),
    slugOwner: toSlugOwner(ownerRows),
  }
}

/** The keys always come in this order, so that equal contents are equal as JSON. */
const contentOf = (input: ArticleInput, slug: string, now: number): Content => ({
  title: input.title,
  section: input.section,
  slug,
  status: input.status,
  format: input.format,
  body: input.body,
  keywords: input.keywords,
  summary: input.summary,
  author: input.author,
  language: input.language,
  source: input.source,
  publishedAt: input.publishedAt ?? (input.status === 'published' ? now : null),
})

const unknownSection = (section: unknown): Fault => ({
  field: 'section',
  detail: `section "${section}" does not exist; create it with PUT /api/sections/{slug}, or check its spelling`,
})
