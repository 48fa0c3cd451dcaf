/** The pages that are read throughout, and what must be true of them in the end. */
import { paths } from '../../src/site'
import type { Stage } from './stage'

/** How many of the oldest and of the newest articles are read all the time. */
const ARTICLES = 30
/** Pages asked for side by side. */
const TOGETHER = 8

const column = async (db: D1Database, sql: string) =>
  (await db.prepare(sql).run()).results.map((row) => Object.values(row)[0] as string)

/** Pages that exist whatever an editor does. */
export async function pagesOf(db: D1Database): Promise<string[]> {
  const some = (order: string) =>
    column(
      db,
      `SELECT slug FROM articles WHERE status = 'published' ORDER BY id ${order} LIMIT ${ARTICLES}`,
    )
  const sections = await column(db, 'SELECT slug FROM sections')
  const shards = await column(db, 'SELECT number FROM sitemap_shards')
  const months = await column(
    db,
    "SELECT substr(name, 7) FROM lists WHERE name GLOB 'month/*' ORDER BY id LIMIT 3",
  )
  const lists = [
    paths.home,
    ...sections.map(paths.section),
    paths.keyword('词1'),
    paths.author('记者1'),
  ]
  return [
    ...lists,
    ...lists.map((list) => paths.block(list, 1)),
    ...[...(await some('ASC')), ...(await some('DESC'))].map(paths.article),
    ...months.map(paths.month),
    paths.archive,
    ...(['rss', 'atom', 'json'] as const).flatMap((format) => [
      paths.feed(format, null),
      paths.feed(format, 'news'),
    ]),
    paths.sitemapIndex,
    ...shards.map((number) => paths.sitemap(Number(number))),
    paths.pagesSitemap(1),
    paths.newsSitemap,
    paths.robots,
    ...['会议', '社区', '第 号'].map((words) => `/search?q=${encodeURIComponent(words)}`),
  ]
}

async function read(stage: Stage, all: string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  const left = [...all]
  const reader = async () => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      const { status, text } = await stage.ask(path)
      texts.set(path, `${status} ${text}`)
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, reader))
  return texts
}

/** Pages that whoever serves gives otherwise once they are made anew. There must be none. */
export async function stalePages(stage: Stage, all: string[]): Promise<string[]> {
  const before = await read(stage, all)
  await stage.purgeEverything()
  const after = await read(stage, all)
  return all.filter((path) => before.get(path) !== after.get(path))
}

/** What the sitemaps have too much, too little or twice, of all that is published. */
export async function sitemapFaults(stage: Stage): Promise<string[]> {
  const locs = async (path: string) =>
    [...(await stage.ask(path)).text.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc = '']) => loc)
  const files = (await locs(paths.sitemapIndex)).filter((loc) => /\/sitemap\d+\.xml$/.test(loc))
  const listed = new Map<string, number>()
  for (const file of files) {
    for (const loc of await locs(new URL(file).pathname)) {
      const path = new URL(loc).pathname
      if (path !== paths.home) listed.set(path, (listed.get(path) ?? 0) + 1)
    }
  }
  const slugs = await column(stage.db, "SELECT slug FROM articles WHERE status = 'published'")
  const wanted = new Set(slugs.map(paths.article))
  return [
    ...[...wanted].filter((path) => !listed.has(path)).map((path) => `${path} is in no sitemap`),
    ...[...listed].flatMap(([path, times]) =>
      times > 1 || !wanted.has(path) ? [`${path} is ${times} times in the sitemaps`] : [],
    ),
  ]
}
