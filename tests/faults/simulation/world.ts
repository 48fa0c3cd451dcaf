/**
 * A newsroom with readers at several places, a clock of its own, and faults everywhere. The code is
 * the real one, and so are D1 and R2; the edge and KV are modelled. After each step the world checks what
 * the newsroom promises.
 */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { app } from '../../../src/app'
import { refersTo } from '../../../src/articles/reference'
import { findRevision } from '../../../src/articles/revisions'
import { withTexts } from '../../../src/articles/texts/bring'
import { waiting } from '../../../src/articles/writing/once'
import { tick } from '../../../src/clock'
import { moveTo, newIsolate, type Time } from '../../../src/delivery/isolate'
import { WAIT_MS } from '../../../src/delivery/leases'
import { MISSING } from '../../../src/delivery/tags'
import { noCost, wrapD1 } from '../../support/bindings'
import { KEY, ORIGIN } from '../../support/newsroom'
import { type Answer, SimulatedEdge } from './edge'
import { SimulatedKV } from './kv'
import { SimulatedR2 } from './r2'
import { SimulatedReceiver } from './receiver'
import type { Run } from './run'

export const PLACES = 2
/** The bound promised for the edge with every purge lost, and for what was withdrawn in KV. */
export const BOUND = 120_000
/** What is under way arrives within this time. */
const FLIGHT = 10_000

/** A batch of this many statements or more is the commit of a write. */
const COMMIT = 6

interface State {
  from: number
  want: string
}

/** Where the Worker dies: before its nth round trip to D1, or after it, when the answer is lost. */
export interface Death {
  trip: number
  when: 'before' | 'after'
}

/**
 * Answers of D1 that get lost on their way to a Worker that lives: so many from the nth batch on. The editor
 * sends what failed again.
 */
export interface Loss {
  trip: number
  when: 'lost'
  times: number
}

/** How often an editor sends a request at most. */
const SENDS = 8

/** What may become text databases, in their order. */
export const SPARES = [env.SPARE_1, env.SPARE_2]

/** Bindings of the first so many as text databases. */
const bindingsOf = (texts: D1Database[]) =>
  Object.fromEntries(texts.map((db, i) => [`TEXT_${i + 1}`, db])) as Record<string, D1Database>

const noLimit = { limit: async () => ({ success: true }) }

export class World {
  now = Date.now()
  isD1Down = false
  /** Text databases that do not answer, by their number. */
  readonly textsDown = new Set<number>()
  /** The catalogue as it is, with all texts, for whoever looks on. */
  readonly whole = withTexts(bindingsOf(SPARES), env.DB)
  readonly kv = new SimulatedKV(PLACES, () => this.now)
  readonly r2 = new SimulatedR2(env.PICTURES)
  /** Told by a webhook, once it has subscribed. */
  readonly receiver = new SimulatedReceiver(this.whole)
  readonly edge = new SimulatedEdge(
    PLACES,
    () => this.now,
    (...args) => this.worker(...args),
  )
  /** How far each place's clock is from ours, in milliseconds. */
  private readonly skews = Array.from({ length: PLACES }, (_, place) => place * 40_000_000)
  private envs: Env[] = []
  private history = new Map<string, State[]>()
  private overwrittenAt = new Map<string, number>()
  /** Titles that were erased, and since when nothing is owed for it; null while something is. */
  private erased = new Map<string, number | null>()
  accepted: { id: number; revision: number }[] = []
  /** What an article's page holds beside its title, where the world is to look. */
  textFor: ((title: string) => string) | null = null
  /** The articles of whose texts nothing is left, by their numbers. */
  hollow: () => Promise<Set<number>> = async () => new Set()
  /** What an older catalogue does not say of itself any more: see `rewound`. */
  private readonly unsaid = new Set<string>()
  /** Runs once, right after the Worker has read what it renders for a reader from D1. */
  meanwhile: (() => Promise<unknown>) | null = null
  /** Runs once, right before an editor's write is committed. */
  before: (() => Promise<unknown>) | null = null
  /** Runs once, while the next write waits; and how long after its commit, in milliseconds. */
  during: { after: number; work: () => Promise<unknown> } | null = null
  /** How many wait at the moment: one may come within the wait of another. */
  private waiting = 0
  /** Looks on at each answer to a reader: from the Worker itself or through the edge, and since when asked. */
  witness: (from: 'Worker' | 'edge', path: string, answer: Answer, since: number) => unknown =
    () => {}
  private isReading = false
  private death: Death | null = null
  private loss: Loss | null = null
  private isDead = false
  private trips = 0

  /** `texts`: how many text databases there are. */
  constructor(private texts = 0) {
    this.bind(texts)
    vi.setSystemTime(this.now)
    vi.spyOn(waiting, 'pause').mockResolvedValue()
    vi.stubGlobal('fetch', this.receiver.fetch)
  }

  /** A deployment: from now on there are so many text databases. */
  bind(texts: number) {
    this.texts = texts
    this.envs = Array.from({ length: PLACES }, (_, place) => this.envAt(place))
  }

  /** A database whose round trips count, where the Worker dies and answers get lost. */
  private faulty(real: D1Database, isDown: () => boolean): D1Database {
    const die = (when: Death['when']) => {
      if (this.death?.when !== when || this.death.trip !== this.trips) return
      this.isDead = true
      throw new Error('D1_ERROR: the Worker died here')
    }
    const db = wrapD1(real, noCost(), () => {
      if (this.isDead || isDown()) throw new Error('D1_ERROR: Network connection lost.')
      die('before')
    })
    const { batch } = db
    db.batch = async <T>(statements: D1PreparedStatement[]) => {
      const results = await batch<T>(statements)
      die('after')
      const trip = this.trips++
      if (this.loss && trip >= this.loss.trip && trip < this.loss.trip + this.loss.times) {
        throw new Error('Network connection lost.')
      }
      return results
    }
    return db
  }

  /** The catalogue, where others are overtaken, or get in between. */
  private catalogue(): D1Database {
    const db = this.faulty(env.DB, () => this.isD1Down)
    const { batch } = db
    db.batch = async <T>(statements: D1PreparedStatement[]) => {
      const overtaking = statements.length >= COMMIT ? this.before : null
      if (overtaking) {
        this.before = null
        await overtaking()
      }
      const results = await batch<T>(statements)
      const work = this.isReading ? this.meanwhile : null
      if (work) {
        this.meanwhile = null
        this.isReading = false
        await work()
      }
      return results
    }
    return db
  }

  private envAt(place: number): Env {
    const kv = this.kv.at(place)
    const put = kv.put.bind(kv)
    kv.put = (async (...args: Parameters<typeof put>) => {
      if (this.isDead) throw new Error('KV PUT failed: the Worker died')
      return put(...args)
    }) as typeof kv.put
    const bindings = {
      ...env,
      ...bindingsOf(
        SPARES.slice(0, this.texts).map((db, i) =>
          this.faulty(db, () => this.textsDown.has(i + 1)),
        ),
      ),
      DB: this.catalogue(),
      PAGES: kv,
      PICTURES: this.r2.binding(),
      IMAGES: undefined as never,
      WRITES: noLimit,
      FAILED_LOGINS: noLimit,
      SEARCHES: noLimit,
    }
    moveTo(bindings, newIsolate(this.timeAt(place)))
    return bindings
  }

  /** The time as it is at a place. While somebody waits there, others go on. */
  private timeAt(place: number): Time {
    return {
      now: () => this.now + (this.skews[place] ?? 0),
      wait: async (milliseconds) => {
        const { after, work } = this.during ?? { after: 0, work: null }
        this.during = null
        this.pass(after)
        this.waiting++
        await work?.()
        this.waiting--
        this.pass(milliseconds - after)
      },
    }
  }

  private bindings(place: number, run: Run | null): Env {
    const bindings = this.envs[place] as Env
    return run ? run.on(bindings) : bindings
  }

  /** The isolate at a place dies, and another is born. */
  rebear(place: number) {
    moveTo(this.envs[place] as Env, newIsolate(this.timeAt(place)))
  }

  /** The clock of a place is set. */
  setClock(place: number, milliseconds: number) {
    this.skews[place] = (this.skews[place] ?? 0) + milliseconds
  }

  /** Lets so little time pass that nothing under way arrives; in milliseconds. */
  pass(milliseconds: number) {
    this.now += milliseconds
    vi.setSystemTime(this.now)
  }

  private context(run: Run | null): ExecutionContext {
    const ctx = createExecutionContext()
    const cache = this.edge.cache()
    const purge = async (options: CachePurgeOptions) => {
      if (this.isDead) throw new Error('the Worker died')
      return run ? run.through(true, () => cache.purge(options)) : cache.purge(options)
    }
    Object.defineProperty(ctx, 'cache', { value: { purge } })
    return ctx
  }

  async fetch(
    path: string,
    place: number,
    init: RequestInit,
    run: Run | null = null,
  ): Promise<Response> {
    const ctx = this.context(run)
    const request = new Request(new URL(path, ORIGIN), init)
    const response = await app.fetch(request, this.bindings(place, run), ctx)
    await waitOnExecutionContext(ctx)
    return response
  }

  /** What the Worker itself answers a reader. It is held to the promises. */
  private async worker(path: string, place: number, etag: string | null): Promise<Answer> {
    const headers: Record<string, string> = etag ? { 'If-None-Match': etag } : {}
    const since = (this.history.get(path) ?? []).length - 1
    const askedAt = this.now
    this.isReading = true
    const response = await this.fetch(path, place, { headers })
    const answer = {
      status: response.status,
      // A picture's file is no text, and nobody reads it as one.
      body: new TextDecoder().decode(await response.arrayBuffer()),
      headers: response.headers,
    }
    this.isReading = false
    await this.witness('Worker', path, answer, askedAt)
    if (answer.status !== 304 && !isFile(path)) await this.checkWorker(path, answer, since)
    return answer
  }

  /** An editor's request. Only what is answered well counts as accepted. */
  async write(
    method: string,
    path: string,
    body: unknown,
    place: number,
    fault: Death | Loss | null,
    key: string | null = null,
    run: Run | null = null,
  ): Promise<Accepted | null> {
    const revision = Number(/\d+$/.exec(path)?.[0])
    const current = await env.DB.prepare('SELECT revision FROM articles WHERE id = ?1')
      .bind(revision || 0)
      .first<{ revision: number }>()
    const safe: Record<string, string> = current
      ? { 'If-Match': `"${current.revision}"` }
      : { 'Idempotency-Key': key ?? `${await this.made()}` }
    const request = { method, path, body, safe }
    const answer = await this.send<Accepted>(request, place, fault, () => this.made(), run)
    if (answer) this.accepted.push(answer)
    return answer
  }

  /** An editor puts articles at the front of a list, all of them for a while or for good. */
  async choose(
    list: string,
    ids: number[],
    seconds: number | null,
    place: number,
    fault: Death | Loss | null,
  ) {
    const until = seconds === null ? null : new Date(this.now + seconds * 1000).toISOString()
    const page = list === 'home' ? list : `section/${list}`
    const row = await env.DB.prepare('SELECT version FROM front_versions WHERE list = ?1')
      .bind(page)
      .first<{ version: number }>()
    const made = async () => {
      const sql = "SELECT count(*) AS n FROM audit WHERE action = 'front.set'"
      return (await env.DB.prepare(sql).first<{ n: number }>())?.n ?? 0
    }
    const body = { articles: ids.map((id) => ({ id, until })) }
    const safe = { 'If-Match': `"${row?.version ?? 1}"` }
    await this.send({ method: 'PUT', path: `/api/front/${list}`, body, safe }, place, fault, made)
  }

  /** The numbers of the articles that readers can see. */
  async live(): Promise<number[]> {
    const sql = "SELECT id FROM articles WHERE status = 'published' ORDER BY id"
    const { results } = await env.DB.prepare(sql).run<{ id: number }>()
    return results.map(({ id }) => id)
  }

  /** A request that changes something, and the promises about that. `made` counts what such requests make. */
  private async send<T extends { purge?: 'queued' }>(
    { method, path, body, safe }: Sent,
    place: number,
    fault: Death | Loss | null,
    made: () => Promise<number>,
    run: Run | null = null,
  ): Promise<T | null> {
    const before = new Map(this.paths().map((known) => [known, this.wanted(known)]))
    const editions = await this.editions()
    this.death = fault?.when === 'lost' ? null : fault
    this.loss = fault?.when === 'lost' ? fault : null
    this.isDead = false
    this.trips = 0
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': type, ...safe }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const already = await made()
    const send = () => this.fetch(path, place, init, run)
    let response = await send()
    for (let n = 1; this.loss && response.status === 503 && !this.isD1Down && n < SENDS; n++) {
      await response.body?.cancel()
      await this.observe()
      await this.checkOwed(editions)
      response = await send()
    }
    if (this.loss) await this.checkOnce(response, (await made()) - already)
    this.death = null
    this.loss = null
    this.isDead = false
    const answer = response.ok ? await response.json<T>() : null
    if (!answer) await response.body?.cancel()
    // Of a write that was never answered readers may go on not knowing for as long as leases last.
    if (!answer) this.pass(WAIT_MS)
    await this.observe()
    const changed = this.paths().filter(
      (known) => (before.get(known) ?? '404') !== this.wanted(known),
    )
    // Answered a second time while the first request waits: the purge is that one's, and still to come.
    const isPurged = answer && answer.purge !== 'queued' && this.waiting === 0
    // What others wrote meanwhile may have been cut short itself.
    if (run?.wasJoined) return answer
    if (isPurged) this.checkPurged(changed)
    if (!answer) await this.checkOwed(editions)
    return answer
  }

  /** How many revisions there are, of all articles. */
  private async made(): Promise<number> {
    const row = await env.DB.prepare('SELECT count(*) AS n FROM revisions').first<{ n: number }>()
    return row?.n ?? 0
  }

  /** However often an editor sends a request, it is stored once, and never told as if it were another's. */
  private async checkOnce({ status, ok }: Response, stored: number) {
    if (status === 412) throw new Error('a change was refused because of itself')
    if (stored > 1) throw new Error(`a request was stored ${stored} times`)
    if (!ok && stored > 0 && !this.isD1Down) throw new Error(`stored, and told with ${status}`)
  }

  private wanted = (path: string) => this.history.get(path)?.at(-1)?.want

  /** Once a write is answered and its purge went through, no edge holds what it changed. */
  private checkPurged(paths: string[]) {
    const { purge, fill } = this.edge.faults
    if (purge !== 'ok' || fill !== 'ok') return
    for (const path of paths) {
      for (let place = 0; place < PLACES; place++) {
        const entry = this.edge.peek(path, place)
        if (entry && this.seen(path, entry) !== this.wanted(path)) {
          throw new Error(
            `the edge holds ${path} as ${this.seen(path, entry)} right after its purge`,
          )
        }
      }
    }
  }

  private async editions(): Promise<Map<string, string>> {
    const { results } = await env.DB.prepare('SELECT page, edition FROM editions').run<{
      page: string
      edition: string
    }>()
    return new Map(results.map(({ page, edition }) => [page, edition]))
  }

  /** A write that was made and not answered owes a purge of each page that it changed all the same. */
  private async checkOwed(before: Map<string, string>) {
    const { results } = await env.DB.prepare(
      "SELECT subject, version FROM outbox WHERE kind IN ('purge', 'write')",
    ).run<{ subject: string; version: string }>()
    const owed = new Map(results.map(({ subject, version }) => [subject, version]))
    for (const [page, edition] of await this.editions()) {
      if (before.get(page) === edition) continue
      const subject = before.has(page) ? page : MISSING
      if (owed.get(subject) === edition || owed.has(edition)) continue
      throw new Error(`a write was cut short, and no purge of ${subject} is owed for it`)
    }
  }

  async clock(run: Run | null = null) {
    const ctx = this.context(run)
    // It waits, and what is due by then is for the next.
    const at = Math.floor(this.now / 1000)
    await tick(this.bindings(0, run), ctx, at)
    await waitOnExecutionContext(ctx)
    this.receiver.complain()
    await this.observe()
    if (this.isD1Down || run?.isDead) return
    const late = await env.DB.prepare(
      `SELECT a.id FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       WHERE a.status = 'scheduled' AND a.publish_at <= ?1 AND NOT (${this.isAway()})`,
    )
      .bind(at)
      .first()
    if (late) throw new Error(`article ${JSON.stringify(late)} was due and is not published`)
    const ended = await env.DB.prepare('SELECT list FROM fronts WHERE until <= ?1').bind(at).first()
    if (ended) throw new Error(`the front of ${JSON.stringify(ended)} has ended and is still there`)
  }

  async advance(seconds: number) {
    const flight = Math.min(seconds * 1000, FLIGHT)
    this.now += flight
    this.kv.settle()
    await this.r2.settle()
    this.edge.settle()
    this.now += seconds * 1000 - flight
    vi.setSystemTime(this.now)
    await this.observe()
  }

  /** A reader, through the edge. */
  async read(path: string, place: number) {
    const askedAt = this.now
    const answer = await this.edge.get(path, place)
    await this.witness('edge', path, answer, askedAt)
    if (isFile(path)) return
    const seen = this.seen(path, answer)
    this.checkGone(path, seen)
    if (answer.status >= 500) return this.checkFailure(path)
    if (answer.headers.get('Server-Timing') === 'stale') return
    const states = this.history.get(path) ?? []
    const isRecent = states.some(({ want }, i) => {
      const until = states[i + 1]?.from ?? this.now
      return want === seen && until >= this.now - BOUND
    })
    if (!isRecent) throw new Error(`the edge served ${path} as ${seen}: ${this.tell(states)}`)
    const isCalm = this.now - this.edge.troubledAt > BOUND
    if (isCalm && !(await this.isOwed(path)) && seen !== states.at(-1)?.want) {
      throw new Error(
        `nothing is owed, and the edge served ${path} as ${seen}: ${this.tell(states)}`,
      )
    }
  }

  /** The last past revisions of an article whose title is another than it has now, and all that are alike. */
  async erasable(id: number): Promise<{ title: string; numbers: number[] } | null> {
    const { results } = await env.DB.prepare(
      `SELECT number FROM revisions WHERE article_id = ?1 AND erased_at IS NULL ORDER BY number DESC`,
    )
      .bind(id)
      .run<{ number: number }>()
    const titles = new Map<number, string>()
    for (const { number } of results) {
      const revision = await findRevision(this.whole, id, number)
      titles.set(number, revision?.content?.title ?? '')
    }
    const [current, ...past] = titles.values()
    const title = past.find((one) => one !== current && one !== '')
    if (title === undefined || current === '') return null
    return { title, numbers: [...titles.keys()].filter((number) => titles.get(number) === title) }
  }

  /** Erases them: then that title should be nowhere any more. Gives back whether all of it was answered well. */
  async erase(id: number, place: number, run: Run | null = null): Promise<boolean> {
    const erasable = await this.erasable(id)
    if (!erasable) return false
    for (const number of erasable.numbers) {
      const path = `/api/articles/${id}/revisions/${number}`
      const headers = { Authorization: `Bearer ${KEY}` }
      const response = await this.fetch(path, place, { method: 'DELETE', headers }, run)
      await response.body?.cancel()
      if (!response.ok) return false
    }
    this.erased.set(erasable.title, null)
    await this.observe()
    return true
  }

  /** A reader of a page whose content the world does not follow: what comes of it lies in KV. */
  async browse(path: string, place: number) {
    const response = await this.fetch(path, place, {})
    await response.body?.cancel()
    if (response.status >= 500) await this.checkFailure(path)
  }

  /** What was erased is in no copy of any page, D1 up or down, once KV has had two minutes. */
  private async checkErased() {
    for (const [title, since] of this.erased) {
      if (since === null || this.now - since <= BOUND) continue
      for (let place = 0; place < PLACES; place++) {
        for (const key of await this.kv.holding(title, place)) {
          if (await this.isUnknown(key)) continue
          throw new Error(`${key} still holds ${title}, which was erased`)
        }
      }
    }
  }

  /** Whether a copy is of an article that an older catalogue does not have: no erasure finds it. */
  private async isUnknown(key: string): Promise<boolean> {
    const slug = /^page\/article\/(.*)$/.exec(key)?.[1]
    if (slug === undefined || !this.unsaid.has(`/articles/${slug}`)) return false
    return !(await env.DB.prepare('SELECT 1 FROM slugs WHERE slug = ?1').bind(slug).first())
  }

  /** A reader whose address has a query string: past the edge, to the Worker. */
  async ask(path: string, place: number) {
    await this.worker(path, place, null)
  }

  private async isOwed(path: string): Promise<boolean> {
    const names: Record<string, string> = { '/': 'home', '/sitemap1.xml': 'sitemap/1' }
    const name = names[path] ?? path.replace('/articles/', 'article/')
    const row = await env.DB.prepare(
      `SELECT 1 FROM outbox WHERE kind = 'write' OR (kind = 'purge' AND subject IN (?1, 'missing', 'site'))`,
    )
      .bind(name)
      .first()
    return row !== null
  }

  /** Right is what was so when the request came in, or has become so since. */
  private async checkWorker(path: string, answer: Answer, since: number) {
    const seen = this.seen(path, answer)
    // What is committed and not answered yet: one reader sees it, the next may not.
    if (this.waiting > 0 && (await this.truths()).get(path) === seen) return
    this.checkGone(path, seen)
    if (answer.status >= 500) return this.checkFailure(path)
    if (answer.headers.get('Server-Timing') === 'stale') return
    const states = this.history.get(path) ?? []
    if (!states.slice(Math.max(since, 0)).some(({ want }) => want === seen)) {
      throw new Error(`the Worker served ${path} as ${seen}: ${this.tell(states)}`)
    }
  }

  private async checkFailure(path: string) {
    if (this.isD1Down) return
    const away = await env.DB.prepare(
      `SELECT 1 FROM slugs s JOIN articles a ON a.id = s.article_id
       JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       WHERE '/articles/' || s.slug = ?1 AND (${this.isAway()})`,
    )
      .bind(path)
      .first()
    if (!away) throw new Error(`${path} failed though D1 is up`)
  }

  /** SQL for whether a revision `r` lies in a text database that does not answer. */
  private isAway = () =>
    ['false', ...[...this.textsDown].map((store) => refersTo('r.content', store))].join(' OR ')

  /** What left its address never comes back, D1 up or down, once KV has had two minutes. */
  private checkGone(path: string, seen: string) {
    if (this.unsaid.has(path)) return
    const since = this.overwrittenAt.get(path) ?? Number.POSITIVE_INFINITY
    if (seen.startsWith('200') && this.now - since > BOUND) {
      throw new Error(`${path} came back as ${seen}`)
    }
  }

  private tell = (states: State[]) =>
    states.map(({ from, want }) => `${want} from ${(from - this.now) / 1000} s`).join(', ')

  /** An answer in the words of `truth`. */
  private seen(path: string, { status, body, headers }: Answer): string {
    if (status === 301) return `301 ${new URL(headers.get('Location') ?? '').pathname}`
    if (status !== 200) return String(status)
    const pattern = path.endsWith('.xml')
      ? /(?<=<loc>https:\/\/news\.test)\/articles\/[^<]+/g
      : path === '/'
        ? /(?<=<h2><a href="[^"]+">)[^<]+/g
        : /(?<=<h1>)[^<]+/g
    const titles = (body.match(pattern) ?? []).join(' ')
    const isWhole = !this.textFor || isList(path) || body.includes(this.textFor(titles))
    return `200 ${titles}${isWhole ? '' : HOLLOW}`
  }

  /** How every page should look, as D1 has it. */
  private async truths(): Promise<Map<string, string>> {
    const front = await env.DB.prepare(
      "SELECT a.slug FROM fronts f JOIN articles a ON a.id = f.article_id WHERE list = 'home' ORDER BY position",
    ).run<{ slug: string }>()
    const places = new Map(front.results.map(({ slug }, n) => [slug, n]))
    const placeOf = ({ slug }: Row) => places.get(slug) ?? places.size
    const { results } = await env.DB.prepare(
      `SELECT s.slug, s.retired, a.id, a.slug AS current, a.title, a.status, a.sequence, a.published_at,
         EXISTS (SELECT 1 FROM editions WHERE page = 'article/' || s.slug) AS wasPublic
       FROM slugs s JOIN articles a ON a.id = s.article_id ORDER BY a.published_at DESC, a.id DESC`,
    ).run<Row>()
    const live = results.filter(({ status, retired }) => status === 'published' && !retired)
    const hollow = await this.hollow()
    const bySequence = live.toSorted((a, b) => a.sequence - b.sequence)
    return new Map([
      // Where one was taken away, or a catalogue from before does not know it, nothing is any more.
      ...this.paths().map((path): [string, string] => [path, '404']),
      [
        '/',
        `200 ${live
          .toSorted((a, b) => placeOf(a) - placeOf(b))
          .map(({ title }) => title)
          .join(' ')}`,
      ],
      ['/sitemap1.xml', `200 ${bySequence.map(({ slug }) => `/articles/${slug}`).join(' ')}`],
      ['/articles/nothing', '404'],
      ...results.map((row): [string, string] => [
        `/articles/${row.slug}`,
        truth(row, hollow.has(row.id)),
      ]),
      ['/old/0.html', '404'],
      ...(await this.moved()),
    ])
  }

  /** Where addresses of an old site lead. */
  private async moved() {
    const { results } = await env.DB.prepare(
      'SELECT f.address, a.slug, a.status FROM former_addresses f JOIN articles a ON a.id = f.article_id',
    ).run<{ address: string; slug: string; status: string }>()
    const of: Record<string, string> = { withdrawn: '410' }
    return results.map(({ address, slug, status }): [string, string] => [
      address,
      status === 'published' ? `301 /articles/${slug}` : (of[status] ?? '404'),
    ])
  }

  /** An article has those old addresses that its current revision says, and no others. */
  private async checkMoved() {
    const { results } = await env.DB.prepare(
      `SELECT a.id, a.revision,
         (SELECT json_group_array(address) FROM former_addresses WHERE article_id = a.id) AS held
       FROM articles a`,
    ).run<{ id: number; revision: number; held: string }>()
    for (const { id, revision, held } of results) {
      const content = (await findRevision(this.whole, id, revision))?.content
      if (!content && this.unsaid.size > 0) continue
      const said = content?.formerAddresses
      if (JSON.stringify(said) === held) continue
      throw new Error(`article ${id} says it stood at ${said}, and ${held} lead to it`)
    }
  }

  /** Notes how every page should look from now on. */
  async observe() {
    for (const [path, want] of await this.truths()) this.note(path, want)
    const owed = await env.DB.prepare("SELECT subject FROM outbox WHERE kind = 'overwrite'").run<{
      subject: string
    }>()
    const pending = new Set(
      owed.results.map(({ subject }) => `/${subject.replace('article/', 'articles/')}`),
    )
    for (const [title, since] of this.erased) {
      if (pending.size > 0) this.erased.set(title, null)
      else if (since === null) this.erased.set(title, this.now)
    }
    await this.checkErased()
    await this.checkFronts()
    for (const [path, states] of this.history) {
      const isGone = /^(301|410)/.test(states.at(-1)?.want ?? '')
      if (!isGone || pending.has(path)) this.overwrittenAt.delete(path)
      else if (!this.overwrittenAt.has(path)) this.overwrittenAt.set(path, this.now)
    }
  }

  /** Who looks again finds at the front of a list what readers can see on it, and nothing else. */
  private async checkFronts() {
    const stray = await env.DB.prepare(
      `SELECT a.id, f.list FROM fronts f JOIN articles a ON a.id = f.article_id
       JOIN sections s ON s.id = a.section_id
       WHERE a.status <> 'published' OR f.list NOT IN ('home', 'section/' || s.slug)`,
    ).first<{ id: number; list: string }>()
    if (stray)
      throw new Error(`article ${stray.id} is at the front of ${stray.list}, and not on it`)
  }

  private note(path: string, want: string) {
    const states = this.history.get(path) ?? []
    if (states.at(-1)?.want === want) return
    this.history.set(path, [...states, { from: this.now, want }])
  }

  /**
   * The catalogue was taken back to a moment, and the operator has everything purged. Copies in KV that nobody
   * asks for stay: readers may get them while D1 is down, be they of what is gone now. `accepted` is what had been
   * accepted by then.
   */
  async rewound(accepted: World['accepted']) {
    this.accepted = accepted
    this.erased.clear()
    for (const path of this.paths()) this.unsaid.add(path)
    // Isolates take editions for granted that long.
    this.pass(WAIT_MS)
    await this.observe()
    const headers = { Authorization: `Bearer ${KEY}` }
    const response = await this.fetch('/api/purge', 0, { method: 'POST', headers })
    if (!response.ok)
      throw new Error(`after a restore, everything was purged with ${response.status}`)
    await response.body?.cancel()
  }

  /** All slices of a move from one text database, or from the catalogue (0), to another. */
  async spread(from: number, to: number, place: number, run: Run) {
    let cursor: string | null = '0.0'
    while (cursor !== null) {
      const path = `/api/spread?cursor=${cursor}&to=${to}${from > 0 ? `&from=${from}` : ''}`
      const init = { method: 'POST', headers: { Authorization: `Bearer ${KEY}` } }
      const response = await this.fetch(path, place, init, run)
      if (response.status === 500) throw new Error('texts could not be moved')
      const next: { next: string | null } | null = response.ok ? await response.json() : null
      if (!next) await response.body?.cancel()
      cursor = next?.next ?? null
    }
    await this.observe()
  }

  /** A reader at each page, past the edge, while D1 is down. */
  async readAllInTheDark(place: number) {
    const wasDown = this.isD1Down
    this.isD1Down = true
    for (const path of this.paths()) await this.ask(path, place)
    this.isD1Down = wasDown
  }

  /** Where the article is now. */
  async pathOf(id: number): Promise<string> {
    const query = env.DB.prepare('SELECT slug FROM articles WHERE id = ?1').bind(id)
    const row = await query.first<{ slug: string }>()
    return row ? `/articles/${row.slug}` : '/'
  }

  paths = () => [...this.history.keys()]

  /** What is owed now. That a picture will go one day, unless it is shown, is not. */
  private async owed(): Promise<object[]> {
    const { results } = await env.DB.prepare(
      `SELECT * FROM outbox WHERE NOT (kind = 'picture' AND next_at > ?1
         AND EXISTS (SELECT 1 FROM pictures WHERE hash = subject AND state = 'kept'))`,
    )
      .bind(Math.floor(this.now / 1000))
      .run()
    return results
  }

  private async checkTold() {
    const webhooks = await env.DB.prepare('SELECT 1 FROM webhooks').run()
    if (webhooks.results.length > 0) await this.receiver.checkAll()
  }

  /** All faults over: what is owed gets done, nothing accepted is lost, every reader sees the truth. */
  async end() {
    this.isD1Down = false
    this.textsDown.clear()
    this.kv.heal()
    await this.r2.heal()
    this.edge.heal()
    this.receiver.mode = 'ok'
    this.meanwhile = null
    let owed = await this.owed()
    for (let hour = 0; owed.length > 0; hour++) {
      if (hour === 12) throw new Error(`still owed: ${JSON.stringify(owed)}`)
      await this.advance(3_700)
      await this.clock()
      owed = await this.owed()
    }
    for (const { id, revision } of this.accepted) {
      const found = await env.DB.prepare(
        'SELECT 1 FROM revisions WHERE article_id = ?1 AND number = ?2',
      )
        .bind(id, revision)
        .first()
      if (!found) throw new Error(`revision ${revision} of article ${id} was accepted and is lost`)
    }
    await this.checkMoved()
    await this.checkTold()
    await this.advance(BOUND / 1000 + 1)
    // In the dark first: what lies in KV shows, before a reader in the light has it replaced.
    for (let place = 0; place < PLACES; place++) await this.readAllInTheDark(place)
    await this.advance(FLIGHT / 1000)
    for (const path of this.paths()) {
      for (let place = 0; place < PLACES; place++) await this.read(path, place)
    }
  }
}

/** What the page of an article lacks of whose text nothing is left. */
const HOLLOW = ' without its text'

const isList = (path: string) => !path.startsWith('/articles/')

const isFile = (path: string) => path.startsWith('/pictures/')

/** A request, with the header by which it can be sent again. */
interface Sent {
  method: string
  path: string
  body: unknown
  safe: Record<string, string>
}

export interface Accepted {
  id: number
  revision: number
  purge?: 'queued'
}

interface Row {
  id: number
  slug: string
  retired: number
  current: string
  title: string
  status: string
  sequence: number
  /** A slug retired before its article was published has never been an address. */
  wasPublic: number
}

function truth(row: Row, isHollow: boolean): string {
  const { slug, retired, current, title, status, sequence, wasPublic } = row
  if (sequence === null || (retired && !wasPublic)) return '404'
  if (retired && slug !== current) return `301 /articles/${current}`
  if (status === 'withdrawn') return '410'
  return status === 'published' ? `200 ${title}${isHollow ? HOLLOW : ''}` : '404'
}
