/** `wrangler deploy`, as if it had been typed: it may ask, where somebody is there to answer. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from './command.ts'
import { root } from './d1.ts'

interface Entry {
  type: string
  targets?: string[]
}

/** Uploads the Worker. Gives back where it answers, if wrangler says so. */
export async function upload(): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  // Where others read what wrangler notes, as Cloudflare's builds do, it stays as they have it.
  const { WRANGLER_OUTPUT_FILE_PATH: path, WRANGLER_OUTPUT_FILE_DIRECTORY: elsewhere } = process.env
  const notes = path ?? (elsewhere === undefined ? join(folder, 'notes') : null)
  try {
    await run(notes)
    return notes === null ? null : addressIn(notes)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function run(notes: string | null) {
  const bin = join(root, 'node_modules/wrangler/bin/wrangler.js')
  const child = spawn(process.execPath, [bin, 'deploy'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(notes === null ? {} : { WRANGLER_OUTPUT_FILE_PATH: notes }) },
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Fault('wrangler deploy failed: see above.', 'refused')
}

/** The last deployment's first address; what it notes besides are schedules and routes. */
function addressIn(notes: string): string | null {
  try {
    const lines = readFileSync(notes, 'utf8').trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as Entry)
    const targets = entries.findLast(({ type }) => type === 'deploy')?.targets ?? []
    return targets.find((target) => /^https:\/\/\S+$/.test(target)) ?? null
  } catch {
    // Only a convenience: wrangler has printed it too.
    return null
  }
}
