/** docs/health.md lists what the log holds: this holds it against every call of `log` in the sources. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Line {
  file: string
  level: string
  /** As the source has it: a name in quotation marks, or what gives one. */
  event: string
  fields: string[]
}

/** What `eventOf` gives. */
const OUTAGES = ['d1-unreachable', 'd1-quota']

/** The events of files in which a variable names one. */
const GIVEN: Record<string, string[]> = {
  'src/editing/door/failed.ts': [...OUTAGES, 'internal', 'write-unknown'],
  'src/desk/desk.ts': [...OUTAGES, 'internal'],
  'src/editing/health.ts': [...OUTAGES, 'tables-missing'],
  'src/delivery/engines/outcome.ts': ['engine-later', 'engine-spent', 'engine-misconfigured'],
  'src/delivery/hooks/outcome.ts': ['webhook-later', 'webhook-refused', 'webhook-gone'],
}
const LEVELS: Record<string, string> = {
  'engine-later': 'warn',
  'engine-spent': 'warn',
  'engine-misconfigured': 'error',
}

/** Where a bracket that opens at `start` closes. */
function endOf(source: string, start: number): number {
  let depth = 0
  for (let i = start; i < source.length; i++) {
    if ('([{'.includes(source[i] as string)) depth++
    if (')]}'.includes(source[i] as string) && --depth === 0) return i
  }
  throw new Error('a bracket is left open')
}

/** Splits at commas that stand in no bracket. */
function parts(source: string): string[] {
  const found: string[] = []
  let [depth, from] = [0, 0]
  for (let i = 0; i < source.length; i++) {
    if ('([{'.includes(source[i] as string)) depth++
    if (')]}'.includes(source[i] as string)) depth--
    if (source[i] === ',' && depth === 0) {
      found.push(source.slice(from, i))
      from = i + 1
    }
  }
  return [...found, source.slice(from)].map((part) => part.trim()).filter(Boolean)
}

const lines: Line[] = globSync('src/**/*.ts')
  .filter((file) => !file.startsWith('src/desk/script/') && file !== 'src/delivery/log.ts')
  .flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return [...source.matchAll(/(?<![\w.])log\(/g)].map(({ index }) => {
      const open = index + 'log'.length
      const [level = '', event = '', object = ''] = parts(
        source.slice(open + 1, endOf(source, open)),
      )
      const fields = parts(object.replace(/^\{|\}$/g, ''))
      return {
        file,
        level: level.replaceAll("'", ''),
        event,
        fields: fields.map((field) => /^\w+|^\.\.\..*/.exec(field)?.[0] ?? field),
      }
    })
  })

/** What the document says: an event in each row, with its level, fields and meaning. */
const said = new Map(
  [
    ...readFileSync('docs/health.md', 'utf8').matchAll(
      /^\| `([a-z0-9-]+)` \| (info|warn|error) \| (.*?) \| (.+) \|$/gm,
    ),
  ].map(([, event = '', level, fields = '', means]) => [
    event,
    { level, fields: [...fields.matchAll(/`(\w+)`/g)].map(([, name]) => name), means },
  ]),
)

const NAME = /'([a-z0-9-]+)'/g

function eventsOf({ file, event }: Line): string[] {
  const outages = event.includes('eventOf(') ? OUTAGES : []
  const named = [...event.matchAll(NAME)].map(([, name = '']) => name)
  return outages.length + named.length > 0 ? [...outages, ...named] : (GIVEN[file] ?? [])
}

const events = new Set(lines.flatMap(eventsOf))

test('every event of the log is in docs/health.md, and none that there is not', () => {
  expect(lines.length).toBeGreaterThan(30)
  for (const line of lines) expect(eventsOf(line), line.file).not.toEqual([])
  expect([...said.keys()].sort()).toEqual([...events].sort())
})

test.each([...events])('%s has the level and the fields that it says', (event) => {
  const own = lines.filter((line) => eventsOf(line).includes(event))
  const row = said.get(event)
  for (const { level } of own) expect(LEVELS[event] ?? level).toBe(row?.level)
  expect([...new Set(own.flatMap(({ fields }) => fields))].sort()).toEqual(row?.fields.sort())
})

test('fields are named on the spot: nothing is passed on that nobody has looked at', () => {
  for (const { file, fields } of lines) {
    for (const field of fields) expect(field, file).toMatch(/^\w+$/)
  }
})

/** What would hold a reader’s address, a key or a session, whatever it is called. */
const PRIVATE =
  /^(ip|address|headers?|cookie|key|token|secret|authorization|url|query|request|body)$/i

test('no field is called what nobody should log', () => {
  const named = lines.flatMap(({ file, fields }) => fields.map((field) => ({ file, field })))
  // A write’s edition, by which it is looked for: it opens nothing.
  const known = [{ file: 'src/articles/writing/once.ts', field: 'token' }]
  const found = named.filter(({ field }) => PRIVATE.test(field))
  expect(found).toEqual(known)
})
