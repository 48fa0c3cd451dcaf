/** The newsroom's databases, as wrangler.toml has them: the catalogue, and text databases beside it. */
import { Fault } from './command.ts'
import { CATALOGUE, wrangler } from './d1.ts'
import type { Database, Settings, Stores } from './settings.ts'

/** As the Worker takes them: see src/articles/texts/stores.ts. */
const TEXTS = /^TEXT_([1-9]\d{0,2})$/
const MOST = 255

/** Where the tables of text databases are. Without this line wrangler would give them those of the catalogue. */
export const TEXT_TABLES = 'migrations/texts'

const numberOf = ({ binding }: Database) => Number(TEXTS.exec(binding)?.[1])

/**
 * What the databases are bound as, the catalogue first, then text databases by number. Throws what is wrong with
 * the blocks of text databases, and which line would mend it.
 */
export function databasesOf({ d1_databases = [] }: Stores): string[] {
  const texts = d1_databases.filter(({ binding }) => /^TEXT_\d/.test(binding))
  for (const database of texts) {
    const fault = faultOf(database, d1_databases)
    if (fault) throw new Fault(`wrangler.toml: ${fault}. See docs/growing.md`, 'refused')
  }
  const inOrder = texts.sort((a, b) => numberOf(a) - numberOf(b))
  return [CATALOGUE, ...inOrder.map(({ binding }) => binding)]
}

function faultOf(database: Database, all: Database[]): string | null {
  const { binding, migrations_dir = '' } = database
  const number = numberOf(database)
  if (!(number <= MOST)) return `text databases are TEXT_1 to TEXT_${MOST}, not "${binding}"`
  if (migrations_dir.replace(/^\.\/|\/$/g, '') !== TEXT_TABLES) {
    const line = `migrations_dir = "${TEXT_TABLES}"`
    return `${binding} needs the line ${line} below binding = "${binding}"`
  }
  const isSame = (other: Database) =>
    other !== database &&
    (other.binding === binding ||
      (other.database_id !== undefined && other.database_id === database.database_id) ||
      (other.database_name !== undefined && other.database_name === database.database_name))
  const same = all.find(isSame)
  return same ? `${binding} and ${same.binding} must be two databases` : null
}

/**
 * Those of the deployed newsroom's databases that are there already: the deployment makes the others, and migrations
 * need them. Where wrangler.toml has its id, Cloudflare or wrangler has made one; else it is looked for by its name:
 * the one that is given, or the one that wrangler gives.
 */
export async function databasesThere(settings: Settings): Promise<string[]> {
  const { name, d1_databases = [] } = settings
  const all = databasesOf(settings)
  const blockOf = (bound: string) => d1_databases.find(({ binding }) => binding === bound)
  if (all.every((bound) => blockOf(bound)?.database_id)) return all
  const out = await wrangler('d1', 'list', '--json')
  const made = (JSON.parse(out.slice(out.indexOf('['))) as { name: string }[]).map(
    (database) => database.name,
  )
  return all.filter((bound) => {
    const block = blockOf(bound)
    const wanted = `${name}-${bound.toLowerCase().replaceAll('_', '-')}`
    return Boolean(block?.database_id) || made.includes(block?.database_name ?? wanted)
  })
}
