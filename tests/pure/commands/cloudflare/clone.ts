/** A clone of the newsroom with a stand-in for wrangler, and so for Cloudflare. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { runs } from '../host.ts'

/** What `npm run deploy` reads. */
const PARTS = [
  ...['scripts', 'migrations', 'src/editing/door', 'src/site/origin.ts', 'public/card.png'],
  ...['package.json', 'wrangler.toml'],
]

/** On nobody's machine in particular. */
const NOWHERE = {
  CI: '',
  WORKERS_CI: '',
  GITHUB_ACTIONS: '',
  WRANGLER_CI_OVERRIDE_NAME: '',
  NO_COLOR: '1',
}

export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), 'broadside-'))

  constructor() {
    for (const part of PARTS) cpSync(part, join(this.folder, part), { recursive: true })
    const wrangler = join(this.folder, 'node_modules/wrangler')
    mkdirSync(join(wrangler, 'bin'), { recursive: true })
    writeFileSync(join(wrangler, 'package.json'), '{"type":"module"}')
    const standIn = resolve(import.meta.dirname, 'wrangler.js')
    cpSync(standIn, join(wrangler, 'bin/wrangler.js'))
    const library = 'node_modules/smol-toml'
    symlinkSync(resolve(library), join(this.folder, library))
    mkdirSync(join(this.folder, '.cloudflare'))
    this.cloudflare({})
  }

  /** Cloudflare as it is, but for these. */
  cloudflare(state: { databases?: string[]; isLoggedIn?: boolean; failing?: string }) {
    const all = { databases: [], isLoggedIn: true, ...state }
    writeFileSync(join(this.folder, '.cloudflare/state.json'), JSON.stringify(all))
  }

  /** Changes wrangler.toml, as a person would. */
  edit(from: string | RegExp, to: string) {
    const file = join(this.folder, 'wrangler.toml')
    const text = readFileSync(file, 'utf8')
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`wrangler.toml has no ${from}`)
    writeFileSync(file, changed)
  }

  /** Takes in a text database, as docs/growing.md says. */
  addTexts(binding: string, lines = 'migrations_dir = "migrations/texts"') {
    this.edit(
      '[[kv_namespaces]]',
      `[[d1_databases]]\nbinding = "${binding}"\n${lines}\n\n[[kv_namespaces]]`,
    )
  }

  place(url: string) {
    this.edit(/^SITE_URL = "[^"]*"/m, `SITE_URL = "${url}"`)
  }

  deploy = (env: Record<string, string> = {}) => this.run('deploy', env)

  run(command: string, env: Record<string, string> = {}) {
    return runs(process.execPath, [`scripts/${command}.ts`], {
      cwd: this.folder,
      env: { ...NOWHERE, ...env },
    })
  }

  /** What wrangler was asked for since this was asked last. */
  calls(): string[] {
    const file = join(this.folder, '.cloudflare/calls')
    if (!existsSync(file)) return []
    const calls = readFileSync(file, 'utf8').trim().split('\n')
    rmSync(file)
    return calls
  }

  /** Asks a database by what it is bound as; one of previews has `previews/` before that. */
  query(sql: string, database = 'DB'): Record<string, unknown>[] {
    const db = new DatabaseSync(join(this.folder, `.cloudflare/${database}.sqlite`))
    const rows = db.prepare(sql).all()
    db.close()
    return rows
  }

  remove() {
    rmSync(this.folder, { recursive: true })
  }
}
