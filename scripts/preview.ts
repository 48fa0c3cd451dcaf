/** npm run preview: what is in this folder, at an address and with stores of its own. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command, Fault } from './command.ts'
import { CATALOGUE, root, wrangler } from './d1.ts'
import { databasesOf, TEXT_TABLES } from './databases.ts'
import { firstLink } from './first-link.ts'
import { migrate } from './migrate.ts'
import { type Database, isDeskOn, type Settings, type Stores, settings } from './settings.ts'

const HELP = `Usage: npm run preview
Puts what is in this folder at an address of its own, named after the branch, beside the deployed newsroom and
with none of its data: [previews] in wrangler.toml names other stores. docs/deploying.md says how.`

async function run() {
  const now = settings()
  const databases = ownDatabases(now)
  const where = { remote: true, config: configOf(now, databases) }
  console.log('Bringing the database of previews up to date …')
  await migrate(where, databasesOf({ d1_databases: databases }))
  const vars = { ...now.vars, ...now.previews?.vars }
  // The address is known once there is a preview. Until it has it, the preview says so itself.
  const url = now.previews?.vars?.SITE_URL ?? (await upload({ ...vars, SITE_URL: '' }))
  await upload({ ...vars, SITE_URL: url })
  const link = isDeskOn() && !process.env.CI ? await firstLink(String(url), where) : null
  console.log(
    `\nThe preview is at ${url}\n${link === null ? '' : `Signs in, once, within an hour:\n\n${link}\n`}`,
  )
}

/** The databases of previews. Previews that wrote into the newsroom's own stores would be worse than none. */
function ownDatabases(now: Settings): Database[] {
  const { previews } = now
  if (previews === undefined) throw lacking('a block [previews]')
  const [live, own] = [idsOf(now), idsOf(previews)]
  for (const binding of Object.keys({ ...live, ...own })) {
    const id = own[binding]
    if (id === undefined) throw lacking(`a store for ${binding}, with its id, in [previews]`)
    if (Object.values(live).includes(id)) {
      throw new Fault(
        `${binding} of [previews] is the newsroom's own store: make another`,
        'refused',
      )
    }
  }
  return (previews.d1_databases ?? []).map((database) => ({
    ...database,
    migrations_dir: database.binding === CATALOGUE ? 'migrations' : TEXT_TABLES,
  }))
}

const lacking = (what: string) =>
  new Fault(
    `wrangler.toml lacks ${what}: docs/deploying.md has the lines, under Previews`,
    'refused',
  )

/** What each store is known by, by binding. */
const idsOf = ({ d1_databases = [], kv_namespaces = [], r2_buckets = [] }: Stores) =>
  Object.fromEntries([
    ...d1_databases.map(({ binding, database_id }) => [binding, database_id]),
    ...kv_namespaces.map(({ binding, id }) => [binding, id]),
    ...r2_buckets.map(({ binding, bucket_name }) => [binding, bucket_name]),
  ]) as Record<string, string | undefined>

/** The commands of D1 know nothing of [previews]: for them, its databases are the only ones. */
function configOf({ name, compatibility_date }: Settings, databases: Database[]): string {
  const folder = join(root, '.wrangler')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'previews.json')
  const own = databases.map(({ migrations_dir = '', ...database }) => ({
    ...database,
    migrations_dir: join(root, migrations_dir),
  }))
  writeFileSync(file, JSON.stringify({ name, compatibility_date, d1_databases: own }))
  return file
}

/** Uploads the preview. Gives back where it is. */
async function upload(vars: Record<string, unknown>): Promise<string> {
  const given = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const out = await wrangler('preview', '--json', ...given)
  const { preview } = JSON.parse(out.slice(out.indexOf('{'))) as { preview: { urls?: string[] } }
  const url = preview.urls?.[0]
  if (url !== undefined) return new URL(/^https?:/.test(url) ? url : `https://${url}`).origin
  throw new Fault(
    'The preview has no address: set preview_urls = true in wrangler.toml, or previews_enabled on a domain, and deploy',
    'refused',
  )
}

await command(HELP, {}, [0, 0], run)
