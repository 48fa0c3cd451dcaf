/**
 * npm run archive -- COUNT [--han N]: fills an empty local newsroom with an archive of COUNT articles
 * of N Han characters (300 unless given), as the write path leaves it. Then: npm start.
 * npm run archive -- check: compares its sitemaps with what is published.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { unstable_readConfig as readConfig } from 'wrangler'
import type * as Check from './archive/check'
import type * as Main from './archive/main'
import { load } from './bundle.ts'
import { migrate, root } from './d1.ts'

const { values, positionals } = parseArgs({
  options: { han: { type: 'string', default: '300' } },
  allowPositionals: true,
})
const isCheck = positionals[0] === 'check'
const [count, han] = [Number(positionals[0]), Number(values.han)]
if (!isCheck && !(Number.isInteger(count) && count > 0 && Number.isInteger(han) && han > 0)) {
  console.error(
    'Usage: npm run archive -- COUNT [--han CHARACTERS]\n       npm run archive -- check',
  )
  process.exit(1)
}

console.log('Preparing the database …')
await migrate({ remote: false })
// D1's file is named by a hash; the one beside it keeps Miniflare's own records.
const files = globSync('.wrangler/state/v3/d1/*/*.sqlite', { cwd: root })
const name = files.find((file) => !file.endsWith('metadata.sqlite'))
if (!name) throw new Error('wrangler made no local database')
const file = join(root, name)
const vars = readConfig({ config: join(root, 'wrangler.toml') }).vars as unknown as Env

if (isCheck) {
  const { check } = await load<typeof Check>('scripts/archive/check.ts')
  const faults = await check(file, vars)
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
} else {
  const { fill } = await load<typeof Main>('scripts/archive/main.ts')
  await fill({ file, count, han, vars })
}
