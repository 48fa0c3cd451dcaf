/** The scripts that are measured, as they would be deployed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root, wrangler } from '../../scripts/d1.ts'

/** The newsroom itself, built by wrangler. */
export async function buildNewsroom(): Promise<string> {
  const folder = join(root, 'dist')
  await wrangler('deploy', '--dry-run', '--outdir', folder)
  return readFileSync(join(folder, 'index.js'), 'utf8')
}

/** One of bench/handlers/, with expressions in place of some names. */
export async function buildHandler(
  name: string,
  define: Record<string, string> = {},
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'bench/handlers', `${name}.ts`)],
    bundle: true,
    write: false,
    define,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
  })
  return outputFiles[0]?.text ?? ''
}
