/** Whether the deployed newsroom's database is there already. */
import { wrangler } from './d1.ts'
import type { Settings } from './settings.ts'

/**
 * The first deployment makes the database, and migrations need one. Where wrangler.toml has its id, Cloudflare or
 * wrangler has made it; else it is looked for by its name: the one that is given, or the one that wrangler gives.
 */
export async function isDatabaseThere({ name, d1_databases = [] }: Settings): Promise<boolean> {
  const database = d1_databases.find(({ binding }) => binding === 'DB')
  if (database?.database_id) return true
  const wanted = database?.database_name ?? `${name}-db`
  const out = await wrangler('d1', 'list', '--json')
  const all = JSON.parse(out.slice(out.indexOf('['))) as { name: string }[]
  return all.some(({ name }) => name === wanted)
}
