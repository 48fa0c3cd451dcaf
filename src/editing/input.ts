/** What the API accepts. Every message ends a sentence that begins with the field's name. */
import { z } from 'zod'
import { FORMATS, type Status } from '../articles/article'
import { slugFault } from '../articles/slug'
import type { Fault } from './problems'
import { SCOPES } from './rights'

const MAX_BODY_BYTES = 256 * 1024

/** Control characters other than tab and line ends; XML 1.0, so feeds, cannot carry most. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/
const LINE_END = /[\t\n\r\u2028\u2029]/

const string = (expected: string) =>
  z
    .string({
      error: (issue) => (issue.input === undefined ? 'is required' : `must be ${expected}`),
    })
    .refine((text) => text.isWellFormed(), 'holds half a surrogate pair; send well-formed Unicode')
    .refine((text) => !CONTROL.test(text), 'holds a control character; remove it')

/** Text of one line, trimmed; length in code points. */
const line = (max: number) =>
  string(`a string of 1 to ${max} characters`)
    .refine((text) => !LINE_END.test(text.trim()), 'must be one line, without tabs or line breaks')
    .transform((text) => text.trim())
    .refine((text) => text !== '', `is empty; it takes 1 to ${max} characters`)
    .refine((text) => [...text].length <= max, `is too long; at most ${max} characters are allowed`)

const body = string('a string of at most 256 KiB')
  .refine((text) => text.trim() !== '', 'is empty; an article needs a text')
  .refine(
    (text) => new TextEncoder().encode(text).length <= MAX_BODY_BYTES,
    'is too long; at most 256 KiB of UTF-8 are allowed',
  )

const dateTime = z.iso
  .datetime({
    offset: true,
    error: 'must be an RFC 3339 date-time with an offset, like 2024-07-13T13:51:02+08:00',
  })
  .transform((text) => Math.floor(Date.parse(text) / 1000))

const webAddress = line(2000).refine(
  (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
  'must be an absolute http or https URL',
)

const language = line(35).transform((tag, context) => {
  try {
    return new Intl.Locale(tag).toString()
  } catch {
    context.addIssue('must be a BCP 47 language tag, like zh-CN or en')
    return z.NEVER
  }
})

const oneOf = <const T extends string>(values: readonly T[]) =>
  z.enum(values as readonly [T, ...T[]], { error: `must be one of: ${values.join(', ')}` })

const source = z.strictObject(
  { name: line(100), url: webAddress.nullish().transform((url) => url ?? null) },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must be { "name": …, "url"?: … }' : undefined,
  },
)

const origin = z.strictObject(
  { system: line(50), id: line(200) },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must be { "system": …, "id": … }' : undefined,
  },
)

/** Without a value: left out, or null. */
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? null)

const format = optional(oneOf(FORMATS)).transform((value) => value ?? 'markdown')

/** The text alone, whatever else is in the document. */
export const bodyInput = z.object({ body, format })

/**
 * An article as an editor sends it. `budget` is the room for a slug, in bytes percent-encoded;
 * `statuses` are those it may take. Instants become UTC seconds.
 */
export const articleInput = (budget: number, statuses: Status[]) =>
  z.strictObject({
    title: line(200),
    section: line(100),
    body,
    format,
    slug: optional(
      line(300).superRefine((slug, context) => {
        const fault = slugFault(slug, budget)
        if (fault) context.addIssue(fault)
      }),
    ),
    keywords: optional(
      z
        .array(line(50), { error: 'must be a list of strings' })
        .max(20, 'has too many; at most 20 are allowed')
        .transform((keywords) => [...new Set(keywords)]),
    ).transform((keywords) => keywords ?? []),
    summary: optional(line(500)),
    author: optional(line(100)),
    language: optional(language),
    source: optional(source),
    publishedAt: optional(dateTime),
    publishAt: optional(dateTime),
    status: optional(oneOf(statuses)),
    origin: optional(origin),
  })

export type ArticleInput = z.infer<ReturnType<typeof articleInput>>

const expiry = (now: number) =>
  dateTime.refine((seconds) => seconds > now, 'must lie in the future')

export const keyInput = (now: number) =>
  z.strictObject({
    name: line(100),
    scopes: z
      .array(oneOf(SCOPES), { error: 'must be a list of scopes' })
      .min(1, 'is empty; a key without scopes can do nothing')
      .transform((scopes) => [...new Set(scopes)]),
    sections: optional(
      z
        .array(line(100), { error: 'must be a list of section slugs' })
        .min(1, 'is empty; leave it out for all sections'),
    ),
    expiresAt: optional(expiry(now)),
  })

const MAX_OVERLAP = 30 * 24 * 3600

/** For how many seconds the old key goes on working: a day, unless said otherwise. */
export const rotationInput = z.strictObject({
  overlap: optional(
    z
      .number('must be a number of seconds')
      .int()
      .min(0)
      .max(MAX_OVERLAP, `must be at most ${MAX_OVERLAP} seconds`),
  ).transform((seconds) => seconds ?? 24 * 3600),
})

const number = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'must be a whole number')
  .transform(Number)

/** A cursor is opaque to whoever carries it: `id` or `id.moment`. */
const cursor = z
  .string()
  .regex(/^[0-9]{1,15}\.[0-9]{1,12}$/, 'must be a cursor from `next` of an earlier answer')
  .transform((text) => {
    const [id, updatedAt] = text.split('.').map(Number) as [number, number]
    return { id, updatedAt }
  })

const limit = optional(
  number.refine((value) => value >= 1 && value <= 100, 'must be a number from 1 to 100'),
).transform((value) => value ?? 50)

/** The query of `GET /api/articles`. */
export const listInput = z.strictObject({
  status: optional(oneOf(['draft', 'scheduled', 'published', 'withdrawn'])),
  section: optional(line(100)),
  keyword: optional(line(50)),
  publishedFrom: optional(dateTime),
  publishedBefore: optional(dateTime),
  updatedSince: optional(dateTime),
  cursor: optional(cursor),
  limit,
})

const MAX_PREVIEW = 30 * 24 * 3600

/** For how many seconds a preview link is good: a day, unless said otherwise. */
export const previewInput = z.strictObject({
  expiresIn: optional(
    z
      .number('must be a number of seconds')
      .int('must be whole')
      .min(60, 'must be at least 60 seconds')
      .max(MAX_PREVIEW, `must be at most ${MAX_PREVIEW} seconds`),
  ).transform((seconds) => seconds ?? 24 * 3600),
})

/** Another revision to compare with. */
export const comparisonInput = z.strictObject({ compare: optional(number) })

/** Where a list goes on, and how much of it is wanted. */
export const pagingInput = z.strictObject({
  cursor: optional(number),
  limit,
})

export const sectionInput = z.strictObject({ name: line(50) })

/** A valid document, or everything that is wrong with it. */
export function validate<T extends z.ZodType>(
  schema: T,
  input: unknown,
): { value: z.infer<T> } | { faults: Fault[] } {
  const result = schema.safeParse(input)
  return result.success ? { value: result.data } : { faults: result.error.issues.flatMap(toFaults) }
}

function toFaults(issue: z.core.$ZodIssue): Fault[] {
  const field = issue.path.join('.')
  if (issue.code !== 'unrecognized_keys') return [fault(field, issue.message)]
  return issue.keys.map((key) =>
    fault(
      field ? `${field}.${key}` : key,
      'is not a field known here; check its spelling or remove it',
    ),
  )
}

const fault = (field: string, message: string): Fault => ({
  field,
  detail: field ? `${field} ${message}` : message,
})
