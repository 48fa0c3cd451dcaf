/** The kinds of old sites: how each is known, and what opens it. The only place that names them. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { Fault } from '../command.ts'
import type { Source, SourceOptions } from './source.ts'

type Open = (options: SourceOptions) => Source | Promise<Source>

/** Only what is asked for is loaded: a parser for XML is nothing to a folder. */
const OPENERS = {
  wordpress: async (): Promise<Open> => (await import('./wordpress/wordpress.ts')).openWordPress,
  ghost: async (): Promise<Open> => (await import('./ghost/ghost.ts')).openGhost,
  hexo: async (): Promise<Open> => (await import('./folders/hexo.ts')).openHexo,
  hugo: async (): Promise<Open> => (await import('./folders/hugo.ts')).openHugo,
  jekyll: async (): Promise<Open> => (await import('./folders/jekyll.ts')).openJekyll,
  markdown: async (): Promise<Open> => (await import('./folders/markdown.ts')).openMarkdown,
  table: async (): Promise<Open> => (await import('./tables/table.ts')).openTable,
}

export type Kind = keyof typeof OPENERS

const KINDS = Object.keys(OPENERS)
const TABLE = /\.(?:csv|tsv|json|jsonl|ndjson)$/i

/** Opens a source, of the kind that the person says (`from`) or that it looks like. */
export async function openSource(
  from: string | undefined,
  options: SourceOptions,
): Promise<Source> {
  const kind = from === undefined ? await kindOf(options) : kindNamed(from)
  if (!statSync(options.path, { throwIfNoEntry: false })) throw missing(options.name)
  const open = await OPENERS[kind]()
  return open(options)
}

const missing = (name: string) => new Fault(`${name}: there is no such file or folder`, 'usage')

function kindNamed(from: string): Kind {
  if (KINDS.includes(from)) return from as Kind
  throw new Fault(`--from must be one of ${KINDS.join(', ')}, not "${from}"`, 'usage')
}

async function kindOf({ path, name, map }: SourceOptions): Promise<Kind> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw missing(name)
  if (stat.isDirectory()) {
    const { kindOfFolder } = await import('./folders/kind.ts')
    const kind: string | null = kindOfFolder(path)
    return KINDS.includes(kind ?? '') ? (kind as Kind) : unknown(name, kind)
  }
  if (map !== undefined) return 'table'
  const start = firstOf(path)
  const { isWordPress } = await import('./wordpress/wordpress.ts')
  if (isWordPress(start)) return 'wordpress'
  const { isGhost } = await import('./ghost/ghost.ts')
  if (isGhost(start)) return 'ghost'
  return TABLE.test(path) ? 'table' : unknown(name)
}

function unknown(name: string, kind: string | null = null): never {
  const looks =
    kind === null ? 'no site that can be moved' : `a site of ${kind}, which is not known`
  throw new Fault(
    `${name}: this looks like ${looks}; say what it is with --from ${KINDS.join('|')}`,
    'usage',
  )
}

const LOOKED_AT = 4096

/** The first 4 KB, as text. */
function firstOf(path: string): string {
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(LOOKED_AT)
    const length = readSync(handle, bytes, 0, LOOKED_AT, 0)
    return bytes.subarray(0, length).toString()
  } finally {
    closeSync(handle)
  }
}
