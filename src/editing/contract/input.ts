/**
 * What the API accepts: every document and query. The same schemas describe themselves in
 * openapi.ts, where `meta` says what a `refine` tests.
 */

import * as z from 'zod'
import { MAX_ADDRESS_BYTES, normalAddress } from '../../articles/addresses'
import { FORMATS, type Status } from '../../articles/article'
import { READINGS } from '../../articles/export'
import { isOurs } from '../../articles/former'
import { FRONT_LENGTH } from '../../articles/fronts'
import { isBlank, tidyName } from '../../articles/names'
import { HASH, hashNamed } from '../../articles/picture'
import { LONGEST_PREVIEW } from '../../articles/previews'
import { MAX_POSITION } from '../../articles/writing/sections'
import { slugFault } from '../../articles/writing/slug'
import { secondsNow } from '../../time'
import { SCOPES } from '../door/scopes'
import {
  dateTime,
  dateTimeInQuery,
  language,
  line,
  mendedAddress,
  mendedLanguage,
  mendedLine,
  mendedName,
  name,
  number,
  oneOf,
  optional,
  shown,
  string,
  webAddress,
} from './values'

const DAY = 24 * 3600

/** The room for a section's slug, in percent-encoded bytes; its addresses go on after it. */
export const SECTION_SLUG_BUDGET = 120

/**
 * What fields and queries may hold: characters (code points), entries or seconds, unless the name
 * says otherwise. The tables of docs/api.md have the same numbers; a test compares them.
 */
export const LIMITS = {
  title: 200,
  /** More than any slug can have: its budget, in percent-encoded bytes, is what counts. */
  slug: 300,
  /** No character takes less than a byte. */
  sectionSlug: SECTION_SLUG_BUDGET,
  sectionName: 50,
  sectionDescription: 300,
  sectionPosition: MAX_POSITION,
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
  /**
   * The highest number of an article or a revision that an import brings. It leaves more room below
   * the fifteen digits that addresses take than anybody will ever use up.
   */
  number: 900_000_000_000_000,
  retiredSlugs: 1000,
  formerAddresses: 50,
  /** In bytes of its one spelling. */
  formerAddress: MAX_ADDRESS_BYTES,
  front: FRONT_LENGTH,
  /** Of lists. */
  alt: 500,
  caption: 300,
  pictureName: 200,
  page: 100,
  usualPage: 50,
  keyName: 100,
  keySections: 100,
  overlap: 30 * DAY,
  usualOverlap: DAY,
  webhookName: 100,
  webhookUrl: 1000,
  shortestPreview: 60,
  longestPreview: LONGEST_PREVIEW,
  usualPreview: DAY,
  handInNote: 500,
  readingWord: 20,
  /** Of what a rule is about, and of where it leads. */
  rulePattern: 300,
  /** Room for as many of the longest syllables, however they are spelt. */
  readingPinyin: 200,
} as const

/** The slug of a section, in the form in which slugs are kept (NFC). */
const sectionSlug = line(LIMITS.sectionSlug).transform((slug) => slug.normalize('NFC'))

const textIn = (isEmpty: (text: string) => boolean) =>
  string(`a string of at most ${LIMITS.bodyKiB} KiB`)
    .refine((text) => !isEmpty(text), 'is empty; an article needs text')
    .refine(
      (text) => new TextEncoder().encode(text).length <= LIMITS.bodyKiB * 1024,
      `is too long; at most ${LIMITS.bodyKiB} KiB of UTF-8 is allowed`,
    )
    .meta({
      minLength: 1,
      description: `The text; at most ${LIMITS.bodyKiB} KiB, 1.5 MB once rendered, and as much markup as docs/api.md says.`,
    })

const body = textIn(isBlank)
/** Text that nobody could see was accepted once. */
const formerBody = textIn((text) => text.trim() === '')

/** How fields are read that pages show as they are. */
interface Reading {
  line(max: number): z.ZodType<string>
  name(max: number): z.ZodType<string>
  slug(max: number): z.ZodType<string>
  address(max: number): z.ZodType<string>
  language(max: number): z.ZodType<string>
  body: z.ZodType<string>
}

const STRICT: Reading = { line: shown, name, slug: shown, address: webAddress, language, body }
/** For what was accepted when more was. An address that an article has must stay. */
const MENDING: Reading = {
  line: mendedLine,
  name: mendedName,
  slug: line,
  address: mendedAddress,
  language: mendedLanguage,
  body: formerBody,
}

/** What a picture shows; empty when it only decorates. */
export const alt = z.union([z.literal(''), shown(LIMITS.alt)], {
  // What is wrong with the text, and not that it is neither.
  error: (issue) =>
    issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0]?.message : undefined,
})

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

/** What pages show of an article beside its text. */
const shownFields = (reading: Reading) => ({
  title: reading.line(LIMITS.title).describe('Plain text.'),
  keywords: optional(
    z
      .array(reading.name(LIMITS.keyword), { error: 'must be a list of strings' })
      .max(LIMITS.keywords, `has too many entries; at most ${LIMITS.keywords} are allowed`)
      .transform((keywords) => [...new Set(keywords)]),
  ).transform((keywords) => keywords ?? []),
  summary: optional(reading.line(LIMITS.summary)).describe(
    'If left out, the start of the body stands in.',
  ),
  author: optional(reading.name(LIMITS.author)),
  source: optional(source(reading)),
})

/** The same of an article that was accepted once, put right. */
export const formerFields = z.object(shownFields(MENDING))

const origin = z.strictObject(
  { system: line(LIMITS.originSystem), id: line(LIMITS.originId) },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must be { "system": …, "id": … }' : undefined,
  },
)

const pictureHash = line(64 + 'picture:'.length)
  .transform(hashNamed)
  .refine(
    (hash) => HASH.test(hash),
    'must be the `hash` that POST /api/pictures answered, 64 hexadecimal digits',
  )

const lead = z.strictObject(
  {
    picture: pictureHash,
    alt: optional(alt).describe('What it shows here; as the picture has it unless given.'),
    caption: optional(shown(LIMITS.caption)).describe('Plain text below it.'),
  },
  {
    error: (issue) =>
      issue.code === 'invalid_type'
        ? 'must be { "picture": …, "alt"?: …, "caption"?: … }'
        : undefined,
  },
)

const format = optional(oneOf(FORMATS))
  .transform((value) => value ?? 'markdown')
  .meta({ description: '`markdown` unless given. docs/api.md says what each can do.' })

/** Percent-encoded, three characters spell a byte. */
const formerAddress = line(3 * LIMITS.formerAddress).transform((text, context) => {
  const address = normalAddress(text)
  if (address !== null && !isOurs(address)) return address
  context.addIssue({
    code: 'custom',
    message:
      address === null
        ? `must be a path of the old site, like /2019/05/title/ or /?p=123: no scheme, no host, at most ${LIMITS.formerAddress} bytes`
        : `names ${address}, where the newsroom itself answers: nobody gets from there to an article`,
  })
  return z.NEVER
})

/** Each once, however it is spelt. */
const formerAddresses = z
  .array(formerAddress, { error: 'must be a list of strings' })
  .max(
    LIMITS.formerAddresses,
    `has too many entries; at most ${LIMITS.formerAddresses} are allowed`,
  )
  .transform((addresses) => [...new Set(addresses)])

/** The text alone, whatever else is in the document. */
export const bodyInput = z.object({ body, format })

const articleSchema = (budget: number | null, statuses: Status[], reading: Reading) =>
  z.strictObject({
    ...shownFields(reading),
    section: sectionSlug.describe('The slug of an existing section.'),
    body: reading.body,
    format,
    slug: optional(
      reading.slug(LIMITS.slug).superRefine((slug, context) => {
        const fault = budget === null ? null : slugFault(slug, budget)
        if (fault) context.addIssue(fault)
      }),
    ).describe(
      'Lower-case words or Han characters joined by hyphens; made from the title unless given.',
    ),
    language: optional(reading.language(LIMITS.language)).describe(
      'BCP 47; the site’s unless given.',
    ),
    publishedAt: optional(dateTime).describe('Not in the future; now unless given.'),
    publishAt: optional(dateTime).describe('In the future: publishes the article then.'),
    status: optional(oneOf(statuses)).describe(
      '`published` unless given, or `scheduled` with `publishAt`.',
    ),
    origin: optional(origin).describe(
      'Where the article comes from: unique, and never changed once given.',
    ),
    lead: optional(lead).describe('The picture at its head, and beside it in lists.'),
    card: optional(pictureHash).describe(
      'The picture that social networks show of it; that of `lead` unless given.',
    ),
    formerAddresses: optional(formerAddresses)
      .transform((addresses) => addresses ?? [])
      .describe(
        'Where it stood before it came here, like `/2019/05/标题/` or `/?p=123`: these lead to it, or say that it is gone.',
      ),
  })

const articleSchemas = new Map<string, ReturnType<typeof articleSchema>>()

/**
 * An article as an editor sends it. `budget` is the room for a slug, in bytes percent-encoded; null
 * for one that is good because the article has it. `statuses` are those it may take. Instants
 * become UTC seconds. With `isMending`, what was accepted before it was refused is put right. Made
 * once for each: that takes longer than ten articles do.
 */
export function articleInput(budget: number | null, statuses: Status[], isMending = false) {
  const kind = [budget, isMending, ...statuses].join()
  const reading = isMending ? MENDING : STRICT
  const schema = articleSchemas.get(kind) ?? articleSchema(budget, statuses, reading)
  articleSchemas.set(kind, schema)
  return schema
}

export type ArticleInput = z.infer<ReturnType<typeof articleInput>>

const expiry = (now: number) =>
  dateTime.refine((seconds) => seconds > now, 'must lie in the future')

/** The sections that something is limited to; all unless given. */
export const keySections = optional(
  z
    .array(sectionSlug, { error: 'must be a list of section slugs' })
    .min(1, 'is empty; leave it out for all sections')
    .max(LIMITS.keySections, `has too many; at most ${LIMITS.keySections} are allowed`)
    .transform((sections) => [...new Set(sections)]),
)

/** A key to make, which must expire after `now` (UTC seconds) if at all. */
export const keyInput = (now: number) =>
  z.strictObject({
    name: shown(LIMITS.keyName),
    scopes: z
      .array(oneOf(SCOPES), { error: 'must be a list of scopes' })
      .min(1, 'is empty; a key without scopes can do nothing')
      .transform((scopes) => [...new Set(scopes)]),
    sections: keySections.describe('The sections the key is limited to; all unless given.'),
    expiresAt: optional(expiry(now)),
  })

const chosen = (until: typeof dateTime) => ({
  until: optional(until).describe('When it leaves the front; it stays unless given.'),
})

/** The articles at a front in their order, each once, by what `by` says names them. */
const frontArticles = <T extends z.ZodObject>(article: T, by: keyof T['shape'] & string) =>
  z
    .array(article, { error: `must be a list of { "${by}": …, "until"?: … }` })
    .max(LIMITS.front, `has too many entries; at most ${LIMITS.front} are allowed`)
    .superRefine((articles, context) => {
      const names = articles.map((one) => (one as Record<string, unknown>)[by])
      for (const [at, name] of names.entries()) {
        if (names.indexOf(name) < at)
          context.addIssue({
            code: 'custom',
            path: [at, by],
            message: 'names an article that is there already',
          })
      }
    })

const articleNumber = z
  .number('must be the number of an article')
  .int('must be the number of an article')
  .min(1, 'must be the number of an article')

/** The front of a list, whose articles must end after `now` (UTC seconds) if at all. */
export const frontInput = (now: number) =>
  z.strictObject({
    articles: frontArticles(
      z.strictObject(
        { id: articleNumber, ...chosen(expiry(now)) },
        {
          error: (issue) =>
            issue.code === 'invalid_type' ? 'must be { "id": …, "until"?: … }' : undefined,
        },
      ),
      'id',
    ).describe('In their order. An empty list: no front.'),
  })

/** A front as a line. It names articles by their slugs, since an import may give them other numbers. */
export const frontLineInput = z.strictObject({
  list: line(LIMITS.sectionSlug)
    .transform((list) => list.normalize('NFC'))
    .describe('`home`, or the slug of a section.'),
  articles: frontArticles(
    z.strictObject(
      { article: line(LIMITS.slug), ...chosen(dateTime) },
      {
        error: (issue) =>
          issue.code === 'invalid_type' ? 'must be { "article": …, "until"?: … }' : undefined,
      },
    ),
    'article',
  ),
})

/** How many seconds the old key goes on working: a day unless given. */
export const rotationInput = z.strictObject({
  overlap: optional(
    z
      .number('must be a number of seconds')
      .int('must be a whole number')
      .min(0, 'must not be negative')
      .max(LIMITS.overlap, `must be at most ${LIMITS.overlap} seconds`),
  )
    .transform((seconds) => seconds ?? LIMITS.usualOverlap)
    .describe('Seconds for which the old key goes on working; a day unless given.'),
})

/** Where a list continues, as `id.moment`. Opaque to clients. */
const cursor = z
  .string()
  .regex(/^[0-9]{1,15}\.[0-9]{1,12}$/, 'must be a cursor: the `next` of an earlier answer')
  .transform((text) => {
    const [id, updatedAt] = text.split('.').map(Number) as [number, number]
    return { id, updatedAt }
  })

export const limit = optional(
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
  section: optional(sectionSlug),
  keyword: optional(line(LIMITS.keyword).transform(tidyName)),
  publishedFrom: optional(dateTimeInQuery),
  publishedBefore: optional(dateTimeInQuery),
  updatedSince: optional(dateTimeInQuery).describe(
    'Lists what has changed since, the oldest change first.',
  ),
  cursor: optional(cursor).describe('`next` of the previous answer.'),
  limit,
})

/** Where an export continues: the name of a part, and numbers, or the word of a reading. */
const place = z
  .string()
  .regex(
    /^(?:[a-z]{1,10}(\.[0-9]{1,15}){1,3}|pictures\.[0-9a-f]{64}|readings\.\S{0,40})$/u,
    'must be a cursor: the `next` of an earlier answer',
  )
  .transform((text) => {
    const [part = '', ...keys] = text.split('.')
    if (part === READINGS) return { part, keys: [keys.join('.')] }
    return { part, keys: keys.map((key) => (HASH.test(key) ? key : Number(key))) }
  })

const isTrue = optional(oneOf(['true', 'false'])).transform((value) => value === 'true')

/** The query of `GET /api/export`. */
export const exportInput = z.strictObject({
  since: optional(dateTimeInQuery).describe('Only what changed at this moment or later.'),
  revisions: isTrue.describe('Past revisions too.'),
  cursor: optional(place).describe('`next` of the previous end line.'),
})

/** How many seconds a preview link is good for: a day unless given. */
export const previewInput = z.strictObject({
  expiresIn: optional(
    z
      .number('must be a number of seconds')
      .int('must be a whole number')
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

/** Where a list continues, and how much of it is wanted. */
export const pagingInput = z.strictObject({
  cursor: optional(number).describe('`next` of the previous answer.'),
  limit,
})

/** Where to continue with what is made anew: the search index, or articles. */
export const anewInput = z.strictObject({
  cursor: optional(number).describe('`next` of the previous answer; left out, it begins.'),
})

/** The number of a text database; 0 for the catalogue. */
const store = z
  .string()
  .regex(/^(0|[1-9]\d{0,2})$/, 'must be the number of a text database, like 1 for TEXT_1')
  .transform(Number)

/** Which texts are to be moved, and where to continue. */
export const spreadInput = z.strictObject({
  cursor: optional(
    z.string().regex(/^\d{1,15}\.\d{1,15}$/, 'must be a cursor: the `next` of an earlier answer'),
  ).describe('`next` of the previous answer; left out, it begins.'),
  from: optional(store).describe(
    'Out of which text database: 1 for `TEXT_1`. Left out, or 0: out of the catalogue.',
  ),
  to: optional(store).describe('Into which: 2 for `TEXT_2`. Left out, into the newest.'),
})

const sectionFields = (line: (max: number) => z.ZodType<string>) => ({
  name: line(LIMITS.sectionName),
  position: optional(
    z
      .number('must be a number')
      .int('must be whole')
      .min(0, 'must not be negative')
      .max(LIMITS.sectionPosition, `must be at most ${LIMITS.sectionPosition}`),
  ).describe('Its place in the order of sections. Left out, it stays; a new one comes last.'),
  description: optional(line(LIMITS.sectionDescription)).describe(
    'Plain text, shown on its page and in its feeds. Left out, there is none.',
  ),
})

/** A section; its slug is in the address. */
export const sectionInput = z.strictObject(sectionFields(shown))

const past = (schema: typeof dateTime) =>
  optional(schema.refine((at) => at <= secondsNow(), 'lies in the future'))

const count = z
  .number('must be a number')
  .int('must be a whole number, at most 9007199254740991')
  .min(1, 'must be at least 1')

/** What an imported article brings along from its past. */
export const pastInput = z.strictObject({
  id: optional(count).describe(
    'Kept where it is free; far above all others it takes `keys:manage`, and is ignored without it.',
  ),
  revision: optional(count).describe('The number its current revision gets.'),
  editor: optional(line(LIMITS.keyName)).describe(
    'Who wrote it: a key under /api/keys, or nobody yet. Takes `keys:manage`, and is ignored without it.',
  ),
  retiredSlugs: optional(
    z
      .array(line(LIMITS.slug), { error: 'must be a list of strings' })
      .max(LIMITS.retiredSlugs, 'has too many entries'),
  )
    .transform((slugs) => slugs ?? [])
    .describe('Slugs that are to redirect to it; takes `articles:publish`.'),
  wasPublic: optional(z.boolean('must be true or false')).describe(
    'Whether readers could ever see it; `true` takes `articles:publish`.',
  ),
  createdAt: past(dateTime),
  updatedAt: past(dateTime),
})

/** A section that was accepted once, put right. */
export const formerSection = z.object(sectionFields(mendedLine))

/** A section as a line. */
export const sectionLineInput = z.strictObject({
  slug: sectionSlug,
  ...sectionFields(mendedLine),
})

/** What is known of a picture as a line; its files are sent before it. */
export const pictureLineInput = z.strictObject({
  hash: line(64).refine((hash) => HASH.test(hash), 'must be 64 hexadecimal digits'),
  alt: optional(alt),
  name: optional(mendedLine(LIMITS.pictureName)),
  createdAt: past(dateTime),
  files: z.array(z.string()).max(9).optional().describe('Passed over.'),
})

/** A past revision as a line. Only the shape of its content is checked: it was accepted once. */
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
  atomic: isTrue.describe('Store all lines or none: at most 100, and articles only.'),
})
