/**
 * Which of our addresses was meant by one that is none: chat programs glue on what comes after an
 * address, people add a slash or write capitals. Whether something stands there is for D1 to say.
 */
import { MAX_URL_BYTES, pageNames, paths } from '../site'
import { behindHost, isName, SLUG_PATTERN } from './spelling'

/** An address of ours, and what has to exist for it to lead anywhere. */
export type Meant = { path: string } & (
  | { kind: 'article' | 'section'; slug: string }
  /** Page `number` of the list of this name; 1 where it is the list itself. */
  | { kind: 'list'; list: string; number: number }
  | { kind: 'fixture' }
)

/** In UTF-16 units: an address of ours is shorter, and nothing of it can come later. */
const MAX_LOOKED_AT = 2_048

/** What an address of ours never ends with, and what may stand around it in a sentence. */
const JOINT = '[\\-_.\\/]'
const END = `${JOINT}*(?:$|[^\\p{L}\\p{M}\\p{N}\\-_.\\/])`
const BEFORE = '[\\p{Ps}\\p{Pi}\\s"\'<\\/]*'
const NUMBER = '[1-9][0-9]{0,7}'
const FEED = '(?:feed\\.xml|atom\\.xml|feed\\.json)'

const ways: [pattern: string, meant: (...found: string[]) => Meant | null][] = [
  [`articles/${BEFORE}(${SLUG_PATTERN})`, (slug) => ofSlug('article', slug)],
  [`sections/${BEFORE}(${SLUG_PATTERN})`, (slug) => ofSlug('section', slug)],
  [`sections/+(${SLUG_PATTERN})/+(${FEED})`, (slug, file) => ofSlug('section', slug, `/${file}`)],
  [
    `sections/+(${SLUG_PATTERN})/+pages/+(${NUMBER})`,
    (slug, n) => ofList(pageNames.section(slug), paths.section(slug), n),
  ],
  ['archive', () => ofFixture(paths.archive)],
  [
    'archive/+([0-9]{4}-(?:0[1-9]|1[0-2]))(?:/+pages/+([1-9][0-9]{0,7}))?',
    (month, n) => ofList(pageNames.month(month), paths.month(month), n),
  ],
  [`pages/+(${NUMBER})`, (n) => ofList(pageNames.home, paths.home, n)],
  [`(search|robots\\.txt|sitemap\\.xml|${FEED})`, (name) => ofFixture(`/${name}`)],
]

const compile = () =>
  ways.map(([pattern, meant]) => ({ pattern: new RegExp(`^/+${pattern}${END}`, 'v'), meant }))
/** Compiled for the first address that is none: it takes two milliseconds, a third of a cold start. */
let compiled: ReturnType<typeof compile> | undefined

/** What chat programs take along after a name, which may itself hold much, but hardly this. */
const GLUED = /(?:[，。；：！？、”’」』》】）…"]|[?&][a-z][\w-]*=).*$/isu

/** A name without what may be glued on to it; the same where nothing seems to be. */
export const withoutGlued = (name: string) => name.replace(GLUED, '').trim() || name

/** Names as editors wrote them, whose case and signs count. A slash in one is written `%2F`. */
const NAMED = new RegExp(`^/+(keywords|authors)/+([^/]+)(?:/+pages/+(${NUMBER}))?/*$`, 'i')

/**
 * The address that was meant by a URL, if that is not how the router has read it already. Null when it
 * is like none of ours.
 */
export function meantBy(url: string): Meant | null {
  const path = pathOf(url).slice(0, MAX_LOOKED_AT)
  const read = decoded(path)
  const meant = byName(path) ?? bySlug(decoded(read))
  // Our paths are well-formed, and so is what they decode to.
  return meant &&
    meant.path.length <= MAX_URL_BYTES &&
    decodeURIComponent(meant.path) !== read.normalize('NFC')
    ? meant
    : null
}

function bySlug(text: string): Meant | null {
  const plain = text.normalize('NFKC').toLowerCase().normalize('NFKC')
  compiled ??= compile()
  for (const { pattern, meant } of compiled) {
    const [whole, ...found] = pattern.exec(plain) ?? []
    if (whole !== undefined) return meant(...(found as string[]))
  }
  return null
}

function byName(path: string): Meant | null {
  const [, kind, step, number] = NAMED.exec(path) ?? []
  if (kind === undefined || step === undefined) return null
  const name = decoded(step).normalize('NFC').trim()
  if (!isName(name)) return null
  return kind.toLowerCase() === 'keywords'
    ? ofList(pageNames.keyword(name), paths.keyword(name), number)
    : ofList(pageNames.author(name), paths.author(name), number)
}

const ofFixture = (path: string): Meant => ({ kind: 'fixture', path })

const ofSlug = (kind: 'article' | 'section', slug: string, rest = ''): Meant => ({
  kind,
  slug,
  path: paths[kind](slug) + rest,
})

const ofList = (list: string, path: string, number: string | undefined): Meant => ({
  kind: 'list',
  list,
  number: Number(number ?? 1),
  path: number === undefined ? path : paths.block(path, Number(number)),
})

const pathOf = (url: string) => behindHost(url).split(/[?#]/, 1)[0] ?? ''

const UTF8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

/** Percent-decoded as far as it can be: what is no UTF-8 is glued on, like everything no name holds. */
const decoded = (path: string) =>
  path.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    UTF8.decode(Uint8Array.from(run.slice(1).split('%'), (byte) => Number.parseInt(byte, 16))),
  )
