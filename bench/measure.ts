/** Everything that is measured on one archive. */
import { DatabaseSync } from 'node:sqlite'
import { cutter } from '../scripts/archive/prose'
import { hashKey, newKey } from '../scripts/key.ts'
import { databaseIn } from './archives'
import { newestWorkerd, usageOf } from './machine/process'
import { type Room, start } from './machine/workerd'
import { type Effort, measureReading, type Reading } from './reading'
import { kindsIn } from './requests'
import { measureWriting, type Writes } from './writing'

export interface Measured {
  /** Articles in it. */
  count: number
  writes: Writes
  readings: Reading[]
  /** MiB that workerd takes with all of this running. */
  memory: number
}

/** On a copy of the archive, as it is written to. `only` the kinds of page that have this in their name. */
export async function measureArchive(
  room: Room,
  count: number,
  effort: Effort,
  only: string,
): Promise<Measured> {
  const key = newKey()
  const db = new DatabaseSync(databaseIn(room.state))
  db.prepare("INSERT INTO keys (name, hash, created_at) VALUES ('Bench', ?, 0)").run(hashKey(key))
  db.close()
  const running = await start(room)
  try {
    const pid = newestWorkerd()
    const writes = await measureWriting(running, pid, key, count, cutter(2))
    const kinds = kindsIn(databaseIn(room.state), writes.renamed)
    const readings: Reading[] = []
    for (const kind of kinds.filter(({ name }) => name.includes(only)))
      readings.push(await measureReading(running, pid, kind, effort))
    return { count, writes, readings, memory: usageOf(pid).memory }
  } finally {
    await running.stop()
  }
}
