/** npm run keys -- create --name "City desk" | list | revoke ID   [--remote] */
import { SCOPES, type Scope } from '../src/editing/door/scopes.ts'
import { command, Fault } from './command.ts'
import { query, text, type Where } from './d1.ts'
import { toInstant } from './dates.ts'
import { hashKey, newKey } from './key.ts'

const HELP = `Usage: npm run keys -- create --name "City desk" [--scopes LIST] [--sections LIST] [--expires DATE]
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
  const seconds = toInstant('--expires', date)
  if (seconds * 1000 <= Date.now()) throw new Fault('--expires must lie in the future', 'usage')
  return String(seconds)
}

async function create(options: Options, where: Where) {
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
  if (!id || !/^[1-9]\d{0,14}$/.test(id))
    throw new Fault('Say which key: revoke ID (see list)', 'usage')
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

const options = {
  name: { type: 'string' },
  scopes: { type: 'string' },
  sections: { type: 'string' },
  expires: { type: 'string' },
  remote: { type: 'boolean', default: false },
} as const

await command(HELP, options, [1, 2], async (values, [what, id]) => {
  const where = { remote: values.remote }
  try {
    if (what === 'create' && id === undefined) await create(values, where)
    else if (what === 'list' && id === undefined) await list(where)
    else if (what === 'revoke') await revoke(id, where)
    else throw new Fault(HELP, 'usage')
  } catch (fault) {
    if (!/no such table/.test((fault as Error).message)) throw fault
    throw new Fault('There are no tables yet: run npm start first, or npm run deploy.', 'refused')
  }
})
