/** `/desk/articles/suggest?q=…`: published articles to link to, for the script of the form, in JSON. */

import { findArticles } from '../../articles/finding/found'
import { fold } from '../../articles/search/segment'
import { shelvesOf } from '../../articles/texts/stores'
import { cachePolicy } from '../../delivery/policy'
import { paths, siteOf } from '../../site'
import { toLocal } from '../../time'
import type { DeskContext } from '../context'
import type { Suggestion } from './suggestion'

/** As many as one can choose from at a glance. */
const MOST = 10

/**
 * At most ten articles that hold all words of `q`, or the one whose address it is: those with the words in their
 * titles first, then the newest. Of all sections, whoever asks: readers see them too.
 */
export async function suggest(c: DeskContext): Promise<Response> {
  const words = c.req.query('q')?.trim() ?? ''
  const articles = words === '' ? [] : await suggestionsFor(c, words)
  return Response.json({ articles }, { headers: { ...cachePolicy.private } })
}

async function suggestionsFor(c: DeskContext, words: string): Promise<Suggestion[]> {
  const site = siteOf(c.env)
  const { articles } = await findArticles(shelvesOf(c), site, {
    words,
    status: 'published',
    section: null,
    author: null,
    from: null,
    before: null,
    order: 'published',
    sections: null,
    cursor: null,
  })
  const terms = fold(words).split(/\s+/)
  const isTitled = ({ title }: { title: string }) => {
    const folded = fold(title)
    return terms.every((term) => folded.includes(term))
  }
  const titled = articles.filter(isTitled)
  const others = articles.filter((article) => !isTitled(article))
  return [...titled, ...others].slice(0, MOST).map(({ title, slug, publishedAt }) => ({
    title,
    path: paths.article(slug),
    date: toLocal(publishedAt ?? 0, site.timeZone).text.slice(0, 10),
  }))
}
