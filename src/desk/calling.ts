/** The desk has the API do what it is asked for, for who is signed in. */
import { type Answered, type Call, callApi as call } from '../editing/calling'
import type { DeskContext } from './context'

/** `path` begins below `/api`. */
export function callApi<T = Record<string, unknown>>(
  c: DeskContext,
  method: string,
  path: string,
  what: Call = {},
): Promise<Answered<T>> {
  const { api, person } = c.var
  const by = { editor: person.editor, article: articleFor(person, path) }
  return call<T>({ api, env: c.env, ctx: c.executionCtx, by }, method, path, what)
}

/** The article that was looked up with the session, for the first that asks for it. */
function articleFor(person: DeskContext['var']['person'], path: string): D1Result | null {
  const { article } = person
  const id = (article?.results[0] as { id: number } | undefined)?.id
  if (id === undefined || !`${path}/`.startsWith(`/articles/${id}/`)) return null
  person.article = null
  return article
}
