/** A newsroom with webhooks whose receivers are stand-ins, and a clock to tell them by. */
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { publicArticles } from '../../src/articles/told'
import { payWebhooks } from '../../src/delivery/hooks/tell'
import { siteOf } from '../../src/site'
import { type Newsroom, openNewsroom } from './newsroom'

/** 32 bytes: the least that Standard Webhooks allows is 24. */
export const SECRET = `whsec_${btoa('s'.repeat(32))}`

/** What a receiver was told, with its headers in lower case. */
export interface Told {
  url: string
  id: string
  headers: Record<string, string>
  body: string
  event: { type: string; timestamp: string; data: Record<string, unknown> }
}

interface Fields {
  url?: string
  events?: string[]
  sections?: string[] | null
  secret?: string
}

export class Receiving {
  now = Math.floor(Date.now() / 1000) + 60
  readonly told: Told[] = []
  readonly log: Record<string, unknown>[] = []
  /** What receivers answer; null: 204. */
  answer: (told: Told, request: Request) => Response | Promise<Response> | null = () => null

  constructor(readonly newsroom: Newsroom) {}

  /** Puts a webhook into D1, as the API does. */
  async add({
    url = 'https://receiver.example.com/hook',
    events,
    sections = null,
    secret = SECRET,
  }: Fields = {}) {
    const types = events ?? ['article.published', 'article.changed', 'article.withdrawn']
    const row = await env.DB.prepare(
      `INSERT INTO webhooks (name, url, events, sections, secret, key_id, created_at)
       VALUES ('Test', ?1, ?2, ?3, ?4, 1, 0) RETURNING id`,
    )
      .bind(url, JSON.stringify(types), sections && JSON.stringify(sections), secret)
      .first<{ id: number }>()
    return row?.id ?? 0
  }

  way(db = env.DB) {
    const fetch = async (request: Request) => {
      const body = await request.clone().text()
      const headers = Object.fromEntries(request.headers)
      const told = {
        url: request.url,
        id: headers['webhook-id'] ?? '',
        headers,
        body,
        event: JSON.parse(body),
      }
      this.told.push(told)
      return (await this.answer(told, request)) ?? new Response(null, { status: 204 })
    }
    return {
      db,
      fetch,
      site: siteOf({ ...env, SITE_URL: 'https://news.test' }),
      articles: publicArticles,
    }
  }

  /** One tick, and the clock a minute further. */
  async tick(patience = 1_000) {
    await payWebhooks(this.way(), this.now, patience)
    this.now += 60
  }

  webhook(id: number) {
    return env.DB.prepare('SELECT * FROM webhooks WHERE id = ?1')
      .bind(id)
      .first<{ next_at: number; attempts: number; fault: string | null; stopped: string | null }>()
  }

  async owed() {
    const { results } = await env.DB.prepare(
      "SELECT kind, subject, version, attempts, dead_at, is_gone, news FROM outbox WHERE kind LIKE 'webhook/%' ORDER BY kind, subject",
    ).run<{
      kind: string
      subject: string
      version: string
      attempts: number
      dead_at: number | null
      is_gone: number
      news: string
    }>()
    return results
  }

  types = () => this.told.map(({ event }) => event.type)
}

export async function openReceiving(): Promise<Receiving> {
  const receiving = new Receiving(await openNewsroom())
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => receiving.log.push(JSON.parse(line)))
  }
  return receiving
}

/** Whether a signature is that of a secret, by Standard Webhooks. */
export async function isSignedBy(secret: string, { headers, body }: Told): Promise<boolean> {
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (c) => c.charCodeAt(0))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify'])
  const content = new TextEncoder().encode(
    `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`,
  )
  for (const signature of (headers['webhook-signature'] ?? '').split(' ')) {
    const [version, value = ''] = signature.split(',')
    const signed = Uint8Array.from(atob(value), (c) => c.charCodeAt(0))
    if (version === 'v1' && (await crypto.subtle.verify('HMAC', key, signed, content))) return true
  }
  return false
}
