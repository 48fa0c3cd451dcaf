/** An article as its form holds it: everything is text, as somebody typed it. */
import type { Content } from '../../articles/article'
import { HASH } from '../../articles/picture'
import { LIMITS } from '../../editing/contract/input'
import type { Site } from '../../site'
import { toUtc } from '../../time'
import { fromLocal, localInput } from '../local-time'

export interface Typed {
  title: string
  section: string
  keywords: string[]
  summary: string
  author: string
  sourceName: string
  sourceUrl: string
  language: string
  format: string
  body: string
  slug: string
  publishedAt: string
  publishAt: string
  /** A picture's hash; empty for none. */
  lead: string
  leadAlt: string
  /** `yes` when the lead picture only decorates. */
  leadDecorates: string
  leadCaption: string
  /** A picture's hash; empty for none. */
  card: string
  /** One a line. */
  formerAddresses: string
}

export type Field = keyof Typed

export const EMPTY: Typed = {
  title: '',
  section: '',
  keywords: [],
  summary: '',
  author: '',
  sourceName: '',
  sourceUrl: '',
  language: '',
  format: 'markdown',
  body: '',
  slug: '',
  publishedAt: '',
  publishAt: '',
  lead: '',
  leadAlt: '',
  leadDecorates: '',
  leadCaption: '',
  card: '',
  formerAddresses: '',
}

/** Forms send line breaks as CR LF (WHATWG HTML, 4.10.21.4). */
export const withoutCr = (text: string) => text.replace(/\r\n?/g, '\n')

/** What the form holds for a revision. */
export function typedOf(content: Content, { timeZone }: Site): Typed {
  const { source, lead, card } = content
  return {
    title: content.title,
    section: content.section,
    keywords: content.keywords,
    summary: content.summary ?? '',
    author: content.author ?? '',
    sourceName: source?.name ?? '',
    sourceUrl: source?.url ?? '',
    language: content.language ?? '',
    format: content.format,
    body: withoutCr(content.body),
    slug: content.slug,
    publishedAt: localInput(content.publishedAt, timeZone),
    publishAt: localInput(content.publishAt, timeZone),
    lead: lead?.picture ?? '',
    leadAlt: lead?.alt ?? '',
    leadDecorates: lead?.alt === '' ? 'yes' : '',
    leadCaption: lead?.caption ?? '',
    card: card ?? '',
    formerAddresses: content.formerAddresses.join('\n'),
  }
}

/** What people put between keywords. */
const BETWEEN = /[,，、;；\n]/

/** Keywords as people write several into one field. */
export const keywordsIn = (text: string): string[] =>
  text
    .split(BETWEEN)
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** What was sent. A field that was not sent is as it was. */
export function readTyped(form: FormData, was: Typed): Typed {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? withoutCr(value) : null
  }
  const typed = Object.fromEntries(
    (Object.keys(EMPTY) as Field[]).map((field) => [field, text(field) ?? was[field]]),
  ) as unknown as Typed
  const keywords = form.getAll('keywords')
  const names = keywords
    .filter((value) => typeof value === 'string')
    // A keyword that the article has may hold what stands between others.
    .flatMap((value) => (was.keywords.includes(value) ? [value] : keywordsIn(value)))
  return {
    ...typed,
    keywords: keywords.length > 0 ? [...new Set(names)] : was.keywords,
    // A check box that is not ticked sends nothing.
    leadDecorates: form.has('lead') ? (text('leadDecorates') ?? '') : was.leadDecorates,
    // One line, in a field that wraps.
    summary: (text('summary') ?? was.summary).replace(/\s*\n\s*/g, ' '),
  }
}

/** Fields of the form, and the field of the API's document that they make. */
export const MAKING: [field: string, of: Field[]][] = [
  ['title', ['title']],
  ['section', ['section']],
  ['keywords', ['keywords']],
  ['summary', ['summary']],
  ['author', ['author']],
  ['source', ['sourceName', 'sourceUrl']],
  ['language', ['language']],
  ['format', ['format']],
  ['body', ['body']],
  ['slug', ['slug']],
  ['publishedAt', ['publishedAt']],
  ['publishAt', ['publishAt']],
  ['lead', ['lead', 'leadAlt', 'leadDecorates', 'leadCaption']],
  ['card', ['card']],
  ['formerAddresses', ['formerAddresses']],
]

/** Which field of the form a fault of the API is about. */
export function fieldAt(path: string): Field | null {
  const [name = '', inner] = path.split('.')
  if (name === 'source') return inner === 'url' ? 'sourceUrl' : 'sourceName'
  if (name === 'lead') {
    return inner === 'alt' ? 'leadAlt' : inner === 'caption' ? 'leadCaption' : 'lead'
  }
  return name in EMPTY ? (name as Field) : null
}

/** What stands on the lines of a field, but for empty ones. */
const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const orNull = (text: string) => (text.trim() === '' ? null : text)

/** The fields of the API's document that differ from what the form held: what nobody touched is not sent. */
export function changesOf(was: Typed, now: Typed, site: Site): Record<string, unknown> {
  const isSame = (field: Field) => JSON.stringify(was[field]) === JSON.stringify(now[field])
  const changed = MAKING.filter(([, of]) => !of.every(isSame))
  return Object.fromEntries(changed.map(([field]) => [field, valueIn(field, now, site)]))
}

/** The whole document: what is empty is left out. */
export const documentOf = (now: Typed, site: Site): Record<string, unknown> =>
  Object.fromEntries(
    MAKING.map(([field]) => [field, valueIn(field, now, site)] as const).filter(
      ([, value]) => value !== null,
    ),
  )

function valueIn(field: string, now: Typed, { timeZone }: Site): unknown {
  switch (field) {
    case 'source': {
      const { sourceName, sourceUrl } = now
      const isNone = sourceName.trim() === '' && sourceUrl.trim() === ''
      return isNone ? null : { name: sourceName, url: orNull(sourceUrl) }
    }
    case 'lead': {
      if (now.lead.trim() === '') return null
      const alt = now.leadDecorates === 'yes' ? '' : orNull(now.leadAlt)
      return { picture: now.lead, alt, caption: orNull(now.leadCaption) }
    }
    case 'publishedAt':
    case 'publishAt': {
      const seconds = fromLocal(now[field], timeZone)
      // What is no date is for the API to refuse, in its own words.
      return seconds === null ? orNull(now[field]) : toUtc(seconds)
    }
    case 'formerAddresses':
      return linesIn(now.formerAddresses)
    case 'title':
    case 'section':
    case 'body':
    case 'format':
    case 'keywords':
      return now[field]
    default:
      return orNull(now[field as Exclude<Field, 'keywords'>])
  }
}

/** The line that shows a picture in a body of some format. */
export function lineFor(format: string, hash: string, alt: string): string {
  if (!HASH.test(hash)) return ''
  if (format === 'html') {
    const quoted = alt.replace(/[&"<>]/g, (found) => `&#${found.charCodeAt(0)};`)
    return `<figure><img src="picture:${hash}" alt="${quoted}"></figure>`
  }
  return `![${alt.replace(/[[\]\\*_`<]/g, '\\$&')}](picture:${hash})`
}

/** As many fields for keywords as there are, and some more. */
export const keywordFields = (keywords: string[]) => {
  const room = Math.min(LIMITS.keywords, Math.max(keywords.length + 2, 5))
  return [...keywords, ...Array<string>(Math.max(0, room - keywords.length)).fill('')]
}
