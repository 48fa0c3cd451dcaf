/** Bundles a program that runs the Worker's code in Node, and runs it: that code is for a bundler. */
import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './d1.ts'

/** Imports a program of this project, given by its path from the root. */
export async function load<Module>(path: string): Promise<Module> {
  const folder = mkdtempSync(join(root, 'node_modules/.bundle-'))
  try {
    const outfile = join(folder, 'main.mjs')
    const dirnames = { 'import.meta.dirname': JSON.stringify(join(root, dirname(path))) }
    await build({
      entryPoints: [join(root, path)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      define: dirnames,
    })
    return (await import(pathToFileURL(outfile).href)) as Module
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// node scripts/bundle.ts PROGRAM runs it.
if (process.argv[1] === import.meta.filename) await load(process.argv[2] ?? '')
