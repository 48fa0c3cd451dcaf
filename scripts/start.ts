/** npm start: the whole newsroom on this machine. PORT sets the port, 8787 unless given. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parse } from 'yaml'
import { atOnce } from './at-once.ts'
import { command, Fault } from './command.ts'
import { query, root, text } from './d1.ts'
import { databasesOf } from './databases.ts'
import { hashKey } from './key.ts'
import { LINK_HOURS, linkSql, newLink } from './link.ts'
import {
  areSamplesUnderWay,
  ensureLocalKey,
  forgetRunning,
  noteRunning,
  underMark,
} from './local.ts'
import { migrate } from './migrate.ts'
import { postFile } from './post-file.ts'
import { PictureFiles } from './post-pictures.ts'
import { type Newsroom, send } from './request.ts'
import { isDeskOn, settings } from './settings.ts'
import { show } from './wrangler-words.ts'

const HELP = `Usage: npm start
Runs the whole newsroom on this machine, at http://localhost:8787 or on the port that PORT names:
PORT=8788 npm start. The other commands find it by themselves. Ctrl-C ends it; delete .wrangler to start over.`

const port = Number(process.env.PORT || 8787)
const url = `http://localhost:${port}`
const local = { remote: false }

await command(HELP, {}, [0, 0], run)

async function run() {
  if (!(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Fault(`PORT must be a number from 1 to 65535, not "${process.env.PORT}"`, 'usage')
  }
  if (!(await isFree(port))) {
    throw new Fault(
      `Port ${port} is in use. Choose another: PORT=${port === 65535 ? 8787 : port + 1} npm start`,
      'usage',
    )
  }

  const key = ensureLocalKey()
  const link = newLink(url)
  const WELCOME = `
Broadside is at ${url}
${isDeskOn() ? `\nDesk: ${link.url}\n(signs you in, once, within ${LINK_HOURS.most / 24} days)\n` : ''}
Editor key: ${key}

Post an article:

curl ${url}/api/articles \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"title": "你好,世界", "section": "news", "body": "这是我的{第|dì}一篇文章。"}'

Ctrl-C ends it.`

  console.log('Preparing the database …')
  await migrate(local, databasesOf(settings()))
  const hash = text(hashKey(key))
  const [state] = await query<{ articles: number }>(
    `INSERT INTO keys (name, hash, created_at) VALUES ('Local editor', ${hash}, unixepoch())
   ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL;
   ${linkSql(link, `hash = ${hash}`, LINK_HOURS.most)}
   SELECT EXISTS (SELECT 1 FROM articles) AS articles`,
    local,
  )

  const bin = join(root, 'node_modules/wrangler/bin/wrangler.js')
  const vars = ['--var', `SITE_URL:${url}`]
  const server = spawn(
    process.execPath,
    [bin, 'dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn', ...vars],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        WRANGLER_SEND_METRICS: 'false',
        // Its pages under /cdn-cgi read and write the database without a key.
        X_LOCAL_EXPLORER: 'false',
      },
      // Its own process group: one signal ends wrangler and all that it started.
      detached: true,
    },
  )

  show(server.stdout, process.stdout)
  show(server.stderr, process.stderr)

  let isStopping = false
  function stop(signal: NodeJS.Signals) {
    isStopping = true
    if (server.pid && server.exitCode === null) process.kill(-server.pid, signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop(signal))
  // The shell between npm and this process passes no signals on: once it is gone, so is this.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop('SIGTERM')
  }, 500).unref()
  server.on('exit', (code) => {
    forgetRunning()
    process.exit(isStopping ? undefined : (code ?? 1))
  })

  try {
    await answering()
    const isNew = state?.articles === 0
    if (isNew || areSamplesUnderWay()) await underMark(() => loadSamples({ url, key }))
    noteRunning(url)
    console.log(WELCOME)
    // What Cloudflare's clock does for the deployed newsroom; at once, because it may have stood for days.
    const tick = () => fetch(`${url}/cdn-cgi/handler/scheduled`).catch(() => {})
    tick()
    setInterval(tick, 60_000).unref()
  } catch (fault) {
    console.error((fault as Error).message)
    process.exitCode = 1
    stop('SIGTERM')
  }
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Waits until the site answers, a minute at most. */
async function answering() {
  for (let second = 0; second < 120; second++) {
    const isUp = await fetch(`${url}/robots.txt`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`No answer at ${url} in a minute`)
}

async function loadSamples(newsroom: Newsroom) {
  const folder = join(root, 'samples')
  console.log('Loading the sample newsroom …')
  const sections = parse(readFileSync(join(folder, 'sections.yaml'), 'utf8')) as {
    slug: string
    name: string
  }[]
  await Promise.all(
    sections.map(({ slug, name }) => send(newsroom, 'PUT', `/api/sections/${slug}`, { name })),
  )
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'))
  const pictures = new PictureFiles(newsroom)
  // With an origin, what is there already from a start that broke off is not made again.
  const post = (file: string) =>
    postFile(
      newsroom,
      join(folder, file),
      { origin: { system: 'samples', id: file }, pictures },
      `samples/${file}`,
    )
  for await (const [, posted] of atOnce(files.sort(), post)) await posted
  console.log(`${files.length} articles in ${sections.length} sections.`)
}
