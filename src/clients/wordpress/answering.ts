/** Answers in WordPress's shapes: what is asked for, a page of it, or why not. */
import { cachePolicy } from '../../delivery/policy'
import type { Answered } from '../../editing/calling'
import type { Fault } from '../../editing/door/problems'
import type { Asking } from './asking'

/** Nothing of it is kept: drafts stand here, and what stands here may be a key's alone. */
const HEADERS = {
  ...cachePolicy.private,
  'Content-Type': 'application/json; charset=UTF-8',
  'Access-Control-Expose-Headers': 'X-WP-Total, X-WP-TotalPages, Link',
  Vary: 'Authorization',
}

export const answer = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { ...HEADERS, ...headers } })

/** An error as WordPress has it. */
export const refuse = (
  status: number,
  code: string,
  message: string,
  more: { params?: Record<string, string>; term_id?: number } = {},
  headers: Record<string, string> = {},
) => answer({ code, message, data: { status, ...more } }, status, headers)

/** Some parameters are not as they must be: what is wrong with each, as the end of a sentence. */
export function refuseParams(params: Record<string, string>): Response {
  const said = Object.entries(params).map(([name, fault]) => `${name} ${fault}`)
  const message = `Invalid parameter(s): ${Object.keys(params).join(', ')}. ${said.join('; ')}.`
  return refuse(400, 'rest_invalid_param', message, { params })
}

export const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="Broadside", charset="UTF-8"' }

/** Nobody is known who could do it. */
export const unknown = (code: string) =>
  refuse(
    401,
    code,
    'Sorry, you are not allowed to do that: it takes a key, as the password of Basic authentication with any user name.',
    {},
    CHALLENGE,
  )

/** What a field of ours is called there. */
const NAMES: Record<string, string> = {
  body: 'content',
  format: 'content',
  summary: 'excerpt',
  keywords: 'tags',
  section: 'categories',
  publishedAt: 'date',
  publishAt: 'date',
  lead: 'featured_media',
  picture: 'file',
  alt: 'alt_text',
}

const nameOf = ({ field }: Fault) => {
  const top = field.split('.')[0] ?? ''
  return NAMES[top] ?? (top || 'body')
}

/** What the API says about a request it refused, in WordPress's words; nothing it said is lost. */
export function refused(
  { problem, status, retryAfter }: Answered<unknown>,
  codes: { forbidden: string; missing: string; other: string },
): Response {
  const { name = 'internal', detail = '', faults = [] } = problem ?? {}
  const headers: Record<string, string> = retryAfter ? { 'Retry-After': String(retryAfter) } : {}
  if (status === 404) return refuse(404, codes.missing, detail)
  if (status === 403)
    return refuse(403, codes.forbidden, `Sorry, you are not allowed to do that. ${detail}`)
  if (name === 'invalid-input' && faults.length > 0) {
    const params = Object.fromEntries(faults.map((fault) => [nameOf(fault), fault.detail]))
    const said = faults.map((fault) => fault.detail).join('; ')
    const message = `Invalid parameter(s): ${Object.keys(params).join(', ')}. ${said}.`
    return refuse(400, 'rest_invalid_param', message, { params })
  }
  if (status === 422) return refuse(400, codes.other, detail, {}, headers)
  if (status === 429) return refuse(429, 'rest_too_many_requests', detail, {}, headers)
  return refuse(status, codes.other, detail, {}, headers)
}

/** Which page of how many: from a hundred on WordPress refuses, and so do we. */
export interface Part {
  page: number
  perPage: number
  offset: number
}

const MAX_PER_PAGE = 100
const USUAL_PER_PAGE = 10

export function partOf({ params }: Asking): Part | Response {
  const perPage = params.number('per_page', USUAL_PER_PAGE, 1, MAX_PER_PAGE)
  const page = params.number('page', 1, 1)
  const offset = params.number('offset', 0, 0)
  const faults = {
    ...(perPage === null && { per_page: `must be between 1 and ${MAX_PER_PAGE}, both included` }),
    ...(page === null && { page: 'must be a whole number, 1 or more' }),
    ...(offset === null && { offset: 'must be a whole number, 0 or more' }),
  }
  if (perPage === null || page === null || offset === null) return refuseParams(faults)
  // As WordPress has it, an offset takes the place of the page.
  return { page, perPage, offset: params.has('offset') ? offset : (page - 1) * perPage }
}

/** A page of a list, with how many there are and where the next is. */
export function answerPage(asking: Asking, items: unknown[], total: number, part: Part): Response {
  const { page, perPage } = part
  const pages = Math.ceil(total / perPage)
  const links = [
    ...(page > 1 ? [`<${addressOf(asking, Math.min(page - 1, pages))}>; rel="prev"`] : []),
    ...(page < pages ? [`<${addressOf(asking, page + 1)}>; rel="next"`] : []),
  ]
  return answer(items, 200, {
    'X-WP-Total': String(total),
    'X-WP-TotalPages': String(pages),
    ...(links.length > 0 && { Link: links.join(', ') }),
  })
}

/**
 * Whether a list has no such page. WordPress refuses it of posts and media; lists of terms and users end in an empty
 * one, and programs go on until they get that.
 */
export const isBeyond = (total: number, { page, perPage, offset }: Part) =>
  total > 0 && page > Math.ceil(total / perPage) && offset >= total

export const beyond = () =>
  refuse(
    400,
    'rest_post_invalid_page_number',
    'The page number requested is larger than the number of pages available.',
  )

function addressOf({ c, site }: Asking, page: number): string {
  const url = new URL(c.req.url)
  url.searchParams.set('page', String(page))
  return `${site.origin}${url.pathname}${url.search}`
}
