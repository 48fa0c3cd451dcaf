/** Keys in SQL, from the options of a command. */
import { SCOPES, type Scope } from '../src/editing/door/scopes.ts'
import { Fault } from './command.ts'
import { text } from './d1.ts'
import { toInstant } from './dates.ts'
import { hashKey } from './key.ts'

/** What a key is to be. */
export interface KeyOptions {
  name?: string | undefined
  scopes?: string | undefined
  sections?: string | undefined
  expires?: string | undefined
}

const split = (list: string) =>
  list
    .split(',')
    .map((item) => item.trim())
    .filter((item, i, all) => item !== '' && all.indexOf(item) === i)

/** A list as JSON in SQL. */
const json = (list: string[]) => text(JSON.stringify(list))

function expiry(date: string | undefined): string {
  if (date === undefined) return 'NULL'
  const seconds = toInstant('--expires', date)
  if (seconds * 1000 <= Date.now()) throw new Fault('--expires must lie in the future', 'usage')
  return String(seconds)
}

/**
 * SQL that makes a key with this secret, and notes it in the trail; where there is a condition, only if that holds.
 * Throws what is wrong with the options.
 */
export function keySql(options: KeyOptions, key: string, condition = '1'): string {
  const name = options.name?.trim()
  if (!name) throw new Fault('A key needs a name: --name "City desk"', 'usage')
  // As the API has it: an export names the key, and an import has to take it.
  if ([...name].length > 100 || /\p{Cc}|[\u2028\u2029]/u.test(name)) {
    throw new Fault('--name takes one line of at most 100 characters', 'usage')
  }
  const scopes = options.scopes === undefined ? [...SCOPES] : split(options.scopes)
  const unknown = scopes.find((scope) => !SCOPES.includes(scope as Scope))
  if (unknown || scopes.length === 0) {
    throw new Fault(
      `--scopes takes ${SCOPES.join(', ')}${unknown ? `, not "${unknown}"` : ''}`,
      'usage',
    )
  }
  const sections = options.sections === undefined ? 'NULL' : json(split(options.sections))
  const hash = text(hashKey(key))
  return `INSERT INTO keys (name, hash, scopes, sections, expires_at, created_at)
     SELECT ${text(name)}, ${hash}, ${json(scopes)}, ${sections}, ${expiry(options.expires)}, unixepoch()
     WHERE ${condition};
     INSERT INTO audit (at, action, subject)
     SELECT unixepoch(), 'key.create', CAST(id AS TEXT) FROM keys WHERE hash = ${hash};`
}
