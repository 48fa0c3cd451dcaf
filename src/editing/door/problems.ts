/** Errors, as RFC 9457 problem details. One catalogue; each is documented at its `type` URL. */
import { requestId } from '../../delivery/log'
import { cachePolicy } from '../../delivery/policy'
import { paths, type Site, siteOf } from '../../site'
import type { EditingContext } from './context'

/** One fault of the input: the field, and how to put it right. */
export interface Fault {
  /** Dotted path in the document sent, like `source.url`; empty for the document itself. */
  field: string
  detail: string
}

export const PROBLEMS = {
  'bad-json': {
    status: 400,
    title: 'The request body is not JSON',
    help: 'Send one JSON object in UTF-8.',
  },
  unauthorized: {
    status: 401,
    title: 'A valid key is needed',
    help: 'Send `Authorization: Bearer KEY` with a key from `npm run keys -- create`. A key that was mistyped, revoked or never existed is answered alike.',
  },
  forbidden: {
    status: 403,
    title: 'This key may not do that',
    help: 'Use a key with the scope and the sections it takes. Its manager can see what it has under /api/keys.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing at this address',
    help: 'Check the path and the number in it. The addresses are listed under /api/docs.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    help: 'The `Allow` header lists the methods it takes.',
  },
  'slug-taken': {
    status: 409,
    title: 'The slug is or was another article’s',
    help: 'Addresses are for good: choose another slug, or leave it out to have one made.',
  },
  'address-taken': {
    status: 409,
    title: 'The former address leads to another article',
    help: 'An old address leads to one article: take it away from that one first, or leave it out here.',
  },
  conflict: {
    status: 409,
    title: 'The present state does not allow that',
    help: 'Read what there is, and see what it allows.',
  },
  'stale-revision': {
    status: 412,
    title: 'What you are changing has changed since you read it',
    help: 'Read it again, make your change to what you find, and send its new ETag in `If-Match`.',
  },
  'too-large': {
    status: 413,
    title: 'The request is too large',
    help: 'A request may take 1 MiB, an article’s body 256 KiB of it. An import may take 32 MiB and 1,000 lines, and each line 1 MiB.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The request is in a form not understood here',
    help: 'POST and PUT take `application/json`, PATCH `application/merge-patch+json`, none of them compressed.',
  },
  'invalid-input': {
    status: 422,
    title: 'The input has faults',
    help: '`errors` lists every fault with its field and how to put it right. Nothing was stored.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    help: 'Send the same body to have the same answer again, or another key for another request.',
  },
  'if-match-required': {
    status: 428,
    title: 'Say which revision you are changing',
    help: 'Send the ETag you got when reading it in `If-Match`. `*` will not do: it would overwrite what you have not seen.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    help: 'Wait as many seconds as `Retry-After` says. A key may make 1,000 writes a minute, of which an import is one for each piece that is written together, and an address 20 failed attempts to log in, unless the newsroom is set up otherwise.',
  },
  'answer-erased': {
    status: 409,
    title: 'This request was answered, and the answer has been erased',
    help: 'The article it made was changed by its editors for good reason. Read it before you send anything new.',
  },
  'not-stored': {
    status: 424,
    title: 'Another line of this request was refused',
    help: 'With `atomic=true` a request is stored whole or not at all. Mend the other lines and send all of them again.',
  },
  busy: {
    status: 503,
    title: 'Too many are writing the same article at once',
    help: 'Nothing was stored. Send the request again after `Retry-After` seconds.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    help: 'Nothing was stored. It has been logged; trying again is safe.',
  },
  unavailable: {
    status: 503,
    title: 'The database cannot be reached',
    help: 'Nothing was stored. Send the request again after `Retry-After` seconds.',
  },
  'pictures-unavailable': {
    status: 503,
    title: 'Pictures cannot be stored right now',
    help: 'R2 does not answer. Nothing was kept. Send the picture again after `Retry-After` seconds.',
  },
  'outcome-unknown': {
    status: 503,
    title: 'The database did not say whether it stored that',
    help: 'What is written together was stored whole or not at all. Send the same request again after `Retry-After` seconds: with the same `Idempotency-Key`, the same `If-Match` or the same `origin` it is stored once, and answered. Without any of these, look first what there is.',
  },
} as const

export type ProblemName = keyof typeof PROBLEMS

interface Particulars {
  /** What is the matter this time, in a sentence. */
  detail?: string
  errors?: Fault[]
  headers?: Record<string, string>
}

/** A problem as RFC 9457 has it: the answer to a request, or to one line of it. */
export function describeProblem(
  site: Site,
  name: ProblemName,
  { detail, errors }: Omit<Particulars, 'headers'> = {},
) {
  const { status, title, help } = PROBLEMS[name]
  const type = site.origin + paths.problem(name)
  return { type, title, status, detail: detail ?? help, ...(errors && { errors }) }
}

/** What `describeProblem` takes of a problem. */
export type Refusal = [name: ProblemName, particulars?: Omit<Particulars, 'headers'>]

/** The answer for a problem. */
export function problem(
  c: EditingContext,
  name: ProblemName,
  { headers, ...particulars }: Particulars = {},
): Response {
  const { errors, ...described } = describeProblem(siteOf(c.env), name, particulars)
  return Response.json(
    { ...described, instance: `urn:uuid:${requestId()}`, errors },
    {
      status: described.status,
      headers: {
        ...headers,
        'Content-Type': 'application/problem+json',
        ...cachePolicy.private,
      },
    },
  )
}

export const methodNotAllowed = (c: EditingContext, allow: string) =>
  problem(c, 'method-not-allowed', {
    detail: `${c.req.method} is not taken here; ${allow} is.`,
    headers: { Allow: allow },
  })
