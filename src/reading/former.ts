/** The way from an address of an old site to what stood there: by itself, or by a rule. */
import { type Match, matches, selectRules, toRules } from '../articles/address-rules'
import { normalAddress, spellings } from '../articles/addresses'
import {
  isOurs,
  type Moved,
  selectMoved,
  selectMovedFrom,
  selectMovedTo,
  toMoved,
} from '../articles/former'
import { selectListsNamed, toNames } from '../articles/places'
import { ask } from '../delivery/isolate'
import type { AppContext } from '../delivery/page'
import { Unavailable } from '../delivery/responses'
import { behindHost } from '../delivery/spelling'
import { pageNames, paths } from '../site'
import type { Frame } from './frame'

/** Where an old address leads; null: what stood there is gone. */
export type Destination = { path: string } | null

/** As many of the rules that an address matches are looked into. */
const MAX_MATCHES = 5

/** What was asked for, in its one spelling; null where nothing can have been written down for it. */
export function addressOf(url: string): string | null {
  const address = normalAddress(behindHost(url))
  return address === null || isOurs(address) ? null : address
}

/** Asks D1 for as long as a reader waits, in milliseconds. What it does not answer is no 404: there may well be something. */
export const asking = (c: AppContext, patience: number) => (statements: D1PreparedStatement[]) =>
  ask(c, patience, () => c.env.DB.batch(statements)).catch((fault) => {
    throw new Unavailable(fault)
  })

/** The look-up on the way to a 404: two statements, two rows where there is nothing. */
export const lookForMoved = (db: D1Database, address: string) => [
  selectMoved(db, spellings(address)),
  selectRules(db),
]

/**
 * Where an address leads, by what `lookForMoved` found; undefined: nowhere. What matches a rule is looked up by
 * `run`, once.
 */
export async function whereItMoved(
  db: D1Database,
  address: string,
  frame: Frame,
  [exact, kept]: (D1Result | undefined)[],
  run: (statements: D1PreparedStatement[]) => Promise<D1Result[]>,
): Promise<Destination | undefined> {
  const moved = toMoved(exact)
  if (moved) return destinationOf(moved)
  const rules = kept ? toRules(kept).rules : []
  const looks = matches(rules, address)
    .slice(0, MAX_MATCHES)
    .map((match) => lookOf(db, match))
  const statements = looks.flatMap(({ statement }) => statement ?? [])
  const results = statements.length > 0 ? await run(statements) : []
  for (const { statement, read } of looks) {
    const to = read(frame, statement ? results.shift() : undefined)
    if (to !== undefined) return to
  }
  return undefined
}

const destinationOf = ({ slug, isGone }: Moved): Destination =>
  isGone ? null : { path: paths.article(slug) }

/** How it is found out whether a match leads anywhere. */
interface Look {
  statement?: D1PreparedStatement
  read(frame: Frame, found: D1Result | undefined): Destination | undefined
}

function lookOf(db: D1Database, match: Match): Look {
  if (match.kind === 'gone') return { read: () => null }
  if (match.kind === 'origin') return ofArticle(selectMovedFrom(db, match))
  const [, room = '', name = ''] = match.path.split('/')
  const decoded = decodeURIComponent(name)
  const here = { path: match.path }
  switch (name === '' ? '' : room) {
    case 'articles':
      return ofArticle(selectMovedTo(db, decoded))
    case 'sections':
      return {
        read: ({ sections }) => (sections.some(({ slug }) => slug === decoded) ? here : undefined),
      }
    case 'keywords':
      return ofList(db, pageNames.keyword(decoded), here)
    case 'authors':
      return ofList(db, pageNames.author(decoded), here)
    case 'archive':
      return ofList(db, pageNames.month(decoded), here)
    default:
      return { read: () => here }
  }
}

const ofArticle = (statement: D1PreparedStatement): Look => ({
  statement,
  read(_, found) {
    const moved = toMoved(found)
    return moved ? destinationOf(moved) : undefined
  },
})

const ofList = (db: D1Database, list: string, here: { path: string }): Look => ({
  statement: selectListsNamed(db, [list]),
  read: (_, found) => (found && toNames(found).length > 0 ? here : undefined),
})
