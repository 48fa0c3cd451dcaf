/** An archive that requests are measured on, and that is as it was when they are done. */

import { type Databases, databasesIn } from '../../scripts/archive/databases'
import { sampleOf } from '../../scripts/archive/sample'
import { LocalWorker, type Vars } from '../../scripts/archive/worker'
import { sha256 } from '../../src/articles/digest'
import { selectStored, toStored } from '../../src/articles/store'
import { withTexts } from '../../src/articles/texts/bring'
import { newSecret } from '../../src/editing/door/key-store'
import { SCOPES } from '../../src/editing/door/scopes'

/** What is searched for: words by how many articles have them. */
export interface Words {
  /** About every second. */
  common: string
  /** Two that a tenth has each, and so one in a hundred both. */
  pair: [string, string]
}

const ID = 'the key of bench/growth'

export class Room {
  readonly worker: LocalWorker
  readonly articles: number
  /** The highest sequence number. */
  readonly last: number
  /** Published articles, spread over all. */
  readonly sample: { id: number; slug: string }[]
  /** A key that may write. */
  readonly secret = newSecret()
  private readonly databases: Databases

  constructor(folder: string, vars: Vars) {
    this.databases = databasesIn(folder, false)
    const { catalogue, texts } = this.databases
    this.worker = new LocalWorker(this.databases, vars)
    const get = (sql: string) => Number(Object.values(catalogue.prepare(sql).get() ?? {})[0])
    this.articles = get('SELECT count(*) FROM articles')
    this.last = get('SELECT max(sequence) FROM articles')
    this.sample = sampleOf(catalogue)
    // What is posted from here on is taken back by `leave`.
    for (const db of [catalogue, ...texts]) db.exec('BEGIN')
  }

  /** A key has to be there before anybody posts. */
  async enter(): Promise<void> {
    const { catalogue } = this.databases
    const isThere = catalogue.prepare('SELECT 1 FROM keys WHERE name = ?').get(ID)
    if (isThere) return
    catalogue
      .prepare('INSERT INTO keys (name, hash, scopes, created_at) VALUES (?, ?, ?, 0)')
      .run(ID, await sha256(this.secret), JSON.stringify(SCOPES))
  }

  leave(): void {
    for (const db of [this.databases.catalogue, ...this.databases.texts]) {
      db.exec('ROLLBACK')
      db.close()
    }
  }

  /** Pairs of characters by how many of the sample have them. */
  async words(): Promise<Words> {
    const counts = new Map<string, number>()
    const { bound } = this.worker
    for (const { id } of this.sample) {
      const stored = await toStored(await selectStored(withTexts(bound, bound.DB), id).run())
      const body = stored?.content.body ?? ''
      const pairs = new Set([...body.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair]) => pair))
      for (const pair of pairs) if (pair) counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
    const nearest = (part: number) => {
      const off = (n: number) => Math.abs(n - part * this.sample.length)
      return [...counts].sort(([, a], [, b]) => off(a) - off(b)).map(([pair]) => pair)
    }
    const [common = ''] = nearest(0.5)
    const [one = '', other = ''] = nearest(0.1)
    return { common, pair: [one, other] }
  }
}
