/**
 * Bundles what runs in editors' browsers, src/desk/script/, into public/desk/. Each file is named by a hash of
 * what it holds, so that browsers may keep it for good; src/desk/script.gen.ts says which is the first.
 */
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BuildResult, buildSync } from 'esbuild'

const root = join(import.meta.dirname, '..')
const folder = 'public/desk'
const target = join(root, 'src/desk/script.gen.ts')
const ENTRY = 'src/desk/script/main.ts'

/** The bundle, not written yet. Its `metafile` says what is in each file. */
export const bundle = (): BuildResult<{ metafile: true; write: false }> =>
  buildSync({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: 'es2024',
    // Han characters as they are: escaped, they would be twice as long.
    charset: 'utf8',
    entryNames: 'desk-[hash]',
    chunkNames: 'part-[hash]',
    alias: {
      entities: './src/desk/script/browser/entities.ts',
      'linkify-it': './src/desk/script/browser/linkify.ts',
    },
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'error',
  })

/** The bundle's first file, by its path from the root. */
export const entryOf = ({ metafile }: { metafile: BuildResult<{ metafile: true }>['metafile'] }) =>
  Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint === ENTRY) ?? ''

const made = bundle()
const paths = new Set(made.outputFiles.map(({ path }) => path))
// Written only when it changes, as files that are watched.
for (const { path, contents } of made.outputFiles)
  if (!existsSync(path)) writeFileSync(path, contents)
for (const old of globSync(join(root, folder, '{desk,part}-*.js'))) if (!paths.has(old)) rmSync(old)
const module = `export const deskScript = '${basename(entryOf(made))}'\n`
if (!existsSync(target) || readFileSync(target, 'utf8') !== module) writeFileSync(target, module)
