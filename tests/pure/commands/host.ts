/**
 * A host for the commands to speak to: as much of a newsroom as they notice (it keeps articles, knows
 * origins and Idempotency-Keys), and all the ways in which hosts fail.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'

export const KEY = `bs_${'k'.repeat(43)}`

export interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

export interface Answered {
  status: number
  type: string
  text: string | Buffer
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** Ways to fail, each once or for good: see `Host.fails`. */
export const FAILURES = {
  'a 503': (response) => response.writeHead(503).end('{"title":"The database cannot be reached"}'),
  'a page of HTML with 521': (response) =>
    response.writeHead(521, { 'Content-Type': 'text/html' }).end('<html>Web server is down</html>'),
  'too many requests': (response) =>
    response.writeHead(429, { 'Retry-After': '1' }).end('{"title":"Too many requests"}'),
  'a line that is cut before any answer': (response) => response.destroy(),
  'an answer that breaks off': (response) => {
    response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': '5000' })
    response.write('{"id":1,')
    setTimeout(() => response.destroy(), 20)
  },
  'half an answer that looks whole': (response) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"line":1,"status":2'),
  'no answer': () => {},
} satisfies Record<string, Answer>

export type Failure = keyof typeof FAILURES

export class Host {
  url = ''
  /** What was stored: each document. */
  articles: Record<string, unknown>[] = []
  requests: {
    method: string
    path: string
    key: string
    type: string
    idempotencyKey: string
    body: string
  }[] = []
  /** Played before the newsroom answers; `then` is whether the request is carried out all the same. */
  failures: { failure: Answer; isCarriedOut: boolean }[] = []
  /** Played for ever. */
  always: Answer | null = null
  /** The pictures that were sent: each file's name. */
  pictures: string[] = []
  /** Whether it has a place for pictures. */
  takesPictures = true
  /** Answers before all else does, where it has an answer: what a test has a newsroom do besides. */
  also: (asked: Asked) => Answered | null = () => null
  /** Goes into every answer about an article. */
  notes: string[] = []
  private readonly answers = new Map<string, object>()
  private readonly server = createServer((request, response) => void this.handle(request, response))

  async open(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  /** The next request fails so; carried out, only its answer is lost. */
  fails(failure: Failure, isCarriedOut = false): void {
    this.failures.push({ failure: FAILURES[failure], isCarriedOut })
  }

  private async handle(request: IncomingMessage, response: ServerResponse) {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const bytes = Buffer.concat(parts)
    const body = bytes.toString()
    const { method = '', url: path = '', headers } = request
    const idempotencyKey = String(headers['idempotency-key'] ?? '')
    const [key, type] = [headers.authorization ?? '', headers['content-type'] ?? '']
    this.requests.push({ method, path, key, type, idempotencyKey, body })
    if (this.always) return this.always(response, request)
    const failure = this.failures.shift()
    if (failure && !failure.isCarriedOut) return failure.failure(response, request)
    const also = this.also({ method, path, headers, body: bytes })
    const answer = also ?? this.answer(path, body, idempotencyKey, bytes)
    if (failure) return failure.failure(response, request)
    response.writeHead(answer.status, { 'Content-Type': answer.type }).end(answer.text)
  }

  private answer(path: string, body: string, key: string, bytes: Buffer): Answered {
    if (path.startsWith('/api/pictures')) return this.keep(path, bytes)
    if (path.startsWith('/api/export')) {
      const lines = '{"type":"section","slug":"news","name":"新闻"}\n{"type":"end","next":null}\n'
      return { status: 200, type: 'application/x-ndjson', text: lines }
    }
    if (path !== '/api/import') {
      const { status, ...result } = this.store(body, key)
      const type = status < 400 ? 'application/json' : 'application/problem+json'
      return { status, type, text: JSON.stringify(result) }
    }
    const results = body.split('\n').flatMap((line, i) => {
      if (line.trim() === '') return []
      return [{ line: i + 1, ...this.store(line, `${key}:${i + 1}`) }]
    })
    const text = results.map((result) => `${JSON.stringify(result)}\n`).join('')
    return { status: 200, type: 'application/x-ndjson', text }
  }

  private keep(path: string, bytes: Buffer): Answered {
    if (!this.takesPictures) {
      return problem(409, 'This newsroom takes no pictures yet: add [[r2_buckets]].')
    }
    if (bytes.toString().startsWith('bad')) return problem(422, 'picture is damaged')
    this.pictures.push(new URLSearchParams(path.split('?')[1]).get('name') ?? '')
    return json({ hash: hashOf(bytes), alt: null })
  }

  private store(text: string, key: string): { status: number } {
    const known = this.answers.get(`${key}\n${text}`)
    if (known) return known as { status: number }
    const document = JSON.parse(text) as Record<string, unknown>
    if (document.section === 'nowhere') {
      const errors = [{ field: 'section', detail: 'section "nowhere" does not exist' }]
      return { status: 422, ...{ title: 'The input has faults', errors } }
    }
    const origin = JSON.stringify(document.origin)
    const at = origin ? this.articles.findIndex((one) => JSON.stringify(one.origin) === origin) : -1
    if (at < 0) this.articles.push(document)
    else this.articles[at] = document
    const id = at < 0 ? this.articles.length : at + 1
    const notes = this.notes.length > 0 ? { notes: this.notes } : {}
    const answer = { status: at < 0 ? 201 : 200, id, url: `${this.url}/articles/${id}`, ...notes }
    if (!key.startsWith(':') && key !== '') this.answers.set(`${key}\n${text}`, answer)
    return answer
  }
}

/** How a picture is named. */
export const hashOf = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

export const json = (value: object, status = 200): Answered => ({
  status,
  type: 'application/json',
  text: JSON.stringify(value),
})

export const problem = (status: number, detail: string): Answered => ({
  status,
  type: 'application/problem+json',
  text: JSON.stringify({ title: 'Refused', detail }),
})

export interface Ran {
  code: number | null
  said: string
}

/** Runs a program to its end; both of its outputs together. */
export function runs(
  file: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
) {
  const child = spawn(file, args, {
    ...options,
    env: { ...process.env, ...options.env } as NodeJS.ProcessEnv,
  })
  let said = ''
  child.stdout.on('data', (data) => (said += data))
  child.stderr.on('data', (data) => (said += data))
  return new Promise<Ran>((done) => child.on('close', (code) => done({ code, said })))
}

/** Runs one of the commands, from a folder. */
export const runCommand = (host: Host, name: string, args: string[], cwd: string) =>
  runs(process.execPath, [resolve(`scripts/${name}.ts`), ...args], {
    cwd,
    env: { BROADSIDE_URL: host.url, BROADSIDE_KEY: KEY },
  })
