import { describe, expect, test } from 'vitest'
import { drill } from '../../../scripts/drill/drill.ts'
import type { Field, Known, Seen } from '../../../scripts/drill/field.ts'
import { type Finding, lineOf } from '../../../scripts/drill/finding.ts'
import { newRequestId } from '../../../src/delivery/log'

/** How a deployed newsroom and what stands before it may behave. */
interface Ways {
  /** Whether there is a cache in front. */
  cache: boolean
  /** Which purges reach it. */
  purged: { public: boolean; other: boolean; clock: boolean }
  /** Whether the upper tier hands on how old a page is. Readers elsewhere have had it there for a while. */
  handsOn: boolean
  ticks: boolean
}

const GOOD: Ways = {
  cache: true,
  purged: { public: true, other: true, clock: true },
  handsOn: true,
  ticks: true,
}

interface Kept {
  status: number
  body: string
  answer: string
  /** When the Worker answered, by the cache's own count. */
  from: number
}

/** A newsroom with two tiers of cache before it, in a time of its own. */
class Standing implements Field {
  private time = 1_000_000
  private readonly articles = new Map<number, Known & Record<string, unknown>>()
  private tiers: { upper: Map<string, Kept>; lower: Map<string, Kept> } = {
    upper: new Map(),
    lower: new Map(),
  }
  private changedAt = 0
  readonly isWithdrawn = () =>
    [...this.articles.values()].every(({ status }) => status === 'withdrawn')

  private readonly ways: Ways
  readonly hasOther: boolean

  constructor(ways: Ways, hasOther = true) {
    this.ways = ways
    this.hasOther = hasOther
  }

  now = () => this.time
  at = (ahead: number) => new Date(this.time + ahead).toISOString()

  async wait(milliseconds: number) {
    const before = this.time
    this.time += milliseconds
    const hasTicked = Math.floor(this.time / 60_000) > Math.floor(before / 60_000)
    if (hasTicked && this.ways.ticks) this.tick()
  }

  private tick() {
    for (const article of this.articles.values()) {
      if (article.status !== 'scheduled' || Date.parse(String(article.publishAt)) > this.time)
        continue
      article.status = 'published'
      if (this.ways.purged.clock) this.purge()
    }
  }

  private purge() {
    this.changedAt = this.time
    this.tiers.upper.clear()
    this.tiers.lower.clear()
  }

  async read(path: string): Promise<Seen> {
    this.time += 20
    if (!this.ways.cache) return { ...this.made(path), age: null, cache: null }
    const { lower, upper } = this.tiers
    const fresh = (kept: Kept | undefined) => kept && this.time - kept.from < 100_000
    const below = lower.get(path)
    if (below && fresh(below)) return this.seen(below, 'HIT')
    const above = upper.get(path)
    const kept = above && fresh(above) ? above : this.askedElsewhere(path)
    upper.set(path, kept)
    lower.set(path, this.ways.handsOn ? kept : { ...kept, from: this.time })
    return this.seen(lower.get(path) as Kept, kept === above ? 'HIT' : 'MISS')
  }

  /** What the Worker answered to readers elsewhere, as early as it can have been. */
  private askedElsewhere(path: string): Kept {
    const from = Math.max(this.changedAt, this.time - 50_000)
    return { ...this.made(path, from), from }
  }

  private seen = ({ from, ...kept }: Kept, cache: string): Seen => ({
    ...kept,
    cache,
    age: Math.floor((this.time - from) / 1_000),
  })

  private made(path: string, at = this.time) {
    const answer = newRequestId(at)
    const found = [...this.articles.values()].find(({ slug }) => `/articles/${slug}` === path)
    const isPublic = found?.status === 'published'
    return { answer, status: isPublic ? 200 : 404, body: isPublic ? String(found.title) : '' }
  }

  section = async () => 'news'
  look = async (id: number) => ({ ...(this.articles.get(id) as Known) })

  async post(document: Record<string, unknown>): Promise<Known> {
    const id = this.articles.size + 1
    const given = { status: 'published', section: { slug: 'news' }, revision: 1 }
    this.articles.set(id, { ...given, ...document, section: { slug: 'news' }, id })
    if (this.ways.purged.public) this.purge()
    return this.look(id)
  }

  async change({ id, revision }: Known, patch: Record<string, unknown>, byOther = false) {
    const article = this.articles.get(id) as Known
    expect(revision).toBe(article.revision)
    Object.assign(article, patch, { revision: revision + 1 })
    if (byOther ? this.ways.purged.other : this.ways.purged.public) this.purge()
    return this.look(id)
  }
}

const warn = (id: number) => expect(`article ${id} stands`).toBe('')

async function found(ways: Partial<Ways>, hasOther = true) {
  const field = new Standing({ ...GOOD, ...ways }, hasOther)
  const said: Finding[] = []
  const plan = { section: null, watch: 300_000, name: 'x', at: field.at }
  const findings = await drill(field, { ...plan, say: (finding) => said.push(finding), warn })
  expect(said).toEqual(findings)
  expect(field.isWithdrawn()).toBe(true)
  return findings.map(({ verdict }) => verdict)
}

describe('a drill', () => {
  test('of a newsroom that keeps its promises says that each holds', async () => {
    expect(await found({})).toEqual(['holds', 'holds', 'holds', 'holds', 'holds'])
  })

  test.each([
    [
      { public: false, other: true, clock: true },
      ['does not', 'does not', 'holds', 'holds', 'holds'],
    ],
    [{ public: true, other: false, clock: true }, ['holds', 'holds', 'does not', 'holds', 'holds']],
    [{ public: true, other: true, clock: false }, ['holds', 'holds', 'holds', 'does not', 'holds']],
  ])('where purges reach readers as in %o says which do not', async (purged, verdicts) => {
    expect(await found({ purged })).toEqual(verdicts)
  })

  test('where each tier counts by itself says that pages get older', async () => {
    expect(await found({ handsOn: false })).toEqual([
      'holds',
      'holds',
      'holds',
      'holds',
      'does not',
    ])
  })

  test('where the clock has stopped says so, and takes its plan down again', async () => {
    expect(await found({ ticks: false })).toEqual(['holds', 'holds', 'holds', 'does not', 'holds'])
  })

  test('without a cache in front knows how soon an article is seen, and nothing else', async () => {
    const unknown = ['unknown', 'unknown', 'unknown', 'unknown']
    expect(await found({ cache: false })).toEqual(['holds', ...unknown])
  })

  test('without another address does not ask for what is written by it', async () => {
    expect(await found({}, false)).toEqual(['holds', 'holds', 'unknown', 'holds', 'holds'])
  })

  test('that breaks off has taken down what it posted', async () => {
    const field = new Standing(GOOD)
    field.wait = async () => {
      throw new Error('the net is gone')
    }
    const plan = { section: null, watch: 0, name: 'x', at: field.at, say: () => {}, warn }
    await expect(drill(field, plan)).rejects.toThrow('the net is gone')
    expect(field.isWithdrawn()).toBe(true)
  })

  test('whose readers hear nothing once it has posted has taken that down', async () => {
    const field = new Standing(GOOD)
    const post = field.post.bind(field)
    field.post = async (document) => {
      field.read = () => Promise.reject(new Error('timed out'))
      return post(document)
    }
    const plan = { section: null, watch: 0, name: 'x', at: field.at, say: () => {}, warn }
    await drill(field, plan)
    expect(field.isWithdrawn()).toBe(true)
  })

  test('says what it could not take down, and takes down the rest', async () => {
    const field = new Standing(GOOD)
    const [change, left] = [field.change.bind(field), [] as number[]]
    field.change = (article, patch, byOther) =>
      patch.status === 'withdrawn' && article.id === 1
        ? Promise.reject(new Error('refused'))
        : change(article, patch, byOther)
    const plan = { section: null, watch: 0, name: 'x', at: field.at, say: () => {} }
    await drill(field, { ...plan, warn: (id) => left.push(id) })
    expect(left).toEqual([1])
    expect((await field.look(2)).status).toBe('withdrawn')
  })

  test('of a newsroom without a section says what is missing', async () => {
    const field = new Standing(GOOD)
    field.section = async () => null as never
    const plan = { section: null, watch: 0, name: 'x', at: field.at, say: () => {}, warn }
    await expect(drill(field, plan)).rejects.toThrow('Make one first')
  })

  test('says with each promise that does not hold what to change', () => {
    const line = lineOf({
      promise: 'it works',
      verdict: 'does not',
      seen: '97.0 s',
      remedy: 'Mend it.',
    })
    expect(line).toBe('does not  it works: 97.0 s\n          Mend it.')
  })
})
