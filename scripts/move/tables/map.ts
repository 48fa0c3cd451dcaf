/** Which column of a table is what: a file that a person writes, or one of those in `scripts/move/maps`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Fault, here } from '../../command.ts'
import { root } from '../../d1.ts'

const column = z.string().min(1)

const SHAPE = z.strictObject({
  /** What origins are called: `dedecms`. */
  system: z
    .string()
    .regex(/^[a-z0-9._-]{1,50}$/)
    .default('table'),
  software: z.string().min(1).default('Table'),
  site: z.url({ protocol: /^https?$/ }).optional(),
  /** IANA name: of dates that say none, and of those in addresses. */
  timeZone: z.string().optional(),
  /** Of values that are apart by tabs. */
  escapes: z.literal('mysql').optional(),
  /** Whether titles and what is as short are written with entities of HTML. */
  entities: z.boolean().default(false),
  id: column,
  title: column,
  body: z.strictObject({
    column,
    format: z.enum(['html', 'markdown', 'text']).default('html'),
    /** Which software's signs part its pages. */
    pages: z.enum(['dedecms', 'empirecms']).optional(),
  }),
  date: z.strictObject({ column, as: z.enum(['unix', 'unix-ms', 'local', 'iso']) }).optional(),
  updatedAt: z.strictObject({ column, as: z.enum(['unix', 'unix-ms', 'local', 'iso']) }).optional(),
  category: z.strictObject({ name: column, slug: column.optional() }).optional(),
  /** Each character of `separator` parts keywords. */
  keywords: z.strictObject({ column, separator: z.string().min(1).default(',，、;；') }).optional(),
  summary: column.optional(),
  author: column.optional(),
  source: z.strictObject({ name: column, url: column.optional() }).optional(),
  lead: column.optional(),
  language: column.optional(),
  slug: column.optional(),
  addresses: z.array(z.string().min(1)).max(10).default([]),
  status: z
    .strictObject({
      column,
      published: z.array(z.string()).default([]),
      draft: z.array(z.string()).default([]),
      dropped: z.array(z.string()).default([]),
    })
    .optional(),
  rules: z
    .array(
      z.union([
        z.strictObject({ from: z.string(), to: z.string() }),
        z.strictObject({ from: z.string(), origin: z.string() }),
        z.strictObject({ from: z.string(), gone: z.literal(true) }),
      ]),
    )
    .default([]),
})

export type TableMap = z.infer<typeof SHAPE>

const READY = join(root, 'scripts/move/maps')

/** The map of a name, or of a file. Throws what is wrong with it, by its field. */
export function readMap(named: string | undefined): { map: TableMap; name: string } {
  const ready = readdirSync(READY)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
  if (named === undefined) {
    const what = `say which column is what: --map FILE, or --map ${ready.join(' or --map ')}`
    throw new Fault(what, 'usage')
  }
  const path = ready.includes(named) ? join(READY, `${named}.json`) : here(named)
  if (!existsSync(path)) {
    throw new Fault(`--map ${named}: there is no such file; ready are ${ready.join(', ')}`, 'usage')
  }
  return { map: checked(jsonIn(path, named), named), name: named }
}

function jsonIn(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (fault) {
    throw new Fault(`${name}: this is no JSON: ${(fault as Error).message}`, 'usage')
  }
}

function checked(json: unknown, name: string): TableMap {
  const { data, error } = SHAPE.safeParse(json)
  if (data) return data
  const faults = error.issues.map((issue) => {
    const field = issue.path.join('.')
    if (issue.code === 'unrecognized_keys') {
      const keys = issue.keys.map((key) => (field ? `${field}.${key}` : key))
      return `${name}: a map has no ${keys.join(', ')}`
    }
    return `${name}: ${field || 'the map'}: ${issue.message}`
  })
  throw new Fault(faults.join('\n'), 'usage')
}
