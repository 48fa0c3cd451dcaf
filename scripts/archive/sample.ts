/** Reads some articles of an archive as readers do, spread evenly over it. */
import type { DatabaseSync } from 'node:sqlite'
import { selectStored, toStored } from '../../src/articles/store'
import { withTexts } from '../../src/articles/texts/bring'
import { paths } from '../../src/site'
import type { LocalWorker } from './worker'

const PAGES = 200
/** Of their faults, how many are named. */
const NAMED = 10
/** A stretch of prose as the generator cuts it: it may begin within a word. */
const PHRASE = /\p{Script=Han}{6,}/gu
/** The link to older results, and how many pages are turned. */
const OLDER = /href="(\/search\?[^"]*before=[^"]*)"/
const MOST_PAGES = 100
/** In the titles of the generator, each has one of its own. */
const NUMBER = /\d+/

/**
 * Published articles, as many as `most`, spread evenly by their numbers: not from the first on, whose numbers are in
 * the keywords of many others, so that a search has it on a later page.
 */
export function sampleOf(catalogue: DatabaseSync, most = PAGES): { id: number; slug: string }[] {
  const last = Number(catalogue.prepare('SELECT max(id) AS id FROM articles').get()?.id)
  const next = catalogue.prepare(
    "SELECT id, slug FROM articles WHERE id >= ?1 AND status = 'published' ORDER BY id LIMIT 1",
  )
  const found = Array.from({ length: most }, (_, i) =>
    next.get(1 + Math.floor(((i + 0.5) * last) / most)),
  )
  const ids = found.flatMap((row) => (row ? [[Number(row.id), String(row.slug)] as const] : []))
  return [...new Map(ids)].map(([id, slug]) => ({ id, slug }))
}

/** Their pages have their titles and what their editors wrote, and the search finds each by both. */
export async function checkSample(worker: LocalWorker, catalogue: DatabaseSync): Promise<string[]> {
  const faults: string[] = []
  const sample = sampleOf(catalogue)
  for (const { id, slug } of sample) {
    worker.forget()
    const said = await saidIn(worker, id).catch((fault: Error) => fault)
    if (said instanceof Error) {
      faults.push(`article ${id}: ${said.message}`)
      continue
    }
    const page = await worker.read(paths.article(slug))
    const isShown = page.text.includes(said.title) && page.text.includes(said.phrase)
    if (page.status !== 200 || !isShown)
      faults.push(`article ${id}: its page answers ${page.status}, and not with what it says`)
    const q = `${said.phrase} ${said.number}`
    if (!(await isFound(worker, q, slug))) faults.push(`article ${id}: is not found by ${q}`)
  }
  console.log(`${sample.length} pages read, and as many searches: ${faults.length} faults`)
  const more = faults.length - NAMED
  return more > 0 ? [...faults.slice(0, NAMED), `and ${more} faults more of articles`] : faults
}

/** Where its words are common, the oldest are on a later page. */
async function isFound(worker: LocalWorker, q: string, slug: string): Promise<boolean> {
  let path: string | undefined = `${paths.search}?${new URLSearchParams({ q })}`
  for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
    const { status, text }: { status: number; text: string } = await worker.read(path)
    if (status !== 200) return false
    if (text.includes(`href="${paths.article(slug)}"`)) return true
    path = OLDER.exec(text)?.[1]?.replaceAll('&amp;', '&')
  }
  return false
}

/** The title, its number, and a phrase of the body, as editors get them. */
async function saidIn({ bound }: LocalWorker, id: number) {
  const stored = await toStored(await selectStored(withTexts(bound, bound.DB), id).run())
  if (!stored) throw new Error(`article ${id} is not there`)
  const { title, body } = stored.content
  const runs = [...body.matchAll(PHRASE)].map(([run]) => run)
  return {
    title,
    number: NUMBER.exec(title)?.[0] ?? '',
    phrase: (runs[Math.floor(runs.length / 2)] ?? title).slice(0, 8),
  }
}
