/** npm run deploy: the database's tables and the Worker, to your Cloudflare account. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './command.ts'
import { migrate, root } from './d1.ts'
import { settingOf } from './settings.ts'

const remote = { remote: true }

function deploy() {
  const bin = join(root, 'node_modules/wrangler/bin/wrangler.js')
  const { status } = spawnSync(process.execPath, [bin, 'deploy'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const HELP = `Usage: npm run deploy
Brings the database of the deployed newsroom up to date, and then the Worker. Takes no options: wrangler.toml
has them, and "npx wrangler login" says to which account.`

await command(HELP, {}, [0, 0], run)

async function run() {
  if (settingOf('SITE_URL').includes('.example.com')) {
    console.error('Set SITE_URL in wrangler.toml first: it is where every absolute URL starts.')
    process.exit(1)
  }

  if (
    settingOf('SITE_CARD') === '/card.png' &&
    !readFileSync(join(root, 'public/card.png')).includes(settingOf('SITE_NAME'))
  ) {
    console.warn('public/card.png bears another name: run npm run card, or set SITE_CARD to "".')
  }

  try {
    // Tables first: they only ever gain, so the Worker still running gets along with them.
    console.log('Bringing the database up to date …')
    await migrate(remote)
    deploy()
  } catch (fault) {
    if (!/Couldn't find .*D1 DB/.test((fault as Error).message)) {
      console.error((fault as Error).message)
      process.exit(1)
    }
    console.log(
      'First deployment: Cloudflare creates the database, the KV namespace and the R2 bucket.',
    )
    deploy()
    await migrate(remote)
  }
}
