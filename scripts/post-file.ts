/** An article as a file: Markdown, HTML or plain text under a head of YAML. */
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'

const HEAD = /^\uFEFF?---[^\S\n]*\r?\n([\s\S]*?)\r?\n---[^\S\n]*(?:\r?\n|$)/

/** All fields together take less; reading YAML takes the square of how many there are. */
const MAX_HEAD = 20_000

/** The document to post: the head's fields, and the rest of the file as `body`. */
export function toDocument(file: string): Record<string, unknown> {
  const match = HEAD.exec(file)
  if (!match) throw new Error('must begin with a head of YAML between two lines of ---')
  if (match[0].length > MAX_HEAD) {
    throw new Error(`must have a head of at most ${MAX_HEAD} characters; the text goes below it`)
  }
  // Dates stay strings: only the API says what a date is.
  const head: unknown = parse(match[1] ?? '', { schema: 'core' })
  if (typeof head !== 'object' || head === null || Array.isArray(head)) {
    throw new Error('must have fields in its head, like `title: …`')
  }
  return { ...head, body: file.slice(match[0].length).trim() }
}

export interface Newsroom {
  /** Where it answers, like http://localhost:8787. */
  url: string
  key: string
}

interface Problem {
  title: string
  detail: string
  errors?: { detail: string }[]
}

/** Sends a document; gives back the answer, or throws what is wrong in the API's words. */
export async function send<T>(
  { url, key }: Newsroom,
  method: 'POST' | 'PUT',
  path: string,
  document: unknown,
): Promise<T> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(document),
  }).catch((fault: Error) => {
    throw new Error(`no answer from ${url} (${(fault.cause as Error)?.message ?? fault.message})`)
  })
  const answer = await response.text()
  if (response.ok) return JSON.parse(answer) as T
  throw new Error(explain(response.status, answer))
}

function explain(status: number, answer: string): string {
  try {
    const { title, detail, errors = [] } = JSON.parse(answer) as Problem
    const lines = errors.length > 0 ? errors.map((error) => `  ${error.detail}`) : [`  ${detail}`]
    return [`${title} (${status})`, ...lines].join('\n')
  } catch {
    return `status ${status}: ${answer.slice(0, 200)}`
  }
}

/** Posts one file; gives back the article's URL. */
export async function postFile(newsroom: Newsroom, file: string): Promise<string> {
  const document = toDocument(await readFile(file, 'utf8'))
  return (await send<{ url: string }>(newsroom, 'POST', '/api/articles', document)).url
}
