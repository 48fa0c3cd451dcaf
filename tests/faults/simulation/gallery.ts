/**
 * The pictures of a world: what editors do with them, and what the newsroom promises of them. After each
 * step what D1 says of pictures is held against what is in R2.
 */
import { env } from 'cloudflare:workers'
import { KEY } from '../../support/newsroom'
import { jpeg, png } from '../../support/pictures'
import type { Answer } from './edge'
import type { Run } from './run'
import { BOUND, PLACES, type World } from './world'

/** How many different pictures there are. */
export const PICTURES = 3

const GRACE_SECONDS = 30 * 86_400
/** How often an editor sends a picture at most. */
const SENDS = 4

interface Row {
  id: number
  hash: string
  state: string
  files: { width: number; type: string }[]
  hasCard: number
  isUsed: number
}

interface Before {
  id: number
  state: string
  partings: number
  safeUntil: number
}

interface Down {
  /** When it was answered, in milliseconds; or when the last of it was paid, had something been queued. */
  since: number
  isDone: boolean
  /** Puts of its files until then: one that comes late is there until it is swept. */
  puts: number
}

/** A picture's file as it is sent: so flat that it is quick, and wide enough to have a smaller one. */
const bytesOf = (n: number) => png(1280, 8, n)

export async function hashOf(n: number): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(n)))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const folder = (hash: string) => `pictures/${hash}`

export class Gallery {
  /** What a success named, until somebody has it go: addresses of files. */
  private readonly promised = new Map<string, string[]>()
  /** Until when an unused picture stays at least, in UTC seconds. */
  private readonly safeUntil = new Map<string, number>()
  /** How often it was asked that a picture go, and how often that it may come back. */
  private readonly partings = new Map<string, number>()
  private readonly barred = new Set<string>()
  private readonly down = new Map<string, Down>()
  /** What was accepted of an article: its revision, and the pictures it names. */
  private readonly shows = new Map<number, { revision: number; hashes: string[] }>()
  /** As it was when last looked at. */
  private before = new Map<string, Before>()
  /** What was answered with success since then. */
  private readonly fresh = new Set<string>()
  private readonly files = new Set<string>()
  private sent = 0

  constructor(private readonly world: World) {
    world.witness = (...seen) => this.witness(...seen)
  }

  /** SQLite's own clock is not ours: what a trigger asks it for, it asks a table for. */
  async open() {
    const trigger = await env.DB.prepare(
      "SELECT sql FROM sqlite_master WHERE name = 'picture_uses_removed'",
    ).first<{ sql: string }>()
    const sql = trigger?.sql.replaceAll('unixepoch()', '(SELECT now FROM clock)') ?? ''
    await env.DB.batch([
      env.DB.prepare('CREATE TABLE clock (now INTEGER)'),
      env.DB.prepare('INSERT INTO clock VALUES (0)'),
      env.DB.prepare('DROP TRIGGER picture_uses_removed'),
      env.DB.prepare(sql),
    ])
    await this.setClock()
  }

  private get seconds() {
    return Math.floor(this.world.now / 1000)
  }

  private setClock = () => env.DB.prepare('UPDATE clock SET now = ?1').bind(this.seconds).run()

  private partingsOf = (hash: string) => this.partings.get(hash) ?? 0

  /** An editor sends a picture, and again when nobody answers. */
  async send(n: number, isSized: boolean, isKeyed: boolean, place: number, run: Run) {
    const hash = await hashOf(n)
    const partings = this.partingsOf(hash)
    const at = this.seconds
    const key = isKeyed ? { 'Idempotency-Key': `picture ${this.sent++}` } : {}
    for (let i = 0; i < SENDS; i++) {
      const init = { method: 'POST', headers: { Authorization: `Bearer ${KEY}`, ...key } }
      const body = isSized ? form(n) : new Blob([bytesOf(n)], { type: 'image/png' })
      const response = await this.world.fetch('/api/pictures', place, { ...init, body }, run)
      if (response.ok) {
        const answer = await response.json<{ files: { url: string }[]; card: string | null }>()
        const urls = [...answer.files.map(({ url }) => url), ...(answer.card ? [answer.card] : [])]
        this.note(
          hash,
          urls.map((url) => new URL(url).pathname),
          partings,
          at,
        )
        break
      }
      await response.body?.cancel()
      if (response.status === 422) throw new Error('a picture was refused that is one')
      if (run.isDead || response.status !== 503) break
    }
  }

  private note(hash: string, paths: string[], partings: number, at: number) {
    for (const path of paths) this.files.add(path)
    if (partings !== this.partingsOf(hash)) return
    this.promised.set(hash, paths)
    this.fresh.add(hash)
    this.needed(hash, at)
  }

  private needed(hash: string, at: number) {
    this.safeUntil.set(hash, Math.max(this.safeUntil.get(hash) ?? 0, at + GRACE_SECONDS))
  }

  /** An editor takes a picture down. */
  async takeDown(n: number, place: number, run: Run) {
    const hash = await hashOf(n)
    this.part(hash)
    this.barred.add(hash)
    const partings = this.partingsOf(hash)
    const answer = await this.call('POST', `${hash}/takedown`, place, run)
    const isLast = partings === this.partingsOf(hash)
    this.part(hash)
    if (!answer || !isLast) return
    const isDone = answer.purge !== 'queued'
    this.down.set(hash, { since: this.world.now, isDone, puts: this.putsOf(hash) })
    const { purge, fill } = this.world.edge.faults
    if (!isDone || run.wasJoined || purge !== 'ok' || fill !== 'ok') return
    const [path] = this.world.edge.holding(hash)
    if (path) throw new Error(`the edge holds ${path} with a picture that was just taken down`)
  }

  /** An editor removes a picture, or lifts its ban. */
  async remove(n: number, place: number, run: Run) {
    const hash = await hashOf(n)
    this.part(hash)
    await this.call('DELETE', hash, place, run)
    this.part(hash)
  }

  /** Before it is asked and after: what is answered in between may have come first. */
  private part(hash: string) {
    this.partings.set(hash, this.partingsOf(hash) + 1)
    this.promised.delete(hash)
    this.down.delete(hash)
  }

  private putsOf = (hash: string) => this.world.r2.puts.get(folder(hash)) ?? 0

  private async call(method: string, path: string, place: number, run: Run) {
    const init = { method, headers: { Authorization: `Bearer ${KEY}` } }
    const response = await this.world.fetch(`/api/pictures/${path}`, place, init, run)
    if (response.ok) return response.json<{ purge?: 'queued' }>()
    await response.body?.cancel()
    return null
  }

  /** An editor writes an article that shows a picture, or none; `id` of one that is there. */
  async write(id: number | null, fields: object, hashes: string[], place: number, run: Run) {
    const answer = await (id === null
      ? this.world.write('POST', '/api/articles', fields, place, null, null, run)
      : this.world.write('PATCH', `/api/articles/${id}`, fields, place, null, null, run))
    if (answer) this.shows.set(answer.id, { revision: answer.revision, hashes })
  }

  /** A reader of a file that somebody was once told of. */
  async look(nth: number, place: number, how: 'read' | 'ask') {
    const paths = [...this.files]
    const path = paths[nth % paths.length]
    if (path) await this.world[how](path, place)
  }

  private async witness(from: 'Worker' | 'edge', path: string, answer: Answer, askedAt: number) {
    if (answer.headers.get('Server-Timing') === 'stale') return
    for (const [hash, { since, isDone, puts }] of this.down) {
      if (!isDone || askedAt < since || !isShowing(hash, path, answer)) continue
      if (path.includes(hash) && puts !== this.putsOf(hash)) continue
      const { now, edge } = this.world
      const isCalm = now - edge.troubledAt > BOUND && !(await this.isAnyOwed())
      if (from === 'edge' && !isCalm && now - since <= BOUND) continue
      throw new Error(`the ${from} served ${path} with a picture that was taken down`)
    }
  }

  private async isAnyOwed(): Promise<boolean> {
    const query = "SELECT 1 FROM outbox WHERE kind IN ('write', 'purge') AND dead_at IS NULL"
    return (await env.DB.prepare(query).first()) !== null
  }

  private async rows(): Promise<Row[]> {
    const { results } = await env.DB.prepare(
      `SELECT id, hash, state, files, has_card AS hasCard,
         EXISTS (SELECT 1 FROM picture_uses u WHERE u.hash = p.hash) AS isUsed FROM pictures p`,
    ).run<Row & { files: string }>()
    return results.map((row) => ({ ...row, files: JSON.parse(row.files) }))
  }

  /** Whether what was promised holds, at any moment. */
  async check() {
    await this.setClock()
    const [rows, keys] = [await this.rows(), await this.world.r2.keys()]
    for (const row of rows) this.checkKept(row, keys)
    this.checkStay(rows)
    for (const [hash, paths] of this.promised) {
      const missing = paths.find((path) => !keys.has(path.slice(1)))
      if (missing) throw new Error(`${missing} was answered with success and is gone: ${hash}`)
    }
    await this.checkShown()
    await this.settleTakedowns()
  }

  /** A picture that is kept has all its files. */
  private checkKept({ hash, state, files, hasCard }: Row, keys: Set<string>) {
    if (state !== 'kept') return
    const names = [
      ...files.map((file) => `${file.width}.${file.type.replace('image/', '')}`),
      ...(hasCard ? ['card.jpg'] : []),
      ...(files.length > 1 ? ['original'] : []),
    ]
    for (const name of names) {
      if (!keys.has(`${folder(hash)}/${name}`)) throw new Error(`${name} of a kept picture is lost`)
    }
  }

  /** What is shown stays, and what is not for thirty days, unless an editor has it go. */
  private checkStay(rows: Row[]) {
    const now = new Map(rows.map((row) => [row.hash, row]))
    for (const [hash, { id, state, partings, safeUntil }] of this.before) {
      const row = now.get(hash)
      if (state !== 'kept' || partings !== this.partingsOf(hash)) continue
      // Under another number it has gone, and been sent again.
      if (row?.state === 'kept' && row.id === id) continue
      if (this.seconds < safeUntil) {
        throw new Error('a picture was removed before its thirty days were over')
      }
      if (!this.fresh.has(hash)) this.promised.delete(hash)
    }
    this.fresh.clear()
    for (const { hash, state, isUsed } of rows) {
      if (isUsed) this.needed(hash, this.seconds)
      if (isUsed && state !== 'kept' && !this.barred.has(hash)) {
        throw new Error(`a picture is shown and ${state}`)
      }
    }
    this.before = new Map(
      rows.map(({ id, hash, state }) => {
        const [partings, safeUntil] = [this.partingsOf(hash), this.safeUntil.get(hash) ?? 0]
        return [hash, { id, state, partings, safeUntil }]
      }),
    )
  }

  /** What an article shows as it was accepted is kept. */
  private async checkShown() {
    const { results } = await env.DB.prepare('SELECT id, revision FROM articles').run<{
      id: number
      revision: number
    }>()
    const { results: uses } = await env.DB.prepare(
      `SELECT article_id || ' ' || u.hash AS name FROM picture_uses u
       JOIN pictures p ON p.hash = u.hash WHERE state = 'kept'`,
    ).run<{ name: string }>()
    const kept = new Set(uses.map(({ name }) => name))
    for (const { id, revision } of results) {
      const shown = this.shows.get(id)
      if (shown?.revision !== revision) continue
      const lost = shown.hashes.some((hash) => !this.barred.has(hash) && !kept.has(`${id} ${hash}`))
      if (lost) throw new Error('an article was accepted with a picture that is not kept')
    }
  }

  /** A takedown of which something was queued is done when that is. */
  private async settleTakedowns() {
    for (const [hash, down] of this.down) {
      if (down.isDone) continue
      const owed = await env.DB.prepare(
        `SELECT 1 FROM outbox WHERE paid = 0
           AND ((kind = 'picture' AND subject = ?1) OR kind IN ('write', 'purge'))`,
      )
        .bind(hash)
        .first()
      if (owed) continue
      this.down.set(hash, { since: this.world.now, isDone: true, puts: this.putsOf(hash) })
    }
  }

  /** Once nothing is owed any more: nothing is orphaned, all can be read, and what nobody shows goes. */
  async end() {
    await this.checkOrphans()
    for (const row of await this.rows()) {
      if (row.state !== 'kept') continue
      for (const file of row.files) await this.checkRead(`/${folder(row.hash)}/${file.width}.png`)
    }
    await this.world.advance(BOUND / 1000 + 1)
    for (const path of this.files) {
      for (let place = 0; place < PLACES; place++) await this.world.read(path, place)
    }
    await this.world.advance(GRACE_SECONDS + 60)
    for (let i = 0; i < 3; i++) {
      await this.world.clock()
      await this.check()
      await this.world.advance(700)
    }
    await this.checkOrphans()
    for (const { state, isUsed } of await this.rows()) {
      if (state === 'kept' && !isUsed) throw new Error('a picture was not shown and is still there')
    }
  }

  private async checkOrphans() {
    const rows = await this.rows()
    const kept = rows.flatMap(({ hash, state }) => (state === 'kept' ? [hash] : []))
    for (const key of await this.world.r2.keys()) {
      if (!kept.some((hash) => key.includes(hash))) throw new Error(`${key} is orphaned`)
    }
    const under = rows.find(({ state }) => state === 'arriving' || state === 'leaving')
    if (under) throw new Error(`nothing is owed, and a picture is ${under.state}`)
  }

  private async checkRead(path: string) {
    const response = await this.world.fetch(path, 0, {})
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`${path} of a kept picture is ${response.status}`)
  }
}

function form(n: number): FormData {
  const form = new FormData()
  form.set('picture', new File([bytesOf(n)], 'a.png'))
  form.append('size', new File([png(640, 4, n)], 's.png'))
  form.append('size', new File([png(1280, 8, n)], 'm.png'))
  form.set('card', new File([jpeg(1200, 630)], 'c.jpg'))
  return form
}

const isShowing = (hash: string, path: string, { status, body }: Answer) =>
  path.includes(hash) ? [200, 206, 304].includes(status) : body.includes(hash)
