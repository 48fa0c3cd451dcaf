/** `/sitemap-pages.xml`: the archive, and the first pages of sections, keywords, authors, months. */
import type { Page } from '../delivery/pages'
import { MAX_URL_BYTES, pageNames, paths, type Site } from '../site'
import { urlset, xml } from './xml'

/** Lists in a file. A list keeps its file for good, as an article does its sitemap. */
const FILE_LENGTH = 5_000

/** The numbers of the files with something in them. Decode with `toPagesFiles`. */
export const selectPagesFiles = (db: D1Database) =>
  db.prepare(
    `WITH RECURSIVE files (number) AS (
       SELECT 1
       UNION ALL
       SELECT number + 1 FROM files WHERE number * ${FILE_LENGTH} < (SELECT max(id) FROM lists))
     SELECT number FROM files
     WHERE number = 1 OR EXISTS (SELECT 1 FROM lists
       WHERE id > (number - 1) * ${FILE_LENGTH} AND id <= number * ${FILE_LENGTH} AND count > 0)`,
  )

export const toPagesFiles = (result: D1Result) =>
  (result.results as { number: number }[]).map(({ number }) => number)

/**
 * One of the files. It has no `lastmod`: lists change with nearly every write, and this way the
 * file only changes when a list has its first article or loses its last.
 */
export const pagesSitemap = (site: Site, number: number): Page => ({
  name: pageNames.pagesSitemap(number),
  edition: pageNames.lists,
  path: paths.pagesSitemap(number),
  read: (db) => [
    db
      .prepare('SELECT name FROM lists WHERE id > ?1 AND id <= ?2 AND count > 0 ORDER BY id')
      .bind((number - 1) * FILE_LENGTH, number * FILE_LENGTH),
  ],
  render([lists]) {
    const names = (lists as D1Result<{ name: string }>).results.map(({ name }) => name)
    const locs = [...(number === 1 ? [paths.archive] : []), ...names.map(pathOf)]
      .map((path) => site.origin + path)
      // Slugs are kept short enough; a keyword or an author may not be.
      .filter((loc) => loc.length <= MAX_URL_BYTES)
    if (locs.length === 0) return null
    return xml(urlset(locs.map((loc) => `<url><loc>${loc}</loc></url>\n`).join('')))
  },
})

const PATHS: Record<string, (name: string) => string> = {
  section: paths.section,
  keyword: paths.keyword,
  author: paths.author,
  month: paths.month,
}

/** The path of a list by its name, like `keyword/发展`. */
function pathOf(name: string): string {
  const slash = name.indexOf('/')
  const path = PATHS[name.slice(0, slash)]
  if (!path) throw new Error(`a list of an unknown kind: ${name}`)
  return path(name.slice(slash + 1))
}
