/** Articles of the newsroom to link to, as the desk suggests them. */
import type { Suggestion } from '../../articles/suggestion'
import { deskPaths } from '../../paths'

/** Null where they cannot be had right now, and where another question came in the meantime (`signal`). */
export async function suggestionsFor(
  words: string,
  signal: AbortSignal,
): Promise<Suggestion[] | null> {
  const query = new URLSearchParams({ q: words })
  const answer = await fetch(`${deskPaths.suggest}?${query}`, { signal }).catch(() => null)
  if (!answer?.ok || answer.redirected) return null
  const { articles } = (await answer.json().catch(() => ({ articles: null }))) as {
    articles: Suggestion[] | null
  }
  return articles
}
