/** D1 as the Worker knows it, over an SQLite file of this machine: fast enough for millions. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

class Statement {
  readonly owner: SqliteD1
  readonly sql: string
  readonly values: unknown[]

  constructor(owner: SqliteD1, sql: string, values: unknown[] = []) {
    this.owner = owner
    this.sql = sql
    this.values = values
  }

  bind(...values: unknown[]) {
    return new Statement(this.owner, this.sql, values)
  }

  async run() {
    return this.owner.execute(this)
  }

  async all() {
    return this.owner.execute(this)
  }

  async first() {
    return this.owner.execute(this).results[0] ?? null
  }
}

const WHOLE = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'] as const
const PART = ['SAVEPOINT part', 'RELEASE part', 'ROLLBACK TO part; RELEASE part'] as const

/** As much of D1 as the Worker uses. */
export class SqliteD1 {
  private readonly prepared = new Map<string, StatementSync>()

  private readonly db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.db = db
  }

  prepare(sql: string) {
    return new Statement(this, sql)
  }

  /** One transaction, as in D1; within one of the whole database, a part of that. */
  async batch(statements: Statement[]) {
    const [begin, commit, rollback] = this.db.isTransaction ? PART : WHOLE
    this.db.exec(begin)
    try {
      const results = statements.map((statement) => this.execute(statement))
      this.db.exec(commit)
      return results
    } catch (fault) {
      this.db.exec(rollback)
      throw fault
    }
  }

  execute({ sql, values }: Statement) {
    const statement = this.prepared.get(sql) ?? this.db.prepare(sql)
    // Values may be given for `?3` where the statement has no `?2`.
    if (!this.prepared.has(sql)) statement.setAllowUnknownNamedParameters(true)
    this.prepared.set(sql, statement)
    // `?1` is a name to node:sqlite.
    const named = values.map((value, i) => [`?${i + 1}`, value as SQLInputValue])
    return { results: statement.all(Object.fromEntries(named)), success: true, meta: {} }
  }
}

/** The database as what Workers call D1. */
export const d1Over = (db: DatabaseSync) => new SqliteD1(db) as unknown as D1Database
