import lighthouse from 'lighthouse'
import type { Visited } from './pages.ts'

/** Where Lighthouse finds the browser: give it to `openBrowser` as `--remote-debugging-port`. */
export const PORT = 9321

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']

/** The browser itself notes in its console that the page asked for was answered with a 404. */
const OWN_STATUS = /the server responded with a status of 404/

/** Lighthouse takes its time: one page of each kind, of the Chinese newsroom. */
export const MEASURED: Record<string, Visited> = {
  home: { path: '/' },
  section: { path: '/sections/news' },
  article: { path: '/articles/report' },
  search: { path: '/search?q=%E6%B8%A1%E8%BD%AE', isHidden: true },
  missing: { path: '/none', status: 404, isHidden: true },
}

/**
 * What Lighthouse says of a page to a telephone on a slow network (150 ms to the newsroom, 1.6 Mbit/s).
 * @param slowdown how many times longer than here the page's work takes there
 * @returns from 0 to 100 in each category, and what cost points
 */
export async function measure(newsroom: string, page: Visited, slowdown: number) {
  const onlyCategories = CATEGORIES.filter((name) => !(page.isHidden && name === 'seo'))
  const isError = page.status === 404
  const flags = {
    port: PORT,
    onlyCategories,
    ignoreStatusCode: isError,
    logLevel: 'error' as const,
  }
  const ignored = { path: 'errors-in-console', options: { ignoredPatterns: [OWN_STATUS] } }
  const result = await lighthouse(newsroom + page.path, flags, {
    extends: 'lighthouse:default',
    settings: { throttling: { cpuSlowdownMultiplier: slowdown } },
    ...(isError ? { audits: [ignored] } : {}),
  })
  const { categories, audits, runtimeError } = result?.lhr ?? {}
  if (!categories || !audits || runtimeError) throw new Error(runtimeError?.message)
  const scores = onlyCategories.map((name) => [name, (categories[name]?.score ?? 0) * 100] as const)
  const lost = onlyCategories
    .flatMap((name) => categories[name]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => `${id} ${audits[id]?.displayValue ?? ''}`)
  return { scores: Object.fromEntries(scores), lost }
}

/** Lighthouse's own measure of how fast this machine is: higher is faster. */
export async function speedOfMachine(url: string): Promise<number> {
  const result = await lighthouse(url, { port: PORT, onlyAudits: ['first-contentful-paint'] })
  return result?.lhr.environment.benchmarkIndex ?? 0
}
