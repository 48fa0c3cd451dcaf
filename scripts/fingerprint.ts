/**
 * Writes src/delivery/templates.gen.ts: one hash of everything that pages are made with. It goes into
 * every cached copy and ETag, so that changed templates make old ones unusable, and nothing else does.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

const root = join(import.meta.dirname, '..')
const target = join(root, 'src/delivery/templates.gen.ts')
const ENTRY = 'src/app.ts'

/**
 * The files that readers' requests load, libraries included, by path from the root. What the app loads
 * on demand is not among them: the editors' API shows on no page.
 */
export function sourcesOfPages(): string[] {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*', '*/templates.gen', '*/script.gen'],
    logLevel: 'error',
  })
  const reached = new Set([ENTRY])
  for (const file of reached) {
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      const isOnDemand = file === ENTRY && kind === 'dynamic-import'
      if (!external && !isOnDemand) reached.add(path)
    }
  }
  return [...reached].sort()
}

const hash = createHash('sha256')
for (const file of sourcesOfPages()) {
  hash
    .update(file)
    .update('\0')
    .update(readFileSync(join(root, file)))
    .update('\0')
}
const module = `export const templates = '${hash.digest('hex').slice(0, 16)}'\n`

// Written only when it changes: wrangler watches the folder and would go round in circles.
if (!existsSync(target) || readFileSync(target, 'utf8') !== module) writeFileSync(target, module)
