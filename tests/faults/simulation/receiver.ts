/**
 * The receiver of a webhook, which fails, answers and is not heard, and is told while editors go on. Each time it
 * is told something it holds the newsroom to what that promises.
 */
import { env } from 'cloudflare:workers'
import { findRevision } from '../../../src/articles/revisions'

const URL = 'https://receiver.example.com/hook'
const EVENTS = ['article.published', 'article.changed', 'article.withdrawn']

interface Data {
  id: number
  revision: number
  slug: string
  title?: string
}

interface Told {
  type: string
  data: Data
}

export class SimulatedReceiver {
  /** `lost`: it takes what it is told, and its answer gets lost. */
  mode: 'ok' | 'fail' | 'lost' = 'ok'
  /** Runs once, while it is told. */
  meanwhile: (() => Promise<unknown>) | null = null
  /** What it was told last, by article; and what each id it has seen stands for. */
  private readonly told = new Map<number, Told>()
  private readonly meanings = new Map<string, string>()
  /** What was wrong, for the world to throw: whoever calls the receiver takes a throw for a fault of its own. */
  private wrong: string | null = null

  /** `db` brings texts along, wherever they lie. */
  constructor(private readonly db: D1Database) {}

  async subscribe() {
    await env.DB.prepare(
      `INSERT INTO webhooks (name, url, events, secret, key_id, created_at)
       VALUES ('Simulated', ?1, ?2, ?3, 1, 0)`,
    )
      .bind(URL, JSON.stringify(EVENTS), `whsec_${btoa('s'.repeat(32))}`)
      .run()
  }

  /** In place of the way to the web. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const { type, data } = (await request.json()) as Told
    await this.check(request.headers.get('webhook-id') ?? '', { type, data })
    const work = this.meanwhile
    this.meanwhile = null
    await work?.()
    if (this.mode === 'fail') return new Response(null, { status: 503 })
    this.told.set(data.id, { type, data })
    if (this.mode === 'lost') throw new TypeError('Network connection lost.')
    return new Response(null, { status: 204 })
  }

  private async check(id: string, { type, data }: Told) {
    const what = JSON.stringify([type, data.id, data.revision])
    const before = this.meanings.get(id) ?? what
    this.meanings.set(id, what)
    if (before !== what) this.wrong ??= `a webhook’s id said ${before}, and now says ${what}`
    const last = this.told.get(data.id)?.data.revision ?? 0
    if (last > data.revision) {
      this.wrong ??= `a webhook was told of revision ${data.revision} after ${last}`
    }
    // What is erased is not told any more, but has been.
    const revision = await findRevision(this.db, data.id, data.revision)
    const { content } = revision ?? {}
    if (!content) return
    const status = type === 'article.withdrawn' ? 'withdrawn' : 'published'
    const isAsItWas =
      content.status === status &&
      content.slug === data.slug &&
      (status === 'withdrawn' ? data.title === undefined : content.title === data.title)
    if (!isAsItWas) this.wrong ??= `a webhook was told ${what} of what was ${content.status}`
  }

  /** Throws what it found wrong. */
  complain() {
    if (this.wrong) throw new Error(this.wrong)
  }

  /** Once all is quiet, it has been told of each article as that is. */
  async checkAll() {
    const { results } = await env.DB.prepare(
      'SELECT id, revision, status FROM articles WHERE sequence IS NOT NULL',
    ).run<{ id: number; revision: number; status: string }>()
    for (const { id, revision, status } of results) {
      const last = this.told.get(id)
      const isTold =
        status === 'published'
          ? last?.type !== 'article.withdrawn' && last?.data.revision === revision
          : last?.type === 'article.withdrawn'
      if (isTold) continue
      throw new Error(
        `a webhook was told ${last ? `${last.type} in revision ${last.data.revision}` : 'nothing'} of article ${id}, which is ${status} in revision ${revision}`,
      )
    }
  }
}
