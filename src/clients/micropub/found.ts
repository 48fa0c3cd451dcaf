/** The article at an address that a program names. */
import type { ArticleRow } from '../../articles/row'
import { selectStoredAt } from '../../articles/store'
import { type Caller, callApi } from '../../editing/calling'
import { paths, type Site, siteOf } from '../../site'
import type { ClientContext } from '../context'
import { invalid, refused } from './refusals'
import type { Article } from './source'

const FOLDER = paths.article('')

/** The slug in an address of ours, however it is spelled; null for every other address. */
export function slugIn(address: string, { origin }: Site): string | null {
  const url = URL.parse(address)
  if (url?.origin !== origin || !url.pathname.startsWith(FOLDER)) return null
  try {
    const slug = decodeURIComponent(url.pathname.slice(FOLDER.length).replace(/\/$/, ''))
    return slug === '' || slug.includes('/') ? null : slug.normalize('NFC')
  } catch {
    return null
  }
}

/** An article, as a key may see it. */
export interface Found {
  article: Article
  /** Whether readers could ever see it. */
  wasPublic: boolean
  /** Whom to call the API with for it: what was looked up here is not looked up there again. */
  caller: Caller
}

/**
 * The article at an address, former ones included; or a refusal. What a key does not reach is not there for
 * it, as for one that asks the API.
 */
export async function findArticle(
  c: ClientContext,
  caller: Caller,
  address: unknown,
): Promise<Found | Response> {
  if (typeof address !== 'string' || address === '') return invalid('url is required: of the post')
  const site = siteOf(c.env)
  const slug = slugIn(address, site)
  if (slug === null) {
    return invalid(`url is no post of this newsroom, whose addresses begin ${site.origin}${FOLDER}`)
  }
  const stored = await selectStoredAt(c.var.db, slug).run()
  const row = stored.results[0] as ArticleRow | undefined
  if (!row) return invalid(NOTHING)
  const informed = { ...caller, by: { ...caller.by, article: stored } }
  const answer = await callApi<Article>(informed, 'GET', `/articles/${row.id}`)
  if (answer.problem?.name === 'not-found') return invalid(NOTHING)
  if (!answer.isOk) return refused(answer)
  return { article: answer.body, wasPublic: row.sequence !== null, caller: informed }
}

const NOTHING = 'There is no post at this url'
