/**
 * npm run archive -- COUNT [--han N]: fills an empty local newsroom with an archive of COUNT articles
 * of N Han characters (300 unless given), as the write path leaves it. Then: npm start.
 * npm run archive -- check: compares its sitemaps with what is published.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import type * as Check from './archive/check'
import type * as Main from './archive/main'
import { load } from './bundle.ts'
import { command } from './command.ts'
import { migrate, root } from './d1.ts'
import { whole } from './target.ts'
import { varsHere } from './vars.ts'

const HELP = `Usage: npm run archive -- COUNT [--han CHARACTERS]
       npm run archive -- check
Fills the empty local newsroom with COUNT articles of 300 Han characters, or as many as --han says; check
compares its sitemaps with what is published.`

await command(HELP, { han: { type: 'string', default: '300' } }, [1, 1], async (values, [what]) => {
  const isCheck = what === 'check'
  const count = isCheck ? 0 : whole('COUNT', what, 1, 10_000_000)
  const han = whole('--han', values.han, 1, 100_000)
  console.log('Preparing the database …')
  await migrate({ remote: false })
  // D1's file is named by a hash; the one beside it keeps Miniflare's own records.
  const files = globSync('.wrangler/state/v3/d1/*/*.sqlite', { cwd: root })
  const name = files.find((file) => !file.endsWith('metadata.sqlite'))
  if (!name) throw new Error('wrangler made no local database')
  const file = join(root, name)
  const vars = varsHere() as unknown as Env

  if (isCheck) {
    const { check } = await load<typeof Check>('scripts/archive/check.ts')
    const faults = await check(file, vars)
    for (const fault of faults) console.error(fault)
    process.exitCode = faults.length > 0 ? 1 : 0
  } else {
    const { fill } = await load<typeof Main>('scripts/archive/main.ts')
    await fill({ file, count, han, vars })
  }
})
