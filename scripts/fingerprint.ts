/**
 * Writes src/delivery/templates.gen.ts: one hash of everything that pages are made with. It goes
 * into every cached copy and ETag, so that changed templates make old ones unusable.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const target = join(root, 'src/delivery/templates.gen.ts')

const hash = createHash('sha256')
// Editors' code shows on no page; the libraries (in the lock file) do.
const sources = globSync('src/**/*.ts', { cwd: root })
  .filter((file) => !file.startsWith('src/editing/') && !file.endsWith('.gen.ts'))
  .sort()
for (const file of [...sources, 'package-lock.json']) {
  hash
    .update(file)
    .update('\0')
    .update(readFileSync(join(root, file)))
    .update('\0')
}
const module = `export const templates = '${hash.digest('hex').slice(0, 16)}'\n`

// Written only when it changes: wrangler watches the folder and would go round in circles.
if (!existsSync(target) || readFileSync(target, 'utf8') !== module) writeFileSync(target, module)
