/** D1 whose faults say what they are. */
import { outageOf } from './d1-faults'

const inner = new WeakMap<object, D1PreparedStatement>()

/**
 * The same database, save that whatever fails a call without being a fault of the statement is thrown as
 * a `D1Outage`. So nobody has to tell by its words what came out of D1 and what out of our own code.
 */
export function guarded(db: D1Database): D1Database {
  return {
    prepare: (sql: string) => guardedStatement(db.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      known(() => db.batch(statements.map((statement) => inner.get(statement) ?? statement))),
  } as unknown as D1Database
}

function guardedStatement(statement: D1PreparedStatement): D1PreparedStatement {
  const own = {
    bind: (...values: unknown[]) => guardedStatement(statement.bind(...values)),
    run: () => known(() => statement.run()),
    all: () => known(() => statement.all()),
    first: (column?: string) =>
      known(() => (column === undefined ? statement.first() : statement.first(column))),
  } as unknown as D1PreparedStatement
  inner.set(own, statement)
  return own
}

async function known<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    throw outageOf(fault) ?? fault
  }
}
