/** Keys at work: each step is taken through the API and in the model, and both have to agree. */
import { env } from 'cloudflare:workers'
import { expect, vi } from 'vitest'
import { SCOPES, type Scope } from '../../../src/editing/door/scopes'
import { toUtc } from '../../../src/time'
import { article, KEY, type Newsroom } from '../../support/newsroom'
import {
  can,
  endOf,
  isLive,
  isWithin,
  type ModelKey,
  manages,
  NEVER,
  type Reach,
  reachOf,
  sees,
} from './model'

export type KeyStep =
  | {
      do: 'make'
      by: number
      scopes: Scope[]
      sections: string[] | null
      lifetime: number | null
    }
  | { do: 'rotate'; by: number; key: number; overlap: number }
  | { do: 'revoke'; by: number; key: number }
  | { do: 'list'; by: number }
  | { do: 'use'; by: number; how: 'draft' | 'publish' | 'export'; section: string }
  | { do: 'wait'; seconds: number }

interface Made {
  id: number
  key: string
}

/** What a link that a key has made leads to. */
interface Link {
  key: ModelKey
  path: string
}

const wait = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)
const now = () => Math.floor(Date.now() / 1000)

interface Row {
  id: number
  scopes: string
  sections: string | null
  expires_at: number | null
  superseded_at: number | null
  revoked_at: number | null
}

export class KeyWorld {
  private readonly newsroom: Newsroom
  private readonly keys: ModelKey[] = []
  private readonly links: Link[] = []

  private constructor(newsroom: Newsroom) {
    this.newsroom = newsroom
  }

  /** A newsroom with its first key alone, a draft in each section, and all that was before forgotten. */
  static async open(newsroom: Newsroom): Promise<KeyWorld> {
    await env.DB.batch([
      env.DB.prepare('DELETE FROM previews'),
      env.DB.prepare('DELETE FROM audit WHERE key_id > 1'),
      env.DB.prepare('UPDATE revisions SET key_id = 1'),
      env.DB.prepare('DELETE FROM keys WHERE id > 1'),
      env.DB.prepare('UPDATE keys SET revoked_at = NULL, superseded_at = NULL WHERE id = 1'),
    ])
    const world = new KeyWorld(newsroom)
    const first = { id: 1, secret: KEY, scopes: [...SCOPES], sections: null, maker: null }
    world.keys.push({ ...first, expiresAt: NEVER, supersededAt: NEVER, revokedAt: NEVER })
    return world
  }

  private pick(n: number): ModelKey {
    return this.keys[n % this.keys.length] as ModelKey
  }

  private call(by: ModelKey, method: string, path: string, body?: unknown) {
    const headers = { Authorization: `Bearer ${by.secret}` }
    return this.newsroom.call(method, path, body, headers)
  }

  async take(step: KeyStep) {
    if (step.do === 'wait') return wait(step.seconds)
    const by = this.pick(step.by)
    if (step.do === 'make') return this.make(by, step)
    if (step.do === 'rotate') return this.rotate(by, this.pick(step.key), step.overlap)
    if (step.do === 'revoke') return this.revoke(by, this.pick(step.key))
    if (step.do === 'list') return this.list(by)
    return this.use(by, step.how, step.section)
  }

  /** What is wrong with any use of `/api/keys` by this key, whatever it asks for. */
  private atTheDoor(by: ModelKey): 401 | 403 | null {
    if (!isLive(by, now())) return 401
    return by.scopes.includes('keys:manage') ? null : 403
  }

  private async make(by: ModelKey, { scopes, sections, lifetime }: KeyStep & { do: 'make' }) {
    const expiresAt = lifetime === null ? NEVER : now() + lifetime
    const refused = this.atTheDoor(by) ?? manages(by, { scopes, sections, end: expiresAt })
    const response = await this.call(by, 'POST', '/api/keys', {
      name: 'Key',
      scopes,
      sections,
      expiresAt: lifetime === null ? null : toUtc(expiresAt),
    })
    expect(response.status, `key ${by.id} makes one`).toBe(refused ?? 201)
    if (!refused) this.add(by, await response.json<Made>(), { scopes, sections, end: expiresAt })
  }

  private add(by: ModelKey, { id, key }: Made, { scopes, sections, end }: Reach) {
    const own = { id, secret: key, scopes, sections, expiresAt: end, maker: reachOf(by) }
    this.keys.push({ ...own, supersededAt: NEVER, revokedAt: NEVER })
  }

  private async rotate(by: ModelKey, key: ModelKey, overlap: number) {
    const successor = { ...reachOf(key), end: key.expiresAt }
    const refused =
      this.atTheDoor(by) ??
      (sees(by, key) ? null : 404) ??
      (isLive(key, now()) ? null : 409) ??
      manages(by, successor)
    const response = await this.call(by, 'POST', `/api/keys/${key.id}/rotate`, { overlap })
    expect(response.status, `key ${by.id} rotates ${key.id}`).toBe(refused ?? 201)
    if (refused) return
    this.add(by, await response.json<Made>(), successor)
    key.supersededAt = Math.min(key.supersededAt, now() + overlap)
  }

  private async revoke(by: ModelKey, key: ModelKey) {
    const refused =
      this.atTheDoor(by) ??
      (sees(by, key) ? null : 404) ??
      (key.revokedAt !== NEVER || by === key ? null : manages(by, reachOf(key)))
    const response = await this.call(by, 'DELETE', `/api/keys/${key.id}`)
    expect(response.status, `key ${by.id} revokes ${key.id}`).toBe(refused ?? 200)
    if (!refused) key.revokedAt = Math.min(key.revokedAt, now())
  }

  private async list(by: ModelKey) {
    const refused = this.atTheDoor(by)
    const response = await this.call(by, 'GET', '/api/keys')
    expect(response.status).toBe(refused ?? 200)
    if (refused) return
    const { keys } = await response.json<{ keys: Made[] }>()
    const visible = this.keys.filter((key) => sees(by, key)).map(({ id }) => id)
    expect(keys.map(({ id }) => id)).toEqual(visible)
  }

  private async use(by: ModelKey, how: 'draft' | 'publish' | 'export', section: string) {
    if (how === 'export') {
      const response = await this.call(by, 'GET', '/api/export')
      const status = isLive(by, now()) ? (by.scopes.includes('export:read') ? 200 : 403) : 401
      await response.arrayBuffer()
      return expect(response.status, `key ${by.id} exports`).toBe(status)
    }
    const needed: Scope[] =
      how === 'draft' ? ['articles:write'] : ['articles:write', 'articles:publish']
    const isAllowed = needed.every((scope) => can(by, scope, section))
    const document = article({ section, status: how === 'draft' ? 'draft' : 'published' })
    const response = await this.call(by, 'POST', '/api/articles', document)
    expect(response.status, `key ${by.id} posts`).toBe(
      isLive(by, now()) ? (isAllowed ? 201 : 403) : 401,
    )
    if (!response.ok || how !== 'draft') return
    const { id } = await response.json<{ id: number }>()
    const link = await this.call(by, 'POST', `/api/articles/${id}/previews`, {})
    expect(link.status).toBe(201)
    const { url } = await link.json<{ url: string }>()
    this.links.push({ key: by, path: new URL(url).pathname })
  }

  /** What must hold of every key, however it came about; now, and once all that can end has ended. */
  async end() {
    await this.check()
    wait(8_000)
    await this.check()
    for (const key of this.keys) await this.list(key)
  }

  private async check() {
    for (const key of this.keys) {
      const { maker } = key
      if (maker) {
        expect(isWithin(key, maker), `key ${key.id} within its maker`).toBe(true)
        expect(key.expiresAt, `key ${key.id} ends with its maker`).toBeLessThanOrEqual(maker.end)
      }
    }
    for (const { key, path } of this.links) {
      const response = await this.newsroom.fetch(path)
      expect(response.status, `link of key ${key.id}`).toBe(isLive(key, now()) ? 200 : 410)
    }
    const { results } = await env.DB.prepare('SELECT * FROM keys ORDER BY id').run<Row>()
    const stored = results.map((row) => ({
      id: row.id,
      scopes: JSON.parse(row.scopes),
      sections: row.sections && JSON.parse(row.sections),
      end: Math.min(row.expires_at ?? NEVER, row.superseded_at ?? NEVER),
      isRevoked: row.revoked_at !== null,
    }))
    expect(stored).toEqual(
      this.keys.map((key) => ({
        id: key.id,
        scopes: key.scopes,
        sections: key.sections,
        end: endOf(key),
        isRevoked: key.revokedAt !== NEVER,
      })),
    )
  }
}
