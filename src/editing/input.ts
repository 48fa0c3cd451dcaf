/** What the API accepts. Every message ends a sentence that begins with the field's name. */
import { z } from 'zod'
import { FORMATS, type Status } from '../articles/article'
import { slugFault } from '../articles/slug'
import type { Fault } from './problems'

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

const instant = (now: number) =>
  z.iso
    .datetime({
      offset: true,
      error: 'must be an RFC 3339 date-time with an offset, like 2024-07-13T13:51:02+08:00',
    })
    .transform((text) => Math.floor(Date.parse(text) / 1000))
    .refine((seconds) => seconds <= now, 'lies in the future; leave it out to publish now')

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

const oneOf = <T extends string>(values: readonly T[]) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}` })

const source = z.strictObject(
  { name: line(100), url: webAddress.nullish().transform((url) => url ?? null) },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must be { "name": …, "url"?: … }' : undefined,
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
 * `now` in UTC seconds is what counts as the future; `statuses` are those it may take.
 */
export const articleInput = (budget: number, now: number, statuses: Status[]) =>
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
    publishedAt: optional(instant(now)),
    status: optional(oneOf(statuses)).transform((status) => status ?? 'published'),
  })

export type ArticleInput = z.infer<ReturnType<typeof articleInput>>

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
