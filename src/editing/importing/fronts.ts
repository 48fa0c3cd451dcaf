/** Importing fronts, after the articles that they name. */
import { HOME } from '../../articles/fronts'
import type { FrontOutcome, FrontPut } from '../../articles/writing/front-checks'
import { putFronts } from '../../articles/writing/fronts'
import { selectSlugOwners, toSlugOwners } from '../../articles/writing/lookups'
import { paths } from '../../site'
import { describeProblem } from '../door/problems'
import { type Editor, lacksOverview, lacksScopes, lacksSection, mayEnter } from '../door/rights'
import { faultsOf } from '../saving/fronts'
import type { Result } from './ranges'
import type { Item } from './read'
import type { Attempt, Entry, Importer } from './runs'

type FrontItem = Item & { kind: 'front' }

const NO_SECTION = 'There is no section of this slug. Import it first.'

/** Each replaces the front there is. Saying it again changes nothing, so nothing is kept about it. */
export async function importFronts(
  importer: Importer,
  entries: Entry<FrontItem>[],
): Promise<Attempt> {
  const { db, editor, now, owed } = importer
  const lists = entries.map(({ item }) => item.front.list)
  const twice = lists.findIndex((list, n) => lists.indexOf(list) < n)
  if (twice !== -1) return { cut: twice }

  const lacks = lists.map((list) => lacksToSet(editor, list))
  const allowed = entries.filter((_, n) => lacks[n] === null)
  const slugs = allowed.flatMap(({ item }) => item.front.articles.map(({ article }) => article))
  const owners = toSlugOwners(await selectSlugOwners(db, slugs).run())
  const puts = allowed.map(({ item }) => putOf(item, owners, now))
  const by = { keyId: editor.keyId, at: now }
  const written = await putFronts(db, puts, by, (slug) => mayEnter(editor, slug))
  if (written === 'lost') return 'lost'
  if (written.owed) owed.push(written.owed)
  importer.tellsOfAnother ||= written.outcomes.some(({ kind }) => kind === 'same')
  const outcomes = written.outcomes.values()
  const results = entries.map(({ item }, n): Result => {
    const detail = lacks[n]
    if (detail) return describeProblem(importer.site, 'forbidden', { detail })
    return resultOf(importer, item, outcomes.next().value as FrontOutcome)
  })
  return { results }
}

function lacksToSet(editor: Editor, list: string): string | null {
  const lacks = lacksScopes(editor, ['articles:publish'])
  if (lacks || list === HOME) return lacks ?? lacksOverview(editor)
  return mayEnter(editor, list) ? null : lacksSection(list)
}

/** The articles of a line whose time is not over yet, with their places in it. */
const standing = ({ front: { articles } }: FrontItem, now: number) =>
  articles.flatMap((one, at) => (one.until !== null && one.until <= now ? [] : [{ ...one, at }]))

/** A slug that no article has names number 0, which none has either. */
const putOf = (item: FrontItem, owners: Map<string, number>, now: number): FrontPut => ({
  list: item.front.list,
  mayReplace: () => true,
  articles: standing(item, now).map(({ article, until }) => ({
    id: owners.get(article) ?? 0,
    until,
  })),
})

function resultOf({ site, now }: Importer, item: FrontItem, outcome: FrontOutcome): Result {
  const { list, articles } = item.front
  if (outcome.kind === 'no-list') return describeProblem(site, 'conflict', { detail: NO_SECTION })
  const left = standing(item, now)
  if (outcome.kind === 'refused') {
    const faults = outcome.faults.map(({ at, why }) => ({ at: left[at]?.at ?? at, why }))
    return describeProblem(site, 'invalid-input', { errors: faultsOf(faults, 'article') })
  }
  const over = articles.filter((one) => !left.some(({ article }) => article === one.article))
  const notes = over.map(
    ({ article }) => `"${article}" was left out: its time at the front is over`,
  )
  return {
    status: 200,
    url: site.origin + (list === HOME ? paths.home : paths.section(list)),
    ...(notes.length > 0 && { notes }),
  }
}
