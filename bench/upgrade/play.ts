/**
 * An upgrade from the last release, a rollback and the way forward again, with readers, an editor and the clock
 * throughout. Nobody may get a fault, nor anything older than what was stored before it was asked for.
 */
import type { Release } from '../../scripts/released.ts'
import { apply, outstanding } from './costs'
import { Editor } from './editor'
import { left, meet, renew, use } from './novelties'
import { pagesOf, sitemapFaults, stalePages } from './pages'
import { Readers } from './readers'
import { openStage, type Stage, type Which } from './stage'

export interface Act {
  name: string
  seconds: number
  /** Answers of each Worker. */
  old: number
  new: number
  writes: number
  /** The slowest answer, in milliseconds. */
  longest: number
}

export interface Played {
  acts: Act[]
  faults: string[]
  /** Answers that said that nothing has changed. */
  unchanged: number
  /** Pages that were old after the upgrade. */
  stale: string[]
  /** Whether a front was, after the rollback, until everything was purged. */
  isFrontOld: boolean
}

/** How long readers and editors have each migration to themselves, in milliseconds. */
const BETWEEN = 300
/** How often the clock ticks: a minute would be long. In milliseconds. */
const TICK = 5_000
/** Old articles that the editor corrects, and those of `use`. All too old for the first page of a list. */
const [CORRECTED, OLD] = [40, 3]

/** `seconds` is how long each act lasts at least. */
export async function play(release: Release, articles: number, seconds: number): Promise<Played> {
  const stage = await openStage(release, articles)
  try {
    return await playOn(stage, seconds)
  } finally {
    await stage.stop()
  }
}

async function playOn(stage: Stage, seconds: number): Promise<Played> {
  const numbers = await oldNumbers(stage.db)
  const pages = await pagesOf(stage.db)
  const readers = new Readers(stage, pages)
  const editor = new Editor(stage, readers, numbers.slice(OLD))
  const clock = setInterval(() => stage.tick().catch((fault) => fail(stage, fault)), TICK)
  const acts: Act[] = []
  const act = async (name: string, serving: Which[], work: () => Promise<unknown> = rounds) => {
    stage.serving = serving
    stage.longest = 0
    const [since, { ...was }, writes] = [performance.now(), stage.answered, editor.writes]
    await work().catch((fault) => fail(stage, fault))
    acts.push({
      name,
      seconds: (performance.now() - since) / 1000,
      old: stage.answered.old - was.old,
      new: stage.answered.new - was.new,
      writes: editor.writes - writes,
      longest: stage.longest,
    })
  }
  const rounds = async () => {
    const end = performance.now() + seconds * 1000
    while (performance.now() < end) await editor.round()
  }

  await act('the release', ['old'])
  await act('the release, while tables are added', ['old'], async () => {
    let isDone = false
    const editing = (async () => {
      while (!isDone) await editor.round()
    })()
    for (const migration of await outstanding(stage.db)) {
      await apply(stage.db, migration)
      await new Promise((resolve) => setTimeout(resolve, BETWEEN))
    }
    isDone = true
    await editing
  })
  await act('the release, on the new tables', ['old'])
  await act('both', ['old', 'new'])
  await act('today', ['new'])
  const stale = await stalePages(stage, pages)
  stage.faults.push(...(await sitemapFaults(stage)))

  let novelties: Awaited<ReturnType<typeof use>> | undefined
  await act('today, with all that is new', ['new'], async () => {
    novelties = await use(stage, numbers)
    await rounds()
  })
  let isFrontOld = false
  await act('rolled back', ['old'], async () => {
    if (novelties) isFrontOld = await meet(stage, novelties)
    await rounds()
  })
  stage.serving = ['new']
  await stage.purgeEverything()
  await act('today again', ['new'], async () => {
    if (novelties) await renew(stage, novelties.pictured.id - 1)
    await rounds()
    if (novelties) stage.faults.push(...(await left(stage, novelties)))
  })
  clearInterval(clock)
  await readers.leave()
  stage.faults.push(...(await stalePages(stage, pages)), ...(await sitemapFaults(stage)))
  return { acts, faults: stage.faults, unchanged: readers.unchanged, stale, isFrontOld }
}

const fail = (stage: Stage, fault: unknown) => stage.faults.push(String(fault))

/** Of published articles in the middle of the archive. */
async function oldNumbers(db: D1Database): Promise<number[]> {
  const { results } = await db
    .prepare(
      `SELECT id FROM articles
       WHERE status = 'published' AND id > (SELECT max(id) / 2 FROM articles) ORDER BY id LIMIT ?1`,
    )
    .bind(CORRECTED + OLD)
    .run<{ id: number }>()
  return results.map(({ id }) => id)
}
