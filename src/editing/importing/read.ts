/** What the lines of an import ask for. */
import type { z } from 'zod'
import type { AddressRule } from '../../articles/address-rules'
import type { Content } from '../../articles/article'
import type { Reading } from '../../articles/readings'
import type { SectionPut } from '../../articles/writing/sections'
import { slugFault } from '../../articles/writing/slug'
import type { Site } from '../../site'
import { readRules } from '../contract/address-rule-input'
import { contentAnswer, READ_ONLY } from '../contract/answers'
import {
  frontLineInput,
  pastInput,
  pictureLineInput,
  revisionInput,
  SECTION_SLUG_BUDGET,
  sectionLineInput,
} from '../contract/input'
import { readingLineInput } from '../contract/reading-input'
import { validate } from '../contract/values'
import { describeProblem, type Fault, type Refusal } from '../door/problems'
import { type Line, TOO_LONG } from './ndjson'
import type { Result } from './ranges'

export type Past = z.infer<typeof pastInput>

export type Item =
  | { kind: 'article'; document: Record<string, unknown>; past: Past }
  | { kind: 'section'; section: SectionPut }
  | { kind: 'picture'; picture: z.infer<typeof pictureLineInput> }
  | { kind: 'revision'; revision: RevisionItem }
  | { kind: 'front'; front: z.infer<typeof frontLineInput> }
  | { kind: 'reading'; reading: Reading }
  | { kind: 'address-rules'; rules: AddressRule[] }

export interface RevisionItem {
  article: string
  number: number
  editor: string | null
  createdAt: number
  erasedAt: number | null
  content: Content | null
}

/** What a line asks for, or its result when that is clear already. An atomic import has articles only. */
export function readLine(
  site: Site,
  { text, fault }: Line,
  isAtomic: boolean,
): Item | { result: Result } {
  const refuse = (...particulars: Refusal) => ({
    result: describeProblem(site, ...particulars),
  })
  if (text === null)
    return refuse(fault === TOO_LONG ? 'too-large' : 'bad-json', { detail: fault ?? TOO_LONG })
  const parsed = parse(text)
  if ('fault' in parsed)
    return refuse('bad-json', {
      detail: `The line cannot be read as a JSON object: ${parsed.fault}.`,
    })
  const { type = 'article', ...fields } = parsed.document
  if (isAtomic && type !== 'article') {
    const detail = 'type must be article: with atomic=true only articles can be imported'
    return refuse('invalid-input', { errors: [{ field: 'type', detail }] })
  }
  const read = typeof type === 'string' && Object.hasOwn(readers, type) && readers[type]
  if (!read) {
    const detail = `type must be one of: ${Object.keys(readers).join(', ')}`
    return refuse('invalid-input', { errors: [{ field: 'type', detail }] })
  }
  const item = read(fields)
  return 'faults' in item ? refuse('invalid-input', { errors: item.faults }) : item
}

function parse(text: string): { document: Record<string, unknown> } | { fault: string } {
  try {
    const document: unknown = JSON.parse(text)
    const isObject = typeof document === 'object' && document !== null && !Array.isArray(document)
    return isObject
      ? { document: document as Record<string, unknown> }
      : { fault: 'it must be { … }' }
  } catch (fault) {
    return { fault: (fault as Error).message }
  }
}

type Reader = (fields: Record<string, unknown>) => Item | { result: Result } | { faults: Fault[] }

const PAST = Object.keys(pastInput.shape)

const readers: Record<string, Reader> = {
  article(fields) {
    const entries = Object.entries(fields)
    const past = validate(
      pastInput,
      Object.fromEntries(entries.filter(([field]) => PAST.includes(field))),
    )
    if ('faults' in past) return past
    const own = entries.filter(([field]) => !PAST.includes(field) && !READ_ONLY.includes(field))
    return { kind: 'article', document: Object.fromEntries(own), past: past.value }
  },
  section(fields) {
    const section = validate(sectionLineInput, fields)
    if ('faults' in section) return section
    const fault = slugFault(section.value.slug, SECTION_SLUG_BUDGET)
    if (fault) return { faults: [{ field: 'slug', detail: `slug ${fault}` }] }
    return { kind: 'section', section: section.value }
  },
  picture(fields) {
    const picture = validate(pictureLineInput, fields)
    if ('faults' in picture) return picture
    return { kind: 'picture', picture: picture.value }
  },
  revision(fields) {
    const revision = validate(revisionInput, fields)
    if ('faults' in revision) return revision
    const { content } = fields
    if ((content === null) !== (revision.value.erasedAt !== null)) {
      const detail = 'erasedAt goes with content null, and only with it'
      return { faults: [{ field: 'erasedAt', detail }] }
    }
    const checked = content === null ? null : formerContent.safeParse(content)
    if (checked && !checked.success) {
      const at = checked.error.issues[0]
      const field = ['content', ...(at?.path ?? [])].join('.')
      return { faults: [{ field, detail: `${field}: ${at?.message}` }] }
    }
    return { kind: 'revision', revision: { ...revision.value, content: toContent(content) } }
  },
  front(fields) {
    const front = validate(frontLineInput, fields)
    if ('faults' in front) return front
    return { kind: 'front', front: front.value }
  },
  reading(fields) {
    const reading = validate(readingLineInput, fields)
    if ('faults' in reading) return reading
    return { kind: 'reading', reading: reading.value }
  },
  'address-rules'(fields) {
    const read = readRules(fields)
    return 'faults' in read ? read : { kind: 'address-rules', rules: read.value.rules }
  },
  end: () => ({ result: { status: 200, type: 'end' } }),
}

/** As revisions were before articles had a lead picture, a card, or former addresses. */
const formerContent = contentAnswer.partial({ lead: true, card: true, formerAddresses: true })

const seconds = (instant: unknown) =>
  typeof instant === 'string' ? Math.floor(Date.parse(instant) / 1000) : null

/** As it was exported, with its fields in their order: an export of the import is the same. */
const toContent = (content: unknown): Content | null =>
  content === null
    ? null
    : ({
        ...(content as Content),
        lead: (content as Partial<Content>).lead ?? null,
        card: (content as Partial<Content>).card ?? null,
        formerAddresses: (content as Partial<Content>).formerAddresses ?? [],
        publishedAt: seconds((content as { publishedAt: unknown }).publishedAt),
        publishAt: seconds((content as { publishAt: unknown }).publishAt),
      } as Content)
