/** npm run keys -- create --name "City desk" | list | revoke ID   [--remote] */
import { parseArgs } from 'node:util'
import { SCOPES, type Scope } from '../src/editing/door/rights.ts'
import { query, text, type Where } from './d1.ts'
import { hashKey, newKey } from './key.ts'

const USAGE = `Usage: npm run keys -- create --name "City desk" [--scopes LIST] [--sections LIST] [--expires DATE]
       npm run keys -- list
       npm run keys -- revoke ID
Add --remote for the deployed newsroom's keys.

Scopes, separated by commas; all of them unless given:
  ${SCOPES.join(',')}
Sections: slugs, separated by commas; all unless given. DATE: RFC 3339, or a day
like 2027-01-31, which ends the key as that day begins in UTC.`

interface KeyRow {
  id: number
  name: string
  scopes: string
  sections: string | null
  created: string
  expires: string | null
  rotated: string | null
  revoked: string | null
  used: string | null
}

interface Options {
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
  const milliseconds = Date.parse(date)
  if (Number.isNaN(milliseconds)) throw new Error(`--expires must be a date, not "${date}"`)
  if (milliseconds <= Date.now()) throw new Error('--expires must lie in the future')
  return String(Math.floor(milliseconds / 1000))
}

async function create(options: Options, where: Where) {
  const name = options.name?.trim()
  if (!name) throw new Error('A key needs a name: --name "City desk"')
  // As the API has it: an export names the key, and an import has to take it.
  if ([...name].length > 100 || /\p{Cc}|[\u2028\u2029]/u.test(name)) {
    throw new Error('--name takes one line of at most 100 characters')
  }
  const scopes = options.scopes === undefined ? [...SCOPES] : split(options.scopes)
  const unknown = scopes.find((scope) => !SCOPES.includes(scope as Scope))
  if (unknown || scopes.length === 0) {
    throw new Error(`--scopes takes ${SCOPES.join(', ')}${unknown ? `, not "${unknown}"` : ''}`)
  }
  const sections = options.sections === undefined ? 'NULL' : json(split(options.sections))
  const key = newKey()
  const hash = text(hashKey(key))
  const [row] = await query<{ id: number }>(
    `INSERT INTO keys (name, hash, scopes, sections, expires_at, created_at)
     VALUES (${text(name)}, ${hash}, ${json(scopes)}, ${sections}, ${expiry(options.expires)},
       unixepoch());
     INSERT INTO audit (at, action, subject)
     SELECT unixepoch(), 'key.create', CAST(id AS TEXT) FROM keys WHERE hash = ${hash};
     SELECT id FROM keys WHERE hash = ${hash}`,
    where,
  )
  console.log(`Key ${row?.id} for ${name}, shown this once:\n\n${key}\n`)
}

async function list(where: Where) {
  const date = (column: string) => `datetime(${column}, 'unixepoch')`
  const rows = await query<KeyRow>(
    `SELECT id, name, scopes, sections, ${date('created_at')} AS created,
       ${date('expires_at')} AS expires, ${date('superseded_at')} AS rotated, ${date('revoked_at')} AS revoked,
       ${date('last_used_at')} AS used
     FROM keys ORDER BY id`,
    where,
  )
  if (rows.length === 0) return console.log('There are no keys yet.')
  for (const { id, name, scopes, sections, created, expires, rotated, revoked, used } of rows) {
    console.log(`${id}\t${name}`)
    console.log(
      `\t${JSON.parse(scopes).join(', ')}${sections ? ` in ${JSON.parse(sections).join(', ')}` : ''}`,
    )
    const dates = { created, 'last used': used, expires, 'ends after rotation': rotated, revoked }
    const told = Object.entries(dates).filter(([, at]) => at !== null)
    console.log(`\t${told.map(([what, at]) => `${what} ${at} UTC`).join(', ')}`)
  }
}

async function revoke(id: string | undefined, where: Where) {
  if (!id || !/^[1-9]\d{0,14}$/.test(id)) throw new Error('Say which key: revoke ID (see list)')
  const [row] = await query<{ name: string; isRevoked: number }>(
    `SELECT name, revoked_at IS NOT NULL AS isRevoked FROM keys WHERE id = ${id}`,
    where,
  )
  if (!row) throw new Error(`There is no key ${id}`)
  if (row.isRevoked) throw new Error(`Key ${id} (${row.name}) is revoked already`)
  await query(
    `UPDATE keys SET revoked_at = unixepoch() WHERE id = ${id} AND revoked_at IS NULL;
     INSERT INTO audit (at, action, subject) VALUES (unixepoch(), 'key.revoke', '${id}')`,
    where,
  )
  console.log(`Key ${id} (${row.name}) is revoked.`)
}

try {
  const { values, positionals } = parseArgs({
    options: {
      name: { type: 'string' },
      scopes: { type: 'string' },
      sections: { type: 'string' },
      expires: { type: 'string' },
      remote: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const [command, id] = positionals
  const where = { remote: values.remote }
  if (command === 'create') await create(values, where)
  else if (command === 'list') await list(where)
  else if (command === 'revoke') await revoke(id, where)
  else throw new Error(USAGE)
} catch (fault) {
  const { message } = fault as Error
  const isEmpty = /no such table/.test(message)
  console.error(
    isEmpty ? 'There are no tables yet: run npm start first, or npm run deploy.' : message,
  )
  process.exitCode = 1
}
