/** The files of local databases, for what would take too long through wrangler. */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The file of the database that has this table, and no other has, in the project at `folder`. */
export function fileWith(table: string, folder: string): string {
  // D1's files are named by a hash. Beside it lie Miniflare's own records, and text databases perhaps.
  const files = globSync('.wrangler/state/v3/d1/*/*.sqlite', { cwd: folder })
  const file = files.map((name) => join(folder, name)).find((one) => hasTable(one, table))
  if (!file) throw new Error(`wrangler made no local database that has ${table}`)
  return file
}

function hasTable(file: string, table: string): boolean {
  const db = new DatabaseSync(file, { readOnly: true })
  const select = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
  const found = select.get(table) !== undefined
  db.close()
  return found
}
