/** Bundles a program that uses the Worker's code, and runs it in Node: that code needs a bundler. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { root } from './d1.ts'
import './desk-script.ts'
import './fingerprint.ts'

/** Imports a program of this project, given by its path from the root. */
export async function load<Module>(path: string): Promise<Module> {
  const folder = mkdtempSync(join(root, 'node_modules/.bundle-'))
  try {
    const outfile = join(folder, 'main.mjs')
    await build({
      entryPoints: [join(root, path)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      plugins: [forNode],
    })
    return (await import(pathToFileURL(outfile).href)) as Module
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Our own files still know where they lie: bundled, `import.meta.dirname` would be the bundle's. */
const forNode: Plugin = {
  name: 'for-node',
  setup({ onLoad }) {
    onLoad({ filter: /\/(bench|scripts|src)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.dirname',
        JSON.stringify(dirname(path)),
      ),
      loader: 'ts',
    }))
  },
}

// node scripts/bundle.ts PROGRAM [OPTION]... runs it.
if (process.argv[1] === import.meta.filename) {
  const [program = ''] = process.argv.splice(2, 1)
  await load(program)
}
