/**
 * Stands in for wrangler, with a Cloudflare of its own: `.cloudflare` in the folder it is run in. Says and does
 * what wrangler 4.156 does, as far as `npm run deploy` goes by it. JavaScript: Node takes no types out of what
 * lies in node_modules.
 */
import { appendFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parse } from 'smol-toml'

process.removeAllListeners('warning')
const args = process.argv.slice(2)
const state = JSON.parse(readFileSync('.cloudflare/state.json', 'utf8'))
const given = args.indexOf('--config')
const config =
  given < 0
    ? parse(readFileSync('wrangler.toml', 'utf8'))
    : JSON.parse(readFileSync(args[given + 1], 'utf8'))
const folder = given < 0 ? '.cloudflare' : '.cloudflare/previews'
const isNamed = ({ binding }) => args.includes(binding)
const nameOf = ({ binding, database_name }) =>
  database_name ?? `${config.name}-${binding.toLowerCase().replaceAll('_', '-')}`

const fail = (message) => {
  console.error(`✘ [ERROR] ${message}`)
  process.exit(1)
}

appendFileSync(
  '.cloudflare/calls',
  `${args.slice(0, args[1] === 'migrations' ? 4 : 3).join(' ')}\n`,
)
if (!state.isLoggedIn) {
  fail(
    "In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN environment variable for wrangler to work.",
  )
}
if (state.failing === args[0]) fail('Something went wrong at Cloudflare.')

/** Opens the database that is meant, once it is there. */
function open(block) {
  const database = nameOf(block)
  if (block.database_id !== undefined || state.databases.includes(database)) {
    mkdirSync(folder, { recursive: true })
    return new DatabaseSync(`${folder}/${block.binding}.sqlite`)
  }
  return fail(
    `Couldn't find an auto-provisioned D1 DB named '${database}' for binding '${block.binding}'. Run 'wrangler deploy' to provision it, or add 'database_name' / 'database_id' to your config.`,
  )
}

function migrate() {
  const block = config.d1_databases.find(isNamed)
  const db = open(block)
  db.exec('CREATE TABLE IF NOT EXISTS d1_migrations (name TEXT PRIMARY KEY)')
  for (const file of globSync(`${block.migrations_dir ?? 'migrations'}/*.sql`).sort()) {
    if (db.prepare('SELECT 1 FROM d1_migrations WHERE name = ?').get(file)) continue
    db.exec(readFileSync(file, 'utf8'))
    db.prepare('INSERT INTO d1_migrations VALUES (?)').run(file)
  }
}

function execute() {
  const db = open(config.d1_databases.find(isNamed))
  const sql = args[args.indexOf('--command') + 1]
  const statements = sql.split(';').filter((statement) => statement.trim() !== '')
  const results = statements.map((statement) => ({ results: db.prepare(statement).all() }))
  console.log(JSON.stringify(results))
}

function deploy() {
  for (const block of config.d1_databases) {
    const database = nameOf(block)
    if (block.database_id !== undefined || state.databases.includes(database)) continue
    state.databases.push(database)
  }
  writeFileSync('.cloudflare/state.json', JSON.stringify(state))
  const { WRANGLER_OUTPUT_FILE_PATH: notes } = process.env
  const targets = ['schedule: * * * * *', `https://${config.name}.me.workers.dev`]
  const entry = { type: 'deploy', version: 1, worker_name: config.name, targets }
  if (notes) appendFileSync(notes, `{"type":"wrangler-session"}\n${JSON.stringify(entry)}\n`)
  console.log(`Deployed ${config.name}`)
}

/** Like wrangler, it takes nothing from production but what it is given. */
function preview() {
  const vars = args.flatMap((arg, i) => (args[i - 1] === '--var' ? [arg] : []))
  appendFileSync('.cloudflare/uploads', `${JSON.stringify(vars)}\n`)
  const urls = config.preview_urls ? ['https://topic-broadside.me.workers.dev'] : []
  console.log(JSON.stringify({ preview: { name: 'topic', urls }, deployment: {} }, null, 2))
}

const COMMANDS = {
  preview,
  'd1 list': () => console.log(JSON.stringify(state.databases.map((name) => ({ name })))),
  'd1 migrations': migrate,
  'd1 execute': execute,
  deploy,
}
const command = COMMANDS[args[0] === 'd1' ? `d1 ${args[1]}` : args[0]]
if (command === undefined) fail(`Unknown command: ${args.join(' ')}`)
command()
