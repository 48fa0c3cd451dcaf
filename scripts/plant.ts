/**
 * npm run plant [-- NAME]: can the simulation fail? Plants one fault at a time in a copy of the real
 * code and runs the simulation on it, which must find it. Takes minutes; SIM_RUNS (400 unless given)
 * is how many histories each may take.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './d1.ts'

interface Edit {
  file: string
  find: string
  put: string
}

const everything = `['home', 'sitemap', 'sitemap/1', 'section/news', \`article/\${before?.slug ?? free}\`]`

const FAULTS: Record<string, Edit[]> = {
  'purge before commit': [
    {
      file: 'src/editing/saving/save.ts',
      find: 'const written = await commit(writer, [change], (',
      put: `await deliver(writer.outside, { version: '', pages: ${everything}, copies: [] })
    const written = await commit(writer, [change], (`,
    },
    {
      file: 'src/editing/saving/save.ts',
      find: `const purge = await deliver(writer.outside, written.owed)
      return { article: written.articles[0] as StoredArticle, isNew: before === null, purge }`,
      put: 'return { article: written.articles[0] as StoredArticle, isNew: before === null }',
    },
  ],
  'no second purge': [
    { file: 'src/delivery/outbox.ts', find: 'const TIMES = 3', put: 'const TIMES = 1' },
  ],
  'a copy labelled with a later edition': [
    {
      file: 'src/delivery/pages.ts',
      find: 'const fresh = await renderFrom(page, results)\n',
      put: `const fresh = await renderFrom(page, results)
  const later = toEdition(await selectEdition(DB, page.name).run())
  if (fresh && later) fresh.edition = later\n`,
    },
  ],
  'KV trusted without its edition': [
    {
      file: 'src/delivery/pages.ts',
      find: 'if (copy && sameEdition(copy.edition, edition))',
      put: 'if (copy)',
    },
  ],
  'a withdrawn copy only deleted': [
    {
      file: 'src/delivery/pages.ts',
      find: 'if (copy) await putCopy(env.PAGES, page.name, fingerprintOf(siteOf(env)), copy)',
      put: "if (copy) await env.PAGES.delete('page/' + page.name)",
    },
    {
      file: 'src/delivery/editions.ts',
      find: "INSERT INTO outbox (kind, subject, version, next_at)\n       SELECT 'overwrite', page, ?1, unixepoch() + 30",
      put: "INSERT INTO outbox (kind, subject, version, times, next_at)\n       SELECT 'overwrite', page, ?1, 1, unixepoch() + 30",
    },
    {
      file: 'src/delivery/editions.ts',
      find: 'version = excluded.version, times = 3',
      put: 'version = excluded.version, times = 1',
    },
  ],
  'outbox rows outside the batch': [
    {
      file: 'migrations/0003_outbox.sql',
      find: 'AFTER UPDATE OF edition ON editions\nBEGIN',
      put: 'AFTER UPDATE OF edition ON editions WHEN false\nBEGIN',
    },
    {
      file: 'migrations/0003_outbox.sql',
      find: 'AFTER INSERT ON editions\nBEGIN',
      put: 'AFTER INSERT ON editions WHEN false\nBEGIN',
    },
    {
      file: 'src/delivery/outbox.ts',
      find: 'const [isPurged, ...overwritten] = await Promise.all([',
      put: `await outside.db.batch([...owed.pages, MISSING].map((page) => outside.db.prepare(
    \`INSERT OR REPLACE INTO outbox (kind, subject, version, next_at) VALUES ('purge', ?1, ?2, unixepoch() + 30)\`,
  ).bind(page, owed.version)))
  const [isPurged, ...overwritten] = await Promise.all([`,
    },
  ],
}

/** Whether the simulation finds the fault. */
function isFound(edits: Edit[]): boolean {
  const copy = mkdtempSync(join(tmpdir(), 'broadside-'))
  try {
    for (const part of [
      'src',
      'migrations',
      'public',
      'tests',
      'scripts',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'vitest.config.ts',
      'wrangler.toml',
    ]) {
      cpSync(join(root, part), join(copy, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const { file, find, put } of edits) {
      const source = readFileSync(join(copy, file), 'utf8')
      if (!source.includes(find))
        throw new Error(`${file} does not hold what the fault replaces:\n${find}`)
      writeFileSync(join(copy, file), source.replaceAll(find, put))
    }
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const runs = process.env.SIM_RUNS ?? '400'
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, 'run', '--project', 'simulation'],
      {
        cwd: copy,
        env: { ...process.env, PWD: copy, NO_COLOR: '1', SIM_RUNS: runs },
        encoding: 'utf8',
      },
    )
    if (status === 0) return false
    const said = stdout + stderr
    const found = /Property failed after \d+ tests/.exec(said)?.[0]
    console.log(
      found ? `  ${found}: ${/Caused by: Error: (.*)/.exec(said)?.[1]?.slice(0, 160)}` : said,
    )
    return found !== undefined
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const only = process.argv[2]
let missed = 0
for (const [name, edits] of Object.entries(FAULTS)) {
  if (only && !name.includes(only)) continue
  console.log(name)
  if (!isFound(edits)) {
    missed++
    console.log('  NOT FOUND')
  }
}
if (missed > 0) process.exitCode = 1
