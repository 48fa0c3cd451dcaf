/** npm run keys -- create --name "City desk" | list | revoke ID   [--remote] */
import { parseArgs } from 'node:util'
import { query, text, type Where } from './d1.ts'
import { hashKey, newKey } from './key.ts'

const USAGE = `Usage: npm run keys -- create --name "City desk"
       npm run keys -- list
       npm run keys -- revoke ID
Add --remote for the deployed newsroom's keys.`

interface KeyRow {
  id: number
  name: string
  created: string
  revoked: string | null
}

async function create(name: string | undefined, where: Where) {
  if (!name?.trim()) throw new Error('A key needs a name: --name "City desk"')
  const key = newKey()
  const [row] = await query<{ id: number }>(
    `INSERT INTO keys (name, hash, created_at)
     VALUES (${text(name.trim())}, ${text(hashKey(key))}, unixepoch()) RETURNING id`,
    where,
  )
  console.log(`Key ${row?.id} for ${name.trim()}, shown this once:\n\n${key}\n`)
}

async function list(where: Where) {
  const rows = await query<KeyRow>(
    `SELECT id, name, datetime(created_at, 'unixepoch') AS created,
       datetime(revoked_at, 'unixepoch') AS revoked
     FROM keys ORDER BY id`,
    where,
  )
  if (rows.length === 0) return console.log('There are no keys yet.')
  for (const { id, name, created, revoked } of rows) {
    console.log(
      `${id}\t${name}\tcreated ${created} UTC${revoked ? `\trevoked ${revoked} UTC` : ''}`,
    )
  }
}

async function revoke(id: string | undefined, where: Where) {
  if (!id || !/^[1-9]\d*$/.test(id)) throw new Error('Say which key: revoke ID (see list)')
  const rows = await query<KeyRow>(
    `UPDATE keys SET revoked_at = unixepoch()
     WHERE id = ${Number(id)} AND revoked_at IS NULL RETURNING id, name`,
    where,
  )
  if (!rows[0]) throw new Error(`There is no key ${id}, or it is revoked already`)
  console.log(`Key ${id} (${rows[0].name}) is revoked.`)
}

try {
  const { values, positionals } = parseArgs({
    options: { name: { type: 'string' }, remote: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [command, id] = positionals
  const where = { remote: values.remote }
  if (command === 'create') await create(values.name, where)
  else if (command === 'list') await list(where)
  else if (command === 'revoke') await revoke(id, where)
  else throw new Error(USAGE)
} catch (fault) {
  console.error((fault as Error).message)
  process.exitCode = 1
}
