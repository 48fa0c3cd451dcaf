/** A newsroom to move into, as much of it as a move notices, and old sites that are made of lists. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { doMove, tryMove } from '../../../scripts/move/run.ts'
import { sourceOptions, toMove, type Values } from '../../../scripts/move/settings.ts'
import type { AddressRule, Found, Piece, Source } from '../../../scripts/move/source.ts'
import { type Answered, type Asked, Host, json, KEY, problem } from '../commands/host.ts'

type Line = Record<string, unknown> & { title: string; slug?: string; formerAddresses?: string[] }

export const NOW = Date.parse('2026-11-27T12:00:00Z')

export class Newsroom {
  readonly host = new Host()
  readonly folder = mkdtempSync(join(tmpdir(), 'broadside-move-'))
  sections = new Map<string, string>([['news', '新闻']])
  rules: AddressRule[] = []
  version = 1
  /** By origin, with the number of times that each was written. */
  articles = new Map<string, { line: Line; writes: number }>()
  /** Whether the key may set rules, and make sections. */
  maySetRules = true
  maySetSections = true
  /** Articles that are refused, by their ids. */
  refused = new Set<string>()
  /** Called before rules are set: somebody else may be faster. */
  beforeRules = () => {}

  async open(): Promise<this> {
    await this.host.open()
    this.host.also = (asked) => this.answer(asked)
    return this
  }

  close(): void {
    this.host.close()
    rmSync(this.folder, { recursive: true })
  }

  /** Requests that could change something. */
  get writes() {
    return this.host.requests.filter(({ method }) => method !== 'GET')
  }

  line(id: string): Line | undefined {
    return this.articles.get(id)?.line
  }

  file(name: string): string {
    return readFileSync(join(this.folder, 'old.move', name), 'utf8')
  }

  private answer({ method, path, headers, body }: Asked): Answered | null {
    if (path === '/api/sections') {
      return json({ sections: [...this.sections].map(([slug, name]) => ({ slug, name })) })
    }
    if (path === '/api/address-rules') return this.answerRules(method, headers, body)
    if (path !== '/api/import') return null
    const lines = body.toString().split('\n')
    const results = lines.flatMap((line, i) =>
      line === '' ? [] : [JSON.stringify({ line: i + 1, ...this.take(JSON.parse(line) as Line) })],
    )
    return { status: 200, type: 'application/x-ndjson', text: `${results.join('\n')}\n` }
  }

  private answerRules(method: string, headers: Asked['headers'], body: Buffer): Answered {
    if (method === 'GET') return json({ version: this.version, rules: this.rules })
    if (!this.maySetRules) return problem(403, 'The key lacks a scope.')
    this.beforeRules()
    if (headers['if-match'] !== `"${this.version}"`) return problem(412, 'Somebody was faster.')
    this.rules = (JSON.parse(body.toString()) as { rules: AddressRule[] }).rules
    this.version++
    return json({ version: this.version, rules: this.rules })
  }

  private take(line: Line): object {
    const refuse = (status: number, type: string, detail: string) => {
      return { status, type: `https://new.example.com/problems/${type}`, title: 'Refused', detail }
    }
    if (line.type === 'section') {
      if (!this.maySetSections) return refuse(403, 'forbidden', 'The key lacks sections:write.')
      this.sections.set(String(line.slug), String(line.name))
      return { status: 201 }
    }
    if (!this.sections.has(String(line.section))) return refuse(422, 'invalid-input', 'no section')
    const { id } = line.origin as { id: string }
    if (this.refused.has(id)) return refuse(403, 'forbidden', 'not here')
    const others = [...this.articles].filter(([other]) => other !== id).map(([, one]) => one.line)
    const isTaken = (slug: string) => others.some((one) => one.slug === slug)
    if (line.slug && isTaken(line.slug)) {
      return refuse(409, 'slug-taken', `The slug "${line.slug}" is or was another article’s.`)
    }
    const former = others.flatMap((one) => one.formerAddresses ?? [])
    const owned = line.formerAddresses?.find((one) => former.includes(one))
    if (owned !== undefined) {
      return refuse(409, 'address-taken', `The former address "${owned}" leads to another article.`)
    }
    const before = this.articles.get(id)
    const slug = line.slug ?? before?.line.slug ?? `made-${this.articles.size + 1}`
    const after = { ...line, slug }
    const isSame = JSON.stringify(before?.line) === JSON.stringify(after)
    if (!isSame) this.articles.set(id, { line: after, writes: (before?.writes ?? 0) + 1 })
    return {
      status: before ? 200 : 201,
      url: `https://new.example.com/articles/${encodeURI(slug)}`,
    }
  }
}

export const piece = (id: string, more: Partial<Piece> = {}): Piece => ({
  ...{ id, title: `第 ${id} 篇`, body: '<p>今晚停水。</p>', format: 'html', status: 'published' },
  ...{ date: '2019-05-01T08:00:00+08:00', updatedAt: null, categories: [], keywords: [] },
  ...{ summary: null, author: null, language: null, source: null, slug: `post-${id}` },
  ...{ addresses: [`/2019/05/post-${id}/`], lead: null, file: null, notes: [] },
  ...more,
})

export const site = (found: (Piece | Found)[], more: Partial<Source> = {}): Source => ({
  ...{ software: 'OldPress', system: 'oldpress', site: 'https://old.example.com', rules: [] },
  async *read() {
    for (const one of found) yield 'kind' in one ? one : { kind: 'piece', piece: one }
  },
  ...more,
})

const begin = (to: Newsroom, source: Source, values: Values) => {
  const said = sourceOptions({ section: 'news', ...values }, join(to.folder, 'old'))
  const newsroom = { url: to.host.url, key: KEY, retries: 0 }
  return { move: toMove({ section: 'news', ...values }, said, source, NOW), newsroom }
}

export function tries(to: Newsroom, source: Source, values: Values = {}) {
  const { move, newsroom } = begin(to, source, values)
  return tryMove(move, newsroom)
}

export function moves(to: Newsroom, source: Source, values: Values = {}, size = 1000) {
  const { move, newsroom } = begin(to, source, values)
  return doMove(move, newsroom, size)
}
