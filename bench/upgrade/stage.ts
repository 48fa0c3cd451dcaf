/** A newsroom as the last release left it, with that Worker and today's over the same stores. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { root } from '../../scripts/d1.ts'
import { hashKey, newKey } from '../../scripts/key.ts'
import { bundled, checkedOut, type Release } from '../../scripts/released.ts'
import { varsHere } from '../../scripts/vars.ts'
import { WAIT_MS } from '../../src/delivery/leases'
import { databaseIn } from '../archives'
import { type Running, start } from '../machine/workerd'

export type Which = 'old' | 'new'

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer>
}

export interface Answer {
  status: number
  text: string
  etag: string | null
}

export class Stage {
  /** Which Workers answer at the moment: one, or both by turns as in a gradual deployment. */
  serving: Which[] = ['old']
  /** What went wrong, in words. */
  readonly faults: string[] = []
  readonly answered: Record<Which, number> = { old: 0, new: 0 }
  /** The longest answer since somebody last set it to 0, in milliseconds. */
  longest = 0
  readonly db: D1Database
  private readonly running: Running
  private readonly state: string
  private readonly key: string
  private turn = 0

  constructor(running: Running, db: D1Database, state: string, key: string) {
    this.running = running
    this.db = db
    this.state = state
    this.key = key
  }

  private next(): Which {
    return this.serving[this.turn++ % this.serving.length] as Which
  }

  /** What whoever serves answers. A 5xx, or none at all, is a fault. */
  async ask(path: string, init: Asked = {}, which = this.next()): Promise<Answer> {
    const since = performance.now()
    const request = `${which}: ${init.method ?? 'GET'} ${path}`
    this.answered[which]++
    try {
      const response = await fetch(this.running.urls[which] + path, { redirect: 'manual', ...init })
      const text = await response.text()
      this.longest = Math.max(this.longest, performance.now() - since)
      if (response.status >= 500) this.faults.push(`${request}: ${response.status} ${text}`)
      return { status: response.status, text, etag: response.headers.get('ETag') }
    } catch (fault) {
      this.faults.push(`${request}: ${fault}`)
      return { status: 0, text: '', etag: null }
    }
  }

  /** An editor's request, which must be answered with this status. */
  async call<T>(status: number, method: string, path: string, body?: object, more: Asked = {}) {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const headers = {
      Authorization: `Bearer ${this.key}`,
      ...(body ? { 'Content-Type': type } : {}),
      ...more.headers,
    }
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}), ...more, headers }
    const answer = await this.ask(path, init)
    // Of an export, the first line.
    const [line = ''] = answer.text.split('\n{', 1)
    if (answer.status === status) return { ...answer, json: JSON.parse(line || '{}') as T }
    throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 400)}`)
  }

  tick(): Promise<void> {
    return this.running.tick(this.next())
  }

  /** What docs/operations.md says under "Purge everything", until every lease has ended. */
  async purgeEverything() {
    const edition = 'lower(hex(randomblob(10)))'
    await this.db.prepare(`UPDATE editions SET edition = ${edition} WHERE page = 'site'`).run()
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }

  async stop() {
    await this.running.stop()
    rmSync(this.state, { recursive: true })
  }
}

/** The stores of a newsroom with so many articles, as the release itself makes them: once, and kept. */
function archiveOf(folder: string, articles: number): string {
  const kept = join(folder, `archive-${articles}`)
  if (existsSync(kept)) return kept
  rmSync(join(folder, '.wrangler'), { recursive: true, force: true })
  const script = join(folder, 'scripts/archive.ts')
  execFileSync(process.execPath, [script, `${articles}`, '--han', '60'], { cwd: folder })
  renameSync(join(folder, '.wrangler/state/v3'), kept)
  return kept
}

/** Opens it, with leases on. */
export async function openStage(release: Release, articles: number): Promise<Stage> {
  const folder = checkedOut(release)
  const scripts = { old: await bundled(folder), new: await bundled(root) }
  const state = mkdtempSync(join(root, '.wrangler/upgrade-'))
  cpSync(archiveOf(folder, articles), state, { recursive: true })
  const key = newKey()
  const db = new DatabaseSync(databaseIn(state))
  db.prepare("INSERT INTO keys (name, hash, created_at) VALUES ('Editor', ?, 0)").run(hashKey(key))
  db.close()
  const running = await start({ state, vars: varsHere() as never, scripts })
  return new Stage(running, await running.database(), state, key)
}
