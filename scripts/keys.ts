/** npm run keys -- create --name "City desk" | invite --name "张三" | list | revoke ID   [--remote] */
import { SCOPES } from '../src/editing/door/scopes.ts'
import { command, Fault } from './command.ts'
import { query, text, type Where } from './d1.ts'
import { invite } from './invite.ts'
import { hashKey, newKey } from './key.ts'
import { type KeyOptions, keySql } from './key-sql.ts'
import { LINK_HOURS } from './link.ts'

const HELP = `Usage: npm run keys -- create --name "City desk" [--scopes LIST] [--sections LIST] [--expires DATE]
       npm run keys -- invite --name "张三" [--scopes LIST] [--sections LIST] [--expires DATE] [--hours N]
       npm run keys -- invite --key ID [--hours N]
       npm run keys -- list
       npm run keys -- revoke ID
Add --remote for the deployed newsroom's keys.
invite prints a link that signs in at the desk, once, within N hours (${LINK_HOURS.usual} unless given, ${LINK_HOURS.most} at most): with a
new key, or with one that is there.

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

async function create(options: KeyOptions, where: Where) {
  const key = newKey()
  const [row] = await query<{ id: number; name: string }>(
    `${keySql(options, key)}
     SELECT id, name FROM keys WHERE hash = ${text(hashKey(key))}`,
    where,
  )
  console.log(`Key ${row?.id} for ${row?.name}, shown this once:\n\n${key}\n`)
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
    `INSERT INTO audit (at, action, subject)
     SELECT unixepoch(), 'key.revoke', CAST(id AS TEXT) FROM keys
     WHERE (id = ${id} OR granted_by = ${id}) AND revoked_at IS NULL;
     UPDATE keys SET revoked_at = unixepoch()
     WHERE (id = ${id} OR granted_by = ${id}) AND revoked_at IS NULL`,
    where,
  )
  console.log(`Key ${id} (${row.name}) is revoked.`)
}

const options = {
  name: { type: 'string' },
  scopes: { type: 'string' },
  sections: { type: 'string' },
  expires: { type: 'string' },
  key: { type: 'string' },
  hours: { type: 'string' },
  remote: { type: 'boolean', default: false },
} as const

await command(HELP, options, [1, 2], async (values, [what, id]) => {
  const where = { remote: values.remote }
  try {
    if (what !== 'invite' && (values.key ?? values.hours) !== undefined) {
      throw new Fault('--key and --hours are for invite', 'usage')
    }
    if (what === 'create' && id === undefined) await create(values, where)
    else if (what === 'invite' && id === undefined) await invite(values, where)
    else if (what === 'list' && id === undefined) await list(where)
    else if (what === 'revoke') await revoke(id, where)
    else throw new Fault(HELP, 'usage')
  } catch (fault) {
    if (!/no such table/.test((fault as Error).message)) throw fault
    throw new Fault('There are no tables yet: run npm start first, or npm run deploy.', 'refused')
  }
})
