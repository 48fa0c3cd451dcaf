/** What readers and crawlers ask for, found in an archive. */
import { DatabaseSync } from 'node:sqlite'
import { pageNames, paths } from '../src/site'
import type { Ask } from './machine/drive'

/** A kind of request, as the ledger names them. */
export interface Kind {
  name: string
  /** Taken in turn. */
  asks: Ask[]
  status: number
  /** Asked for so often that the newsroom may have them in memory; any other kind finds it empty. */
  isHot?: boolean
  /** The pages asked for, where each has to be made anew each time. */
  spoiled?: string[]
}

const MANY = 48

/** All kinds but those for which the archive has nothing. */
export function kindsIn(file: string, renamed: string[]): Kind[] {
  const db = new DatabaseSync(file, { readOnly: true })
  const column = (sql: string) =>
    db
      .prepare(sql)
      .all()
      .map((row) => Object.values(row)[0])
  const slugs = (status: string) =>
    column(
      `SELECT slug FROM articles WHERE status = '${status}' ORDER BY id DESC LIMIT ${MANY}`,
    ) as string[]
  const sections = column('SELECT slug FROM sections') as string[]
  const shards = column('SELECT number FROM sitemap_shards ORDER BY number LIMIT 8') as number[]

  const get = (paths: string[]) => paths.map((path) => ({ path }))
  const published = slugs('published')
  const withdrawn = slugs('withdrawn')
  db.close()
  const articles = get(published.map(paths.article))
  const clean = get(shards.map(paths.sitemap))
  return [
    { name: 'article, hot', asks: articles.slice(0, 1), status: 200, isHot: true },
    { name: 'article, copy in KV', asks: articles, status: 200 },
    {
      name: 'article, made anew',
      asks: articles,
      status: 200,
      spoiled: published.map(pageNames.article),
    },
    { name: 'article, 304', asks: articles, status: 304 },
    { name: 'home', asks: get([paths.home]), status: 200 },
    { name: 'section', asks: get(sections.map(paths.section)), status: 200 },
    {
      name: 'search',
      asks: get(WORDS.map((word) => `/search?q=${encodeURIComponent(word)}`)),
      status: 200,
    },
    { name: 'sitemap index', asks: get([paths.sitemapIndex]), status: 200 },
    { name: 'sitemap, unchanged', asks: clean, status: 200 },
    { name: 'sitemap, changed', asks: clean, status: 200, spoiled: shards.map(pageNames.sitemap) },
    { name: 'feed', asks: get(['/feed.xml']), status: 200 },
    {
      name: '404',
      asks: Array.from({ length: MANY }, (_, n) => ({ path: paths.article(`none-${n}`) })),
      status: 404,
    },
    { name: '410', asks: get(withdrawn.map(paths.article)), status: 410 },
    { name: 'redirect', asks: get(renamed.map(paths.article)), status: 301 },
  ].filter(({ asks }) => asks.length > 0)
}

/** Common in the archive's prose; some are names of one character pair, some are longer. */
const WORDS = ['社区', '老年食堂', '会议', '学校 社区', '第 号', '发展']
