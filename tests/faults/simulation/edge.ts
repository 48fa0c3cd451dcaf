/**
 * Workers Cache at several places, as Cloudflare documents it: fresh for max-age, stale while
 * revalidating, stale if the Worker fails; purged by tag, late, never, or not at all.
 */

export interface Answer {
  status: number
  body: string
  headers: Headers
}

interface Entry extends Answer {
  storedAt: number
  tags: string[]
  fresh: number
  whileRevalidating: number
  ifError: number
}

export interface EdgeFaults {
  purge: 'ok' | 'refused' | 'lost' | 'late'
  /** Whether what the Worker answers is stored only after the next purge has passed. */
  fill: 'ok' | 'late'
}

const seconds = (policy: string, name: string) =>
  Number(new RegExp(`(?:^|[ ,])${name}=(\\d+)`).exec(policy)?.[1] ?? 0) * 1000

export class SimulatedEdge {
  faults: EdgeFaults = { purge: 'ok', fill: 'ok' }
  private entries: Map<string, Entry>[]
  /** When a purge was last lost or anything was late: until that has aged, old pages are no fault. */
  troubledAt = Number.NEGATIVE_INFINITY
  private latePurges: string[][] = []
  private lateFills: (() => void)[] = []

  constructor(
    places: number,
    private now: () => number,
    private worker: (path: string, place: number, etag: string | null) => Promise<Answer>,
  ) {
    this.entries = Array.from({ length: places }, () => new Map())
  }

  /** What a reader at a place gets. */
  async get(path: string, place: number): Promise<Answer> {
    const entries = this.entries[place] as Map<string, Entry>
    const entry = entries.get(path)
    const age = entry ? this.now() - entry.storedAt : Number.POSITIVE_INFINITY
    if (entry && age <= entry.fresh) return entry
    if (entry && age <= entry.fresh + entry.whileRevalidating) {
      await this.fill(path, place, entry)
      return entry
    }
    const answer = await this.fill(path, place, entry ?? null)
    const isFailing = answer.status >= 500
    return isFailing && entry && age <= entry.fresh + entry.ifError ? entry : answer
  }

  private async fill(path: string, place: number, old: Entry | null): Promise<Answer> {
    const entries = this.entries[place] as Map<string, Entry>
    const answer = await this.worker(path, place, old?.headers.get('ETag') ?? null)
    if (answer.status >= 500) return answer
    const whole = answer.status === 304 && old ? { ...old, headers: merge(old, answer) } : answer
    const policy = whole.headers.get('Cloudflare-CDN-Cache-Control') ?? ''
    if (policy === '') throw new Error(`${path} states no policy for the edge`)
    if (policy.includes('no-store')) return whole
    const storedAt = this.now()
    const store = () => {
      entries.set(path, {
        ...whole,
        storedAt,
        tags: (whole.headers.get('Cache-Tag') ?? '').split(','),
        fresh: seconds(policy, 'max-age'),
        whileRevalidating: seconds(policy, 'stale-while-revalidate'),
        ifError: seconds(policy, 'stale-if-error'),
      })
    }
    if (this.faults.fill === 'late') {
      this.troubledAt = this.now()
      this.lateFills.push(store)
    } else store()
    return whole
  }

  /** What a place holds for a path, served or not. */
  peek(path: string, place: number): Answer | null {
    return this.entries[place]?.get(path) ?? null
  }

  /** The paths whose entries, at any place, hold a text or are named by it. */
  holding(text: string): string[] {
    return this.entries.flatMap((entries) =>
      [...entries].flatMap(([path, { status, body }]) =>
        status === 200 && (path.includes(text) || body.includes(text)) ? [path] : [],
      ),
    )
  }

  /** `ctx.cache`, as the Worker has it. */
  cache(): CacheContext {
    const purge = async ({ tags = [] }: CachePurgeOptions) => {
      if (this.faults.purge === 'refused') {
        return { success: false, errors: [{ code: 1134, message: 'rate limited' }] }
      }
      if (this.faults.purge !== 'ok') this.troubledAt = this.now()
      if (this.faults.purge === 'late') this.latePurges.push(tags)
      if (this.faults.purge === 'ok') this.drop(tags)
      return { success: true, errors: [] }
    }
    return { purge } as unknown as CacheContext
  }

  private drop(tags: string[]) {
    for (const entries of this.entries) {
      for (const [path, entry] of entries) {
        if (entry.tags.some((tag) => tags.includes(tag))) entries.delete(path)
      }
    }
  }

  /** What was under way arrives: purges first, so that late fills slip past them. */
  settle() {
    for (const tags of this.latePurges.splice(0)) this.drop(tags)
    for (const store of this.lateFills.splice(0)) store()
  }

  heal() {
    this.faults = { purge: 'ok', fill: 'ok' }
    this.settle()
  }
}

function merge(old: Answer, fresh: Answer): Headers {
  const headers = new Headers(old.headers)
  for (const [name, value] of fresh.headers) headers.set(name, value)
  return headers
}
