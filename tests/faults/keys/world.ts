/** Keys at work: each step is taken through the API and in the model, and both have to agree. */
import { env } from 'cloudflare:workers'
import { expect, vi } from 'vitest'
import { SCOPES, type Scope } from '../../../src/editing/door/scopes'
import { toUtc } from '../../../src/time'
import { asks, leadsTo, redeem } from '../../support/consent'
import { Desk } from '../../support/desk'
import { article, KEY, type Newsroom } from '../../support/newsroom'
import {
  CODE_LIFETIME,
  type Code,
  can,
  endOf,
  isLive,
  isWithin,
  type ModelKey,
  manages,
  maySpare,
  NEVER,
  type Reach,
  reachOf,
  SECTIONS,
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
  | {
      do: 'allow'
      by: number
      scopes: Scope[]
      sections: string[] | null
      days: number
      /** Whether the program brings its code at once. */
      isRedeemed: boolean
    }
  | { do: 'redeem'; code: number }
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
  granted_by: number | null
}

/** A program on the same machine: nothing is fetched to know it. */
const PROGRAM = { client_id: 'http://localhost/', redirect_uri: 'http://localhost/back' }

export class KeyWorld {
  private readonly newsroom: Newsroom
  private readonly keys: ModelKey[] = []
  private readonly links: Link[] = []
  private readonly codes: Code[] = []

  private constructor(newsroom: Newsroom) {
    this.newsroom = newsroom
  }

  /** A newsroom with its first key alone, a draft in each section, and all that was before forgotten. */
  static async open(newsroom: Newsroom): Promise<KeyWorld> {
    await env.DB.batch([
      env.DB.prepare('DELETE FROM previews'),
      env.DB.prepare('DELETE FROM grants'),
      env.DB.prepare('DELETE FROM sessions'),
      env.DB.prepare('DELETE FROM audit WHERE key_id > 1'),
      env.DB.prepare('UPDATE revisions SET key_id = 1'),
      env.DB.prepare('DELETE FROM keys WHERE id > 1'),
      env.DB.prepare('UPDATE keys SET revoked_at = NULL, superseded_at = NULL WHERE id = 1'),
    ])
    const world = new KeyWorld(newsroom)
    const first = {
      id: 1,
      secret: KEY,
      scopes: [...SCOPES],
      sections: null,
      maker: null,
      holder: null,
    }
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
    if (step.do === 'redeem') return this.redeem(step.code)
    const by = this.pick(step.by)
    if (step.do === 'make') return this.make(by, step)
    if (step.do === 'rotate') return this.rotate(by, this.pick(step.key), step.overlap)
    if (step.do === 'revoke') return this.revoke(by, this.pick(step.key))
    if (step.do === 'list') return this.list(by)
    if (step.do === 'allow') return this.allow(by, step)
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

  private add(
    by: ModelKey,
    { id, key }: Made,
    { scopes, sections, end }: Reach,
    holder: ModelKey | null = null,
  ): ModelKey {
    const own = { id, secret: key, scopes, sections, expiresAt: end, maker: reachOf(by), holder }
    const added = { ...own, supersededAt: NEVER, revokedAt: NEVER }
    this.keys.push(added)
    return added
  }

  /** Somebody lets a program have what it asks for, at the desk. */
  private async allow(by: ModelKey, step: KeyStep & { do: 'allow' }) {
    const { scopes, sections, days, isRedeemed } = step
    const desk = new Desk(this.newsroom)
    const signedIn = await desk.post('/desk/sign-in', { key: by.secret, to: '/desk' })
    expect(signedIn.status, `key ${by.id} signs in`).toBe(isLive(by, now()) ? 303 : 403)
    if (!isLive(by, now())) return
    const answer = await desk.post(asks({ ...PROGRAM }), {
      once: crypto.randomUUID().replaceAll('-', '').padEnd(43, '0'),
      do: 'allow',
      scope: scopes,
      section: sections ?? [],
      days: String(days),
    })
    const wanted = { scopes, sections: sections ?? by.sections }
    expect(answer.status, `key ${by.id} allows`).toBe(maySpare(by, wanted) ? 303 : 403)
    if (answer.status !== 303) return
    const lasting = days === 0 ? NEVER : now() + days * 86_400
    this.codes.push({
      value: leadsTo(answer).searchParams.get('code') ?? '',
      maker: by,
      reach: { ...wanted, end: Math.min(endOf(by), lasting) },
      endsAt: now() + CODE_LIFETIME,
      key: null,
    })
    if (isRedeemed) await this.redeem(this.codes.length - 1)
  }

  /** A program brings its code, perhaps once more. */
  private async redeem(n: number) {
    const code = this.codes[n % this.codes.length]
    if (!code) return
    const isKnown = now() < code.endsAt
    const { maker } = code
    const isGood =
      isKnown && code.key === null && isLive(maker, now()) && maker.supersededAt === NEVER
    const response = await redeem(this.newsroom, code.value, PROGRAM)
    expect(response.status, `the code of key ${maker.id}`).toBe(isGood ? 200 : 400)
    if (!isGood) {
      if (isKnown && code.key) code.key.revokedAt = Math.min(code.key.revokedAt, now())
      return
    }
    const { access_token: key } = await response.json<{ access_token: string }>()
    const row = await env.DB.prepare('SELECT max(id) AS id FROM keys').first<{ id: number }>()
    code.key = this.add(maker, { id: row?.id ?? 0, key }, code.reach, maker)
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
    const added = this.add(by, await response.json<Made>(), successor, key.holder)
    for (const one of this.keys) if (one.holder === key) one.holder = added
    key.supersededAt = Math.min(key.supersededAt, now() + overlap)
  }

  private async revoke(by: ModelKey, key: ModelKey) {
    const refused =
      this.atTheDoor(by) ??
      (sees(by, key) ? null : 404) ??
      (key.revokedAt !== NEVER || by === key ? null : manages(by, reachOf(key)))
    const response = await this.call(by, 'DELETE', `/api/keys/${key.id}`)
    expect(response.status, `key ${by.id} revokes ${key.id}`).toBe(refused ?? 200)
    if (refused) return
    for (const one of this.keys) {
      if (one === key || one.holder === key) one.revokedAt = Math.min(one.revokedAt, now())
    }
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
      const { maker, holder } = key
      if (maker) {
        expect(isWithin(key, maker), `key ${key.id} within its maker`).toBe(true)
        expect(key.expiresAt, `key ${key.id} ends with its maker`).toBeLessThanOrEqual(maker.end)
      }
      if (holder && isLive(key, now())) {
        expect(isLive(holder, now()), `key ${key.id} without whom it acts for`).toBe(true)
      }
    }
    for (const program of this.keys.filter(({ holder }) => holder !== null)) {
      await this.use(program, 'draft', SECTIONS[0])
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
      holder: row.granted_by,
    }))
    expect(stored).toEqual(
      this.keys.map((key) => ({
        id: key.id,
        scopes: key.scopes,
        sections: key.sections,
        end: endOf(key),
        isRevoked: key.revokedAt !== NEVER,
        holder: key.holder?.id ?? null,
      })),
    )
  }
}
