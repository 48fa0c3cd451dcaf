/**
 * Calls of the API from within this isolate, without HTTP: so what may be done, what is checked, and what
 * becomes of it is decided where it is for everybody else. The desk makes them, and the rooms for programs that
 * speak other protocols.
 */
import type { Execution } from '../delivery/outside'
import { siteOf } from '../site'
import type { Api } from './api'
import { enterAs } from './door/entered'
import type { Entered } from './door/key-store'
import type { Fault } from './door/problems'

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
  /** In seconds, where one is to wait before the next try. */
  retryAfter: number | null
  body: T
  /** Of a problem. */
  problem: { name: string; detail: string; faults: Fault[] } | null
}

/** Who calls, and for whom. */
export interface Caller {
  api: Api
  env: Env
  ctx: Execution
  by: Entered
}

/** What is wrong, by field; what is wrong as a whole has none. */
export const faultsOf = ({ faults, detail }: NonNullable<Answered<unknown>['problem']>): Fault[] =>
  faults.length > 0 ? faults : [{ field: '', detail }]

/** `path` begins below `/api`. */
export async function callApi<T = Record<string, unknown>>(
  { api, env, ctx, by }: Caller,
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
  const request = new Request(`${siteOf(env).origin}/api${path}`, {
    method,
    headers,
    ...(sent === undefined ? {} : { body: sent }),
  })
  return answered(await api.fetch(enterAs(request, by), env, ctx as ExecutionContext))
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
  const retryAfter = Number(headers.get('Retry-After')) || null
  return { status, isOk, etag: headers.get('ETag'), retryAfter, body, problem }
}
