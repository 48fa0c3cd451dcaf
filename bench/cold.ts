/** How long the first page takes when nothing runs yet. */
import { buildHandler } from './machine/build'
import { newestWorkerd, usageOf } from './machine/process'
import { median } from './machine/statistics'
import { start } from './machine/workerd'

export interface Cold {
  /** Milliseconds from the start of workerd to the last byte of the first page. */
  total: number
  /** Of the first page alone, asked for once the socket is open. */
  page: number
  /** Processor time of workerd until then. */
  cpu: number
  /** Resident MiB after some hundred pages more. */
  memory: number
}

const WHO = ['newsroom', 'bare', 'empty'] as const
export type Who = (typeof WHO)[number]

const PAGES = 500

/** The same page from the newsroom, its copy in KV, and from Hono alone; medians of interleaved rounds. */
export async function measureCold(
  state: string,
  vars: Record<string, string>,
  newsroom: string,
  path: string,
  rounds: number,
): Promise<Record<Who, Cold>> {
  const page = await pageAt(state, vars, newsroom, path)
  const scripts: Record<Who, string> = {
    newsroom,
    bare: asLongAs(newsroom, await buildHandler('cold', { PAGE: JSON.stringify(page) })),
    empty: asLongAs(newsroom, await buildHandler('empty')),
  }
  const all: Record<Who, Cold[]> = { newsroom: [], bare: [], empty: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const who of WHO) {
      const cold = await once(state, vars, { [who]: scripts[who] }, who, path)
      if (round > 0) all[who].push(cold)
    }
  }
  const typical = (who: Who): Cold => ({
    total: median(all[who].map(({ total }) => total)),
    page: median(all[who].map(({ page }) => page)),
    cpu: median(all[who].map(({ cpu }) => cpu)),
    memory: median(all[who].map(({ memory }) => memory)),
  })
  return { newsroom: typical('newsroom'), bare: typical('bare'), empty: typical('empty') }
}

/**
 * A script filled up with a comment. Miniflare hands a script over in Node, which takes 70 ms for one of
 * 1.6 MB whatever it says, and has nothing to do with Workers.
 */
const asLongAs = (other: string, script: string) =>
  `${script}\n/*${other.slice(script.length).replaceAll('*/', '* ')}*/`

/** Asks twice, so that the copy is in KV from now on. */
async function pageAt(state: string, vars: Record<string, string>, script: string, path: string) {
  const { urls, stop } = await start({ state, vars, scripts: { newsroom: script } })
  await (await fetch(urls.newsroom + path)).text()
  const response = await fetch(urls.newsroom + path)
  const page = { headers: Object.fromEntries(response.headers), body: await response.text() }
  await stop()
  return page
}

async function once(
  state: string,
  vars: Record<string, string>,
  scripts: Record<string, string>,
  who: Who,
  path: string,
): Promise<Cold> {
  const begun = performance.now()
  const { urls, stop } = await start({ state, vars, scripts })
  const open = performance.now()
  await (await fetch(urls[who] + path)).arrayBuffer()
  const done = performance.now()
  const pid = newestWorkerd()
  const { cpu } = usageOf(pid)
  for (let i = 0; i < PAGES; i++) await (await fetch(urls[who] + path)).arrayBuffer()
  const { memory } = usageOf(pid)
  await stop()
  return { total: done - begun, page: done - open, cpu, memory }
}
