/** The values fields can have. Every message ends a sentence that begins with the field's name. */
import * as z from 'zod'
import { addressFault, mended } from '../../articles/body/addresses'
import { codeOf, controlFault } from '../../articles/body/characters'
import { isBlank, isDots, tidyLine, tidyName } from '../../articles/names'
import { readLanguage } from '../../site/registered'
import type { Fault } from '../door/problems'

const LINE_END = /[\t\n\r\u2028\u2029]/

export const string = (expected: string) =>
  z
    .string({
      error: (issue) => (issue.input === undefined ? 'is required' : `must be ${expected}`),
    })
    .refine((text) => text.isWellFormed(), 'holds half a surrogate pair; send well-formed Unicode')
    .superRefine((text, context) => {
      const fault = controlFault(text)
      if (fault) context.addIssue(fault)
    })

const isWithin = (text: string, max: number) => [...text].length <= max

/** Text of one line as `tidy` makes it, unless `refusal` says what is wrong with it; length in code points. */
const lineOf = (
  max: number,
  tidy: (text: string) => string,
  refusal: (text: string) => string | null = () => null,
) =>
  string(`a string of 1 to ${max} characters`)
    .refine((text) => !LINE_END.test(text.trim()), 'must be one line, without tabs or line breaks')
    .refine((text) => text.trim() !== '', `is empty; it takes 1 to ${max} characters`)
    .superRefine((text, context) => {
      const fault = text.trim() === '' ? null : refusal(text)
      if (fault) context.addIssue(fault)
    })
    .transform(tidy)
    .refine((text) => isWithin(text, max), `is too long; at most ${max} characters are allowed`)
    .meta({ minLength: 1, maxLength: max })

/** Text of one line, trimmed; length in code points. */
export const line = (max: number) => lineOf(max, (text) => text.trim())

/**
 * Characters that turn round what comes after them, until they are ended (Unicode TR9): out of the
 * field and into the page if they never are. Marks (U+200E, U+200F, U+061C) turn nothing but what stands
 * beside them, and Hebrew and Arabic need them.
 */
const TURNING = /[\u202a-\u202e]/
/** These keep what is between them to themselves. */
const ISOLATE = /[\u2066-\u2069]/g
const END_OF_ISOLATE = '\u2069'

/** What would turn text round beyond the field, as the end of a sentence that starts with its name. */
function turningFault(text: string): string | null {
  const [turning] = TURNING.exec(text) ?? []
  if (turning) return `holds ${codeOf(turning)}, which turns text round; remove it`
  const open: string[] = []
  for (const [isolate] of text.matchAll(ISOLATE)) {
    if (isolate !== END_OF_ISOLATE) open.push(isolate)
    else if (open.pop() === undefined) return 'holds U+2069 with nothing for it to end; remove it'
  }
  const [isolate] = open
  return isolate ? `holds ${codeOf(isolate)}, which no U+2069 ends; end it, or remove it` : null
}

const shownFault = (text: string) =>
  turningFault(text) ??
  (isBlank(text) ? 'shows nothing: it is made of characters that cannot be seen' : null)

/** Text of one line that pages show beside other text: composed (NFC), without what cannot be seen. */
export const shown = (max: number) => lineOf(max, tidyLine, shownFault)

/** What has a page under its name: see `tidyName`. */
export const name = (max: number) =>
  lineOf(max, tidyName, (text) => shownFault(text) ?? dotsFault(text))

const dotsFault = (text: string) =>
  isDots(tidyName(text)) ? 'must not be "." or "..": no address can end in it' : null

/** What was accepted before all that was refused: put right, or left as it is where that is no use. */
const mendedBy = (max: number, tidy: (text: string) => string) =>
  lineOf(max, (text) => {
    const inOrder = turningFault(text) ? text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '') : text
    const tidied = tidy(inOrder)
    return tidied && isWithin(tidied, max) ? tidied : text.trim()
  })

export const mendedLine = (max: number) => mendedBy(max, tidyLine)

export const mendedName = (max: number) =>
  mendedBy(max, (text) => {
    const tidied = tidyName(text)
    return isDots(tidied) ? tidied.replaceAll('.', '．') : tidied
  })

/** RFC 3339 lets `t` and `z` be small, and a minute have a leap second. */
const tidyDateTime = (text: string) =>
  text.toUpperCase().replace(/^(.{17})60/, (_, start: string) => `${start}59`)

/** What a year of four digits can name, in UTC seconds: 0001-01-01 to the end of 9999. */
const FIRST = -62_135_596_800
const LAST = 253_402_300_799

/** An instant, as UTC seconds. */
export const dateTime = z
  .string('must be an RFC 3339 date-time in a string')
  .transform(tidyDateTime)
  .pipe(
    z.iso.datetime({
      offset: true,
      error: 'must be an RFC 3339 date-time with an offset, like 2024-07-13T13:51:02+08:00',
    }),
  )
  .transform((text) => Math.floor(Date.parse(text) / 1000))
  .refine((seconds) => seconds >= FIRST && seconds <= LAST, 'must lie in the years 0001 to 9999')
  .meta({ format: 'date-time' })

/** What a plus in an address is read as when nobody wrote `%2B`: a blank, here before an offset. */
const BLANK_FOR_PLUS = / (\d{2}:\d{2})$/

/** An instant in a query: `+08:00` is what everybody types there, and so it is taken. */
export const dateTimeInQuery = z
  .string()
  .transform((text) => text.replace(BLANK_FOR_PLUS, '+$1'))
  .pipe(dateTime)
  .meta({ format: 'date-time' })

const isWeb = (text: string) => /^https?:$/.test(URL.parse(text)?.protocol ?? '')

/** An address as everybody reads it: `URL.href`, whatever was typed. */
export const webAddress = (max: number) =>
  line(max)
    .refine(isWeb, 'must be an absolute http or https URL')
    .superRefine((text, context) => {
      const fault = isWeb(text) ? addressFault(text) : null
      if (fault) context.addIssue(fault)
    })
    .transform((text) => URL.parse(text)?.href ?? text)
    .refine(
      (href) => href.length <= max,
      `is too long percent-encoded; at most ${max} characters are allowed`,
    )
    .meta({ minLength: 1, maxLength: max, description: 'An absolute http or https URL.' })

/** The same for one that was accepted before all that was refused. */
export const mendedAddress = (max: number) =>
  line(max)
    .refine(isWeb, 'must be an absolute http or https URL')
    .transform((text) => mended(text) ?? text)

/** A language tag of registered subtags, written as it should be. */
export const language = (max: number) =>
  line(max).transform((tag, context) => {
    const read = readLanguage(tag)
    if ('fault' in read) {
      context.addIssue(read.fault)
      return z.NEVER
    }
    // Written as it should be, a tag can be longer: what is kept must be good to be sent again.
    if (read.tag.length > max) context.addIssue(`is too long as it should be: "${read.tag}"`)
    return read.tag
  })

/** The same for what was accepted before, when any well-formed tag was; what is no language is left open. */
export const mendedLanguage = (max: number) =>
  line(max).transform((tag) => {
    const read = readLanguage(tag)
    return 'fault' in read ? read.rest : read.tag.slice(0, max)
  })

export const oneOf = <const T extends string>(values: readonly T[]) =>
  z.enum(values as readonly [T, ...T[]], { error: `must be one of: ${values.join(', ')}` })

export const number = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'must be a whole number')
  .transform(Number)
  .meta({ type: 'integer', minimum: 0 })

/** A field that may have no value: left out, or null. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? null)

/** A valid document, or everything that is wrong with it. */
export function validate<T extends z.ZodType>(
  schema: T,
  input: unknown,
): { value: z.infer<T> } | { faults: Fault[] } {
  const result = schema.safeParse(input)
  if (result.success) return { value: result.data }
  const faults = result.error.issues.flatMap(toFaults)
  if (faults.length <= MAX_FAULTS) return { faults }
  const more = `and ${faults.length - MAX_FAULTS} more faults like these`
  return { faults: [...faults.slice(0, MAX_FAULTS), { field: '', detail: more }] }
}

/** As many as anybody will read. */
const MAX_FAULTS = 100

function toFaults(issue: z.core.$ZodIssue): Fault[] {
  const field = issue.path.join('.')
  if (issue.code !== 'unrecognized_keys') return [fault(field, issue.message)]
  return issue.keys.map((key) =>
    fault(field ? `${field}.${key}` : key, 'is not a known field; check its spelling or remove it'),
  )
}

const fault = (field: string, message: string): Fault => ({
  field,
  detail: field ? `${field} ${message}` : message,
})
