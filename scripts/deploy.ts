/** npm run deploy: the database's tables and the Worker, to your Cloudflare account. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lackOf } from '../src/site/origin.ts'
import { command, Fault } from './command.ts'
import { CATALOGUE, root } from './d1.ts'
import { databasesOf, databasesThere } from './databases.ts'
import { firstLink, GOOD_FOR } from './first-link.ts'
import { migrate } from './migrate.ts'
import { isDeskOn, type Settings, settingOf, settings } from './settings.ts'
import { upload } from './upload.ts'

const HELP = `Usage: npm run deploy
Brings the databases of the deployed newsroom up to date, and then the Worker. Takes no options: wrangler.toml
has them, and "npx wrangler login" says to which account. docs/deploying.md tells it step by step.`

const remote = { remote: true }

async function run() {
  const lack = lackOf(settingOf('SITE_URL'))
  if (lack === 'unreadable') {
    throw new Fault(
      `SITE_URL in wrangler.toml must be a scheme and a host, like https://news.example.com, not "${settingOf('SITE_URL')}"`,
      'refused',
    )
  }
  const now = settings()
  checkName(now)
  for (const warning of warnings(now, lack === null)) console.warn(`\n${warning}\n`)

  const databases = databasesOf(now)
  const there = await databasesThere(now).catch((fault: Error) => {
    throw new Fault(`${fault.message}\n\n${HOW_TO_LOG_IN}`, 'refused')
  })
  const missing = databases.filter((database) => !there.includes(database))
  // Tables first: they only ever gain, so the Worker still running gets along with them.
  await bringUpToDate(there)
  if (missing.includes(CATALOGUE)) {
    console.log('First deployment: Cloudflare creates the database and the other stores.')
  } else if (missing.length > 0) console.log(`Cloudflare creates ${missing.join(' and ')}.`)
  const address = await upload()
  // Until it has tables, the Worker takes a text database for one that is down.
  await bringUpToDate(missing)

  if (lack === null) return invite(settingOf('SITE_URL'))
  console.log(`
Deployed, and not open yet: SITE_URL in wrangler.toml is still to be set.
Next: ${address === null ? 'open the address that wrangler prints above' : `open ${address}`}, which says what to do.
`)
}

async function bringUpToDate(databases: string[]) {
  if (databases.length === 0) return
  const which = databases.length === 1 ? 'database' : 'databases'
  console.log(`Bringing the ${which} up to date …`)
  await migrate(remote, databases)
}

/** Cloudflare's builds deploy under the name that the dashboard has, while migrations go by that of the file. */
function checkName({ name }: Settings) {
  const wanted = process.env.WRANGLER_CI_OVERRIDE_NAME
  if (!wanted || wanted === name) return
  throw new Fault(
    `This Worker is called "${wanted}" in Cloudflare and "${name}" in wrangler.toml: write name = "${wanted}" there`,
    'refused',
  )
}

const HOW_TO_LOG_IN = process.env.CI
  ? 'If it is about permissions: the API token needs D1, Workers KV Storage, Workers R2 Storage and Workers Scripts, each with Edit.'
  : 'If you have not logged in to Cloudflare on this machine: npx wrangler login'

/** What would be deployed and can hardly be meant. */
function warnings(now: Settings, isPlaced: boolean): string[] {
  const found: string[] = []
  if (
    settingOf('SITE_CARD') === '/card.png' &&
    !readFileSync(join(root, 'public/card.png')).includes(settingOf('SITE_NAME'))
  ) {
    found.push('public/card.png bears another name: run npm run card, or set SITE_CARD to "".')
  }
  if (!isPlaced) return found
  const { host } = new URL(settingOf('SITE_URL'))
  const isAtWorkersDev = host.endsWith('.workers.dev')
  const isOpenThere = now.workers_dev !== false
  if (!isAtWorkersDev && isOpenThere) {
    found.push(`The newsroom is at ${host}, and at its address of workers.dev as well: a second way in, past the firewall
and the limits of the first. Once ${host} answers, set workers_dev = false in wrangler.toml and deploy again.`)
  }
  if (isAtWorkersDev && !isOpenThere) {
    found.push(
      `SITE_URL is ${host}, but workers_dev = false in wrangler.toml switches that address off.`,
    )
  }
  if (now.preview_urls) {
    found.push(`preview_urls = true gives each version of the Worker an address of its own, with the code it had and the
database of today. Set it to false in wrangler.toml, unless you want that: see docs/deploying.md.`)
  }
  return found
}

/**
 * Only where nobody reads along: what a public repository's actions print is public. Cloudflare's own builds are
 * seen by those alone who may deploy.
 */
const isLogPrivate = () => !process.env.CI || process.env.WORKERS_CI === '1'

/** Tells whoever has deployed a new newsroom how to get in. */
async function invite(newsroom: string) {
  if (!isDeskOn()) return
  if (!isLogPrivate()) {
    return console.log('To sign in for the first time: npm run keys -- invite --name "…" --remote')
  }
  const link = await firstLink(newsroom, remote)
  if (link === null) return
  console.log(`
Nobody has signed in yet. This link does, once, within ${GOOD_FOR === 1 ? 'an hour' : `${GOOD_FOR} hours`}, as an editor who may do everything:

${link}

Too late? Deploy again, or: npm run keys -- invite --name "…" --remote
`)
}

await command(HELP, {}, [0, 0], run)
