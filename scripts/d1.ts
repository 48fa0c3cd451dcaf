/** Runs SQL on the newsroom's databases through wrangler, locally or with `--remote`. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

/** What the catalogue is bound as. */
export const CATALOGUE = 'DB'

export interface Where {
  remote: boolean
  /** What the database is bound as; the catalogue, unless this names another. */
  database?: string
  /** A configuration that has other databases under the same names: those of previews. */
  config?: string
  /** The folder that local databases lie in, unless it is .wrangler/state. */
  state?: string
}

/** The same in wrangler's words. */
export const place = ({ remote, config, state }: Where) => [
  remote ? '--remote' : '--local',
  ...(config === undefined ? [] : ['--config', config]),
  ...(state === undefined ? [] : ['--persist-to', state]),
]

/** Runs wrangler and gives back what it printed; throws with its own words when it fails. */
export async function wrangler(...args: string[]): Promise<string> {
  const bin = join(root, 'node_modules/wrangler/bin/wrangler.js')
  try {
    const { stdout } = await run(process.execPath, [bin, ...args], {
      cwd: root,
      env: { ...process.env, CI: 'true', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' },
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  } catch (fault) {
    const { stdout = '', stderr = '' } = fault as { stdout?: string; stderr?: string }
    throw new Error(`wrangler ${args[0]} ${args[1]} failed:\n${stdout}${stderr}`.trim())
  }
}

/** The rows of one statement. Put values in with `text`: `d1 execute` takes no parameters. */
export async function query<Row>(sql: string, where: Where): Promise<Row[]> {
  const how = [...place(where), '--json', '--yes', '--command', sql]
  const out = await wrangler('d1', 'execute', where.database ?? CATALOGUE, ...how)
  const results = JSON.parse(out.slice(out.indexOf('['))) as { results: Row[] }[]
  return results.at(-1)?.results ?? []
}

/** Any string as an SQL literal: in hexadecimal, so nothing in it can be SQL. */
export const text = (value: string) => `CAST(X'${Buffer.from(value).toString('hex')}' AS TEXT)`
