/** `/sitemap-pages.xml`: the archive, and the first pages of sections, keywords, authors, months. */
import { selectListsInFile, toNames } from '../articles/places'
import type { Page } from '../delivery/page'
import { MAX_URL_BYTES, pageNames, paths, type Site } from '../site'
import { urlset, xml } from './xml'

/**
 * One of the files. It has no `lastmod`: lists change with nearly every write, and this way the
 * file only changes when a list has its first article or loses its last.
 */
export const pagesSitemap = (site: Site, number: number): Page => ({
  name: pageNames.pagesSitemap(number),
  edition: pageNames.lists,
  path: paths.pagesSitemap(number),
  read: (db) => [selectListsInFile(db, number)],
  render([lists]) {
    const listed = toNames(lists as D1Result).map(pathOf)
    const locs = [...(number === 1 ? [paths.archive] : []), ...listed]
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
