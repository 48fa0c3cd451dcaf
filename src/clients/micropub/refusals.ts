/** What is refused, as the specification says it (3.8): `error`, and what is wrong in words. */
import { cachePolicy } from '../../delivery/policy'
import { type Answered, faultsOf } from '../../editing/calling'
import type { Fault } from '../../editing/door/problems'
import { SCOPES } from '../../editing/door/scopes'

interface Also {
  /** What the key would need. */
  scope?: string
  headers?: Record<string, string>
}

export const refuse = (
  status: number,
  error: string,
  description: string,
  { scope, headers }: Also = {},
) =>
  Response.json(
    { error, error_description: description, ...(scope && { scope }) },
    { status, headers: { ...headers, ...cachePolicy.private } },
  )

export const invalid = (...faults: string[]) => refuse(400, 'invalid_request', faults.join('; '))

const REALM = 'Bearer realm="Broadside"'

export const unauthorized = (description: string, isGiven: boolean) =>
  refuse(401, 'unauthorized', description, {
    headers: { 'WWW-Authenticate': isGiven ? `${REALM}, error="invalid_token"` : REALM },
  })

/** 401, as the specification has it, where RFC 6750 has 403. */
export const lacking = (description: string, scope: string) =>
  refuse(401, 'insufficient_scope', description, {
    scope,
    headers: { 'WWW-Authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` },
  })

/** What the API refused. */
export function refused({ status, problem, retryAfter }: Answered<unknown>): Response {
  const { name, detail } = problem ?? { name: 'internal', detail: '' }
  const headers = retryAfter ? { 'Retry-After': String(retryAfter) } : {}
  if (name === 'forbidden') {
    const scope = SCOPES.filter((one) => detail.includes(one)).join(' ')
    return scope ? lacking(detail, scope) : refuse(403, 'forbidden', detail)
  }
  if (name === 'rate-limited') return refuse(429, 'rate_limited', detail, { headers })
  if (status >= 500) {
    const error = status === 503 ? 'temporarily_unavailable' : 'server_error'
    return refuse(status, error, detail, { headers })
  }
  const description = problem ? faultsOf(problem).map(inTheirWords).join('; ') : detail
  // Nothing there, a slug that is taken: all is a request that cannot be answered as it is.
  return refuse(status === 413 ? 413 : 400, 'invalid_request', description)
}

/** What a property is called in the API. */
const PROPERTIES: Record<string, string> = {
  title: 'name',
  body: 'content',
  format: 'content',
  section: 'mp-channel',
  keywords: 'category',
  slug: 'mp-slug',
  publishedAt: 'published',
  publishAt: 'published',
  status: 'post-status',
  lead: 'photo',
  picture: 'photo',
  url: 'photo',
  alt: 'mp-photo-alt',
}

/** A fault of the API, named by the property that it is about. */
function inTheirWords({ field, detail }: Fault): string {
  const [first = '', ...rest] = field.split('.')
  const property = Object.hasOwn(PROPERTIES, first) ? PROPERTIES[first] : first
  const named = [property, ...rest].join('.')
  return field !== '' && detail.startsWith(field) ? named + detail.slice(field.length) : detail
}
