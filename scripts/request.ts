/**
 * Asks a newsroom, as often as it takes: answers get lost, hosts fail and are busy. What is asked again is
 * the same to the byte, under the same Idempotency-Key, so that nothing happens twice.
 */
import { Fault } from './command.ts'

export interface Newsroom {
  /** Where it answers, like http://localhost:8787. */
  url: string
  key: string
  /** How long an answer may take, in seconds: 120 unless given. */
  timeout?: number
  /** How often a request is sent again: 7 times unless given. */
  retries?: number
}

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  path: string
  body?: string | Uint8Array<ArrayBuffer> | FormData
  /** Of the body, unless it is a form, which says so itself: JSON unless given. */
  type?: string
  idempotencyKey?: string
  ifMatch?: string
  /** The answer is a file, of whatever kind. */
  isForFile?: boolean
}

interface Problem {
  title: string
  detail?: string
  errors?: { field: string; detail: string }[]
}

/** What the newsroom refuses, in its words. */
export class Refusal extends Fault {
  readonly status: number
  readonly errors: { field: string; detail: string }[]

  constructor(status: number, { title, detail, errors = [] }: Problem) {
    const lines = errors.length > 0 ? errors.map((error) => error.detail) : [detail ?? '']
    super([`${title} (${status})`, ...lines.map((line) => `  ${line}`)].join('\n'), 'refused')
    this.status = status
    this.errors = errors
  }
}

/** Worth asking again; `after` is for how many seconds the host wants to be left alone. */
export class Passing extends Error {
  readonly after: number | null

  constructor(message: string, after: number | null = null) {
    super(message)
    this.after = after
  }
}

/** In seconds: a host that wants more than that is not waited for. */
export const LONGEST_WAIT = 120
const TEMPORARY = new Set([408, 425, 429])
/** Nobody listens there: asking again helps only who was answered before. */
const NOBODY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])
/** Certificates that are no good, https spoken to http, and ports that fetch never asks. */
const LASTING = /CERT|SIGNATURE|_SSL_|_TLS_|bad port/
const answered = new Set<string>()

/** Gives back what `read` makes of the answer. Throws a Refusal, or a Fault when it gives up. */
export async function ask<T>(
  newsroom: Newsroom,
  request: Request,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const { retries = 7 } = newsroom
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await once(newsroom, request, read)
      answered.add(newsroom.url)
      return answer
    } catch (fault) {
      if (fault instanceof Fault) throw fault
      const { message, after } = toPassing(fault as Error, newsroom)
      const wait = after ?? Math.min(0.5 * 2 ** attempt, 30)
      if (attempt >= retries || wait > LONGEST_WAIT) {
        throw new Fault(
          `${message}. Run the same command again ${after ? `in ${after} seconds` : 'later'}; nothing is stored twice.`,
          'unreachable',
        )
      }
      console.error(`${message}: asking again in ${wait} s`)
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    }
  }
}

async function once<T>(
  { url, key, timeout = 120 }: Newsroom,
  { method, path, body, type = 'application/json', isForFile, ...request }: Request,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body !== undefined && !(body instanceof FormData) && { 'Content-Type': type }),
      ...(request.idempotencyKey && { 'Idempotency-Key': request.idempotencyKey }),
      ...(request.ifMatch && { 'If-Match': request.ifMatch }),
    },
    ...(body !== undefined && { body }),
    // Followed, a POST would become a GET, and the key go elsewhere.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout * 1000),
  })
  if (response.ok) {
    if (!(isForFile ? FILE : DOCUMENT).test(typeOf(response))) {
      throw new Fault(
        `${url} answered, but not as a newsroom does (${response.status}, ${typeOf(response) || 'no type'}). Check --url.`,
        'unreachable',
      )
    }
    return read(response)
  }
  const { status } = response
  if (status >= 300 && status < 400) {
    const to = response.headers.get('Location') ?? ''
    const origin = URL.canParse(to, url) ? new URL(to, url).origin : to
    throw new Fault(`${url} sends on to ${to}. Say --url ${origin}`, 'usage')
  }
  const problem = toProblem(await response.text())
  if (status < 500 && !TEMPORARY.has(status)) {
    throw new Refusal(status, problem ?? { title: `${url} refuses`, detail: 'It gives no reason.' })
  }
  const what = problem ? `${problem.title} (${status})` : `status ${status}`
  throw new Passing(`${url}: ${what}`, toSeconds(response.headers.get('Retry-After')))
}

const DOCUMENT = /^application\/([\w.-]+\+)?(json|x-ndjson)\b/
const FILE = /^(image\/|application\/octet-stream\b)/

const typeOf = (response: Response) => response.headers.get('Content-Type') ?? ''

function toProblem(text: string): Problem | null {
  try {
    const problem = JSON.parse(text) as Problem
    return typeof problem?.title === 'string' ? problem : null
  } catch {
    return null
  }
}

/** `Retry-After`: seconds, or a date (RFC 9110, 10.2.3). */
export function toSeconds(value: string | null): number | null {
  if (value === null) return null
  if (/^\d{1,9}$/.test(value.trim())) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}

export function toPassing(fault: Error, { url, timeout = 120 }: Newsroom): Passing {
  if (fault instanceof Passing) return fault
  if (fault.name === 'TimeoutError') {
    return new Passing(`${url}: no whole answer in ${timeout} seconds`)
  }
  if (fault instanceof SyntaxError) return new Passing(`${url}: the answer broke off`)
  const cause = fault.cause as (Error & { code?: string }) | undefined
  if (NOBODY.has(cause?.code ?? '') && !answered.has(url)) {
    const isLocal = /^http:\/\/(localhost|127\.)/.test(url)
    const remedy = isLocal
      ? 'Is npm start running? BROADSIDE_URL or --url names another newsroom.'
      : 'Check --url (or BROADSIDE_URL), and the network.'
    throw new Fault(`No answer from ${url} (${cause?.code}). ${remedy}`, 'unreachable')
  }
  if (LASTING.test(`${cause?.code} ${cause?.message}`)) {
    throw new Fault(`${url}: ${cause?.message}. Check --url (or BROADSIDE_URL).`, 'unreachable')
  }
  return new Passing(`${url}: ${cause?.message || fault.message}`)
}

/** The answer as JSON. */
export const toJson = async <T>(response: Response): Promise<T> =>
  JSON.parse(await response.text()) as T

/** Reads what stands at an address of the API. */
export const look = <T>(newsroom: Newsroom, path: string): Promise<T> =>
  ask(newsroom, { method: 'GET', path }, toJson<T>)

/** Sends a document; gives back the answer. */
export const send = <T>(
  newsroom: Newsroom,
  method: 'POST' | 'PUT',
  path: string,
  document: unknown,
  idempotencyKey?: string,
): Promise<T> =>
  ask(
    newsroom,
    { method, path, body: JSON.stringify(document), ...(idempotencyKey && { idempotencyKey }) },
    toJson<T>,
  )
