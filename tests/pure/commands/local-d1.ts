/** The local databases of a copy of the project, asked without wrangler: that takes seconds for each statement. */
import { DatabaseSync } from 'node:sqlite'
import { fileWith } from '../../../scripts/d1-file.ts'

/** What makes tables in a copy, which has the scripts. */
export const MIGRATE = `import('./scripts/migrate.ts').then(({ migrate }) => migrate({ remote: false }))`

function inDatabase<T>(copy: string, table: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(fileWith(table, copy))
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** The rows of one statement. `table`: which no other database has. */
export const ask = (copy: string, table: string, sql: string) =>
  inDatabase(copy, table, (db) => db.prepare(sql).all())

/** Carries out any number of statements. */
export const execute = (copy: string, table: string, sql: string) =>
  inDatabase(copy, table, (db) => db.exec(sql))
