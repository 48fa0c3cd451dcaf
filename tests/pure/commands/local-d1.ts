/** The local databases of a copy of the project, asked without wrangler: that takes seconds for each statement. */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What makes tables in a copy, which has the scripts. */
export const MIGRATE = `import('./scripts/migrate.ts').then(({ migrate }) => migrate({ remote: false }))`

/** Carries out statements, and then gives back the rows of one more. `table`: which no other database has. */
export function ask(copy: string, table: string, statements: string, select = 'SELECT 1') {
  // D1's files are named by a hash, and Miniflare keeps records of its own beside them.
  const files = globSync(join(copy, '.wrangler/state/v3/d1/*/*.sqlite'))
  for (const file of files) {
    const db = new DatabaseSync(file)
    try {
      const isThis = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
      if (!db.prepare(isThis).get(table)) continue
      db.exec(statements)
      return db.prepare(select).all()
    } finally {
      db.close()
    }
  }
  throw new Error(`no local database has ${table}`)
}
