/**
 * What the API accepts: every document and query. The same schemas describe themselves in
 * openapi.ts; what a `refine` tests, `meta` says there.
 */

import * as z from 'zod'
import { FORMATS, type Status } from '../../articles/article'
import { slugFault } from '../../articles/writing/slug'
import { secondsNow } from '../../time'
import { SCOPES } from '../door/rights'
import {
  dateTime,
  language,
  line,
  mendedAddress,
  mendedLine,
  number,
  oneOf,
  optional,
  shown,
  string,
  webAddress,
} from './values'

const DAY = 24 * 3600

/** Leaves room for what stands behind a section in its addresses. In bytes percent-encoded. */
export const SECTION_SLUG_BUDGET = 120

/**
 * What fields and queries may hold: characters (code points), entries or seconds, unless the name
 * says otherwise. The tables of docs/api.md have the same numbers; a test compares them.
 */
export const LIMITS = {
  title: 200,
  /** Enough for the longest slug: what counts is its budget of bytes, percent-encoded. */
  slug: 300,
  /** No character takes less than a byte. */
  sectionSlug: SECTION_SLUG_BUDGET,
  sectionName: 50,
  /** A request has room for it in any escaping: see `MAX_REQUEST_BYTES`. */
  bodyKiB: 256,
  keywords: 20,
  keyword: 50,
  summary: 500,
  author: 100,
  /** The longest tag that any software has to have room for (RFC 5646, 4.4.1). */
  language: 35,
  sourceName: 100,
  sourceUrl: 2000,
  originSystem: 50,
  originId: 200,
  /** A number of an article or a revision: the nine digits that a revision's address takes. */
  number: 999_999_999,
  retiredSlugs: 1000,
  /** Of lists. */
  page: 100,
  usualPage: 50,
  keyName: 100,
  overlap: 30 * DAY,
  usualOverlap: DAY,
  shortestPreview: 60,
  longestPreview: 30 * DAY,
  usualPreview: DAY,
} as const

const body = string(`a string of at most ${LIMITS.bodyKiB} KiB`)
  .refine((text) => text.trim() !== '', 'is empty; an article needs a text')
  .refine(
    (text) => new TextEncoder().encode(text).length <= LIMITS.bodyKiB * 1024,
    `is too long; at most ${LIMITS.bodyKiB} KiB of UTF-8 are allowed`,
  )
  .meta({
    minLength: 1,
    description: `The text; at most ${LIMITS.bodyKiB} KiB, 1.5 MB once rendered, and as much markup as docs/api.md says.`,
  })

/** How fields are read that pages show as they are. */
interface Reading {
  line(max: number): z.ZodType<string>
  address(max: number): z.ZodType<string>
}

const STRICT: Reading = { line: shown, address: webAddress }
/** For what was accepted when more was. */
const MENDING: Reading = { line: mendedLine, address: mendedAddress }

const source = (reading: Reading) =>
  z.strictObject(
    {
      name: reading.line(LIMITS.sourceName),
      url: reading
        .address(LIMITS.sourceUrl)
        .nullish()
        .transform((url) => url ?? null),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type' ? 'must be { "name": …, "url"?: … }' : undefined,
    },
  )

const origin = z.strictObject(
  { system: line(LIMITS.originSystem), id: line(LIMITS.originId) },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must be { "system": …, "id": … }' : undefined,
  },
)

const format = optional(oneOf(FORMATS))
  .transform((value) => value ?? 'markdown')
  .meta({ description: '`markdown` unless given. What each can do is in docs/api.md.' })

/** The text alone, whatever else is in the document. */
export const bodyInput = z.object({ body, format })

const articleSchema = (budget: number | null, statuses: Status[], reading: Reading) =>
  z.strictObject({
    title: reading.line(LIMITS.title).describe('Plain text.'),
    section: line(LIMITS.sectionSlug).describe('The slug of a section that exists.'),
    body,
    format,
    slug: optional(
      line(LIMITS.slug).superRefine((slug, context) => {
        const fault = budget === null ? null : slugFault(slug, budget)
        if (fault) context.addIssue(fault)
      }),
    ).describe(
      'Lower-case words or Han characters joined by hyphens. Left out, it is made from the title.',
    ),
    keywords: optional(
      z
        .array(reading.line(LIMITS.keyword), { error: 'must be a list of strings' })
        .max(LIMITS.keywords, `has too many; at most ${LIMITS.keywords} are allowed`)
        .transform((keywords) => [...new Set(keywords)]),
    ).transform((keywords) => keywords ?? []),
    summary: optional(reading.line(LIMITS.summary)).describe(
      'Left out, the start of the body stands in.',
    ),
    author: optional(reading.line(LIMITS.author)),
    language: optional(language(LIMITS.language)).describe('BCP 47; left out, the site’s.'),
    source: optional(source(reading)),
    publishedAt: optional(dateTime).describe('Not in the future; now unless given.'),
    publishAt: optional(dateTime).describe('In the future: publishes the article then.'),
    status: optional(oneOf(statuses)).describe(
      '`published` unless given, `scheduled` with `publishAt`.',
    ),
    origin: optional(origin).describe('Where the article comes from: unique, and given once.'),
  })

const articleSchemas = new Map<string, ReturnType<typeof articleSchema>>()

/**
 * An article as an editor sends it. `budget` is the room for a slug, in bytes percent-encoded; null
 * for one that is good because the article has it. `statuses` are those it may take. Instants
 * become UTC seconds. With `isMending`, what was accepted before it was refused is put right. Made
 * once for each: that takes longer than ten articles do.
 */
export function articleInput(budget: number | null, statuses: Status[], isMending = false) {
  const name = [budget, isMending, ...statuses].join()
  const reading = isMending ? MENDING : STRICT
  const schema = articleSchemas.get(name) ?? articleSchema(budget, statuses, reading)
  articleSchemas.set(name, schema)
  return schema
}

export type ArticleInput = z.infer<ReturnType<typeof articleInput>>

const expiry = (now: number) =>
  dateTime.refine((seconds) => seconds > now, 'must lie in the future')

/** A key to make; `now` in UTC seconds is what its expiry must lie after. */
export const keyInput = (now: number) =>
  z.strictObject({
    name: shown(LIMITS.keyName),
    scopes: z
      .array(oneOf(SCOPES), { error: 'must be a list of scopes' })
      .min(1, 'is empty; a key without scopes can do nothing')
      .transform((scopes) => [...new Set(scopes)]),
    sections: optional(
      z
        .array(line(LIMITS.sectionSlug), { error: 'must be a list of section slugs' })
        .min(1, 'is empty; leave it out for all sections'),
    ).describe('The sections the key is limited to; all unless given.'),
    expiresAt: optional(expiry(now)),
  })

/** For how many seconds the old key goes on working: a day, unless said otherwise. */
export const rotationInput = z.strictObject({
  overlap: optional(
    z
      .number('must be a number of seconds')
      .int('must be whole')
      .min(0, 'must not be negative')
      .max(LIMITS.overlap, `must be at most ${LIMITS.overlap} seconds`),
  )
    .transform((seconds) => seconds ?? LIMITS.usualOverlap)
    .describe('Seconds for which the old key goes on working; a day unless given.'),
})

/** A cursor is opaque to whoever carries it: `id` or `id.moment`. */
const cursor = z
  .string()
  .regex(/^[0-9]{1,15}\.[0-9]{1,12}$/, 'must be a cursor from `next` of an earlier answer')
  .transform((text) => {
    const [id, updatedAt] = text.split('.').map(Number) as [number, number]
    return { id, updatedAt }
  })

const limit = optional(
  number
    .refine(
      (value) => value >= 1 && value <= LIMITS.page,
      `must be a number from 1 to ${LIMITS.page}`,
    )
    .meta({ minimum: 1, maximum: LIMITS.page }),
)
  .transform((value) => value ?? LIMITS.usualPage)
  .meta({ description: `How many at most; ${LIMITS.usualPage} unless given.` })

/** The query of `GET /api/articles`. */
export const listInput = z.strictObject({
  status: optional(oneOf(['draft', 'scheduled', 'published', 'withdrawn'])),
  section: optional(line(LIMITS.sectionSlug)),
  keyword: optional(line(LIMITS.keyword)),
  publishedFrom: optional(dateTime),
  publishedBefore: optional(dateTime),
  updatedSince: optional(dateTime).describe('Lists what has changed since, oldest change first.'),
  cursor: optional(cursor).describe('`next` of the answer before.'),
  limit,
})

/** Where an export goes on: the name of a part, and numbers. */
const place = z
  .string()
  .regex(/^[a-z]{1,10}(\.[0-9]{1,15}){1,3}$/, 'must be a cursor from `next` of an earlier answer')
  .transform((text) => {
    const [part = '', ...keys] = text.split('.')
    return { part, keys: keys.map(Number) }
  })

const isTrue = optional(oneOf(['true', 'false'])).transform((value) => value === 'true')

/** The query of `GET /api/export`. */
export const exportInput = z.strictObject({
  since: optional(dateTime).describe('Only what has changed then or later.'),
  revisions: isTrue.describe('Past revisions too.'),
  cursor: optional(place).describe('`next` of the end line before.'),
})

/** For how many seconds a preview link is good: a day, unless said otherwise. */
export const previewInput = z.strictObject({
  expiresIn: optional(
    z
      .number('must be a number of seconds')
      .int('must be whole')
      .min(LIMITS.shortestPreview, `must be at least ${LIMITS.shortestPreview} seconds`)
      .max(LIMITS.longestPreview, `must be at most ${LIMITS.longestPreview} seconds`),
  )
    .transform((seconds) => seconds ?? LIMITS.usualPreview)
    .describe('Seconds for which the link is good; a day unless given.'),
})

/** Another revision to compare with. */
export const comparisonInput = z.strictObject({
  compare: optional(number).describe('The number of the revision to compare with.'),
})

/** Where a list goes on, and how much of it is wanted. */
export const pagingInput = z.strictObject({
  cursor: optional(number).describe('`next` of the answer before.'),
  limit,
})

/** Where to go on with the search index. */
export const reindexInput = z.strictObject({ cursor: optional(number) })

/** A section; its slug is in the address. */
export const sectionInput = z.strictObject({ name: shown(LIMITS.sectionName) })

const past = (schema: typeof dateTime) =>
  optional(schema.refine((at) => at <= secondsNow(), 'lies in the future'))

const count = z
  .number('must be a number')
  .int('must be whole')
  .min(1, 'must be at least 1')
  .max(LIMITS.number, 'is too large')

/** What an article that is imported brings along of its past. */
export const pastInput = z.strictObject({
  id: optional(count).describe('Kept, unless another article has it.'),
  revision: optional(count).describe('The number its current revision gets.'),
  editor: optional(line(LIMITS.keyName)).describe(
    'Who wrote it; takes `keys:manage`, and is passed over without.',
  ),
  retiredSlugs: optional(
    z
      .array(line(LIMITS.slug), { error: 'must be a list of strings' })
      .max(LIMITS.retiredSlugs, 'has too many'),
  )
    .transform((slugs) => slugs ?? [])
    .describe('Slugs that shall redirect to it.'),
  wasPublic: optional(z.boolean('must be true or false')).describe(
    'Whether readers could ever see it.',
  ),
  createdAt: past(dateTime),
  updatedAt: past(dateTime),
})

/** A section as a line. */
export const sectionLineInput = z.strictObject({
  slug: line(LIMITS.sectionSlug),
  name: mendedLine(LIMITS.sectionName),
})

/** A past revision as a line; its content is checked for its shape only, as it was accepted once. */
export const revisionInput = z.strictObject({
  article: line(LIMITS.slug).describe('The article’s slug.'),
  number: count,
  editor: optional(line(LIMITS.keyName)),
  createdAt: dateTime,
  erasedAt: optional(dateTime),
  content: z.unknown(),
})

/** The query of `POST /api/import`. */
export const importInput = z.strictObject({
  atomic: isTrue.describe('All lines or none: at most 100, of articles only.'),
})
