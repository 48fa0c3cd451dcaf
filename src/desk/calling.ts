/**
 * The desk calls the API, in this isolate and without HTTP, for who is signed in: so what it may do, what is
 * checked, and what becomes of it is decided where it is for everybody else.
 */
import { enterAs } from '../editing/door/entered'
import type { Fault } from '../editing/door/problems'
import { siteOf } from '../site'
import type { DeskContext } from './context'

export interface Call {
  /** A JSON document; for PATCH, a merge patch. */
  json?: unknown
  /** Something else than JSON. */
  body?: BodyInit
  type?: string
  /** The revision that it began from. */
  revision?: number | null
  /** Any other ETag that it began from. */
  ifMatch?: string | null
  /** Makes a request that comes twice one: see `Idempotency-Key`. */
  once?: string | null
}

/** What the API answered. */
export interface Answered<T> {
  status: number
  isOk: boolean
  etag: string | null
  body: T
  /** Of a problem. */
  problem: { name: string; detail: string; faults: Fault[] } | null
}

/** What is wrong, by field; what is wrong as a whole has none. */
export const faultsOf = ({ faults, detail }: NonNullable<Answered<unknown>['problem']>): Fault[] =>
  faults.length > 0 ? faults : [{ field: '', detail }]

/** `path` begins below `/api`. */
export async function callApi<T = Record<string, unknown>>(
  c: DeskContext,
  method: string,
  path: string,
  { json, body, type, revision, ifMatch, once }: Call = {},
): Promise<Answered<T>> {
  const headers = new Headers()
  if (json !== undefined) {
    const isPatch = method === 'PATCH'
    headers.set('Content-Type', isPatch ? 'application/merge-patch+json' : 'application/json')
  } else if (type) headers.set('Content-Type', type)
  if (revision) headers.set('If-Match', `"${revision}"`)
  if (ifMatch) headers.set('If-Match', ifMatch)
  if (once) headers.set('Idempotency-Key', once)
  const sent = json === undefined ? body : JSON.stringify(json)
  const request = new Request(`${siteOf(c.env).origin}/api${path}`, {
    method,
    headers,
    ...(sent === undefined ? {} : { body: sent }),
  })
  const { person } = c.var
  const response = await c.var.api.fetch(
    enterAs(request, { editor: person.editor, article: articleFor(person, path) }),
    c.env,
    c.executionCtx,
  )
  return answered(response)
}

/** The article that was looked up with the session, for the first that asks for it. */
function articleFor(person: DeskContext['var']['person'], path: string): D1Result | null {
  const { article } = person
  const id = (article?.results[0] as { id: number } | undefined)?.id
  if (id === undefined || !`${path}/`.startsWith(`/articles/${id}/`)) return null
  person.article = null
  return article
}

async function answered<T>(response: Response): Promise<Answered<T>> {
  const { status, ok: isOk, headers } = response
  const isJson = /[/+]json/.test(headers.get('Content-Type') ?? '')
  const body = (isJson ? await response.json() : null) as T
  const said = body as { type?: string; detail?: string; errors?: Fault[] } | null
  const problem = isOk
    ? null
    : {
        name: said?.type?.split('/').at(-1) ?? 'internal',
        detail: said?.detail ?? '',
        faults: said?.errors ?? [],
      }
  return { status, isOk, etag: headers.get('ETag'), body, problem }
}
