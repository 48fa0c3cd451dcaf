/**
 * npm run archive -- COUNT [--han N]: fills an empty local newsroom with an archive of COUNT articles
 * of N Han characters (300 unless given), as the write path leaves it. Then: npm start.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { unstable_readConfig as readConfig } from 'wrangler'
import type * as Main from '../bench/archive/main'
import { load } from './bundle.ts'
import { migrate, root } from './d1.ts'

const { values, positionals } = parseArgs({
  options: { han: { type: 'string', default: '300' } },
  allowPositionals: true,
})
const [count, han] = [Number(positionals[0]), Number(values.han)]
if (!(Number.isInteger(count) && count > 0 && Number.isInteger(han) && han > 0)) {
  console.error('Usage: npm run archive -- COUNT [--han CHARACTERS]')
  process.exit(1)
}

console.log('Preparing the database …')
await migrate({ remote: false })
// D1's file is named by a hash; the one beside it keeps Miniflare's own records.
const files = globSync('.wrangler/state/v3/d1/*/*.sqlite', { cwd: root })
const [file] = files.filter((name) => !name.endsWith('metadata.sqlite'))
if (!file) throw new Error('wrangler made no local database')

const { fill } = await load<typeof Main>('bench/archive/main.ts')
const { vars } = readConfig({ config: join(root, 'wrangler.toml') })
await fill({ file: join(root, file), count, han, vars: vars as unknown as Env })
