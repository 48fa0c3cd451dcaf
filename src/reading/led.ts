/** The way from an address that is nearly one of ours to the one that was meant. */
import { BLOCK_LENGTH, selectList, toList } from '../articles/places'
import { selectPublicSlug, toSlug } from '../articles/store'
import type { Meant } from '../delivery/meant'
import type { AppContext } from '../delivery/page'
import { cachePolicy } from '../delivery/policy'
import { behindHost } from '../delivery/spelling'
import { paths, type Site } from '../site'
import type { Frame } from './frame'

/** The look-up that says whether it is there: one statement at most. Decode with `whereItStands`. */
export function lookFor(db: D1Database, meant: Meant): D1PreparedStatement[] {
  if (meant.kind === 'article') return [selectPublicSlug(db, meant.slug)]
  if (meant.kind === 'list') return [selectList(db, meant.list)]
  // Sections are in the frame, and fixtures are always there.
  return []
}

/** The path of what was meant, null where there is nothing that readers can see. */
export function whereItStands(meant: Meant, frame: Frame, found: D1Result | undefined) {
  switch (meant.kind) {
    case 'article': {
      const slug = found ? toSlug(found) : null
      return slug === null ? null : paths.article(slug)
    }
    case 'section':
      return frame.sections.some(({ slug }) => slug === meant.slug) ? meant.path : null
    case 'list': {
      const list = found ? toList(found) : null
      return list && list.length > (meant.number - 1) * BLOCK_LENGTH ? meant.path : null
    }
    case 'fixture':
      return meant.path
  }
}

/** Nowhere but to this site. Only a search takes its query along: elsewhere it tells who sent the reader. */
export function leadTo(c: AppContext, site: Site, path: string): Response {
  const query = path === paths.search ? (/\?[^#]*/.exec(behindHost(c.req.url))?.[0] ?? '') : ''
  const headers = { Location: site.origin + path + query, ...cachePolicy.led }
  return new Response(null, { status: 301, headers })
}
