/** Values as a JSON Schema of the OpenAPI document allows them, and values as it does not. */
import fc from 'fast-check'
import type { JsonSchema } from '../../src/editing/contract/schemas'

/** What breaks naive code, wherever text goes in. */
const HOSTILE = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '{字|zì',
  '<script>alert(1)</script>',
  "'; DROP TABLE articles; --",
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'null',
  '😀'.repeat(60),
  '字'.repeat(400),
  '%E4%B8%AD',
  '1e999',
]

const PLAIN = ['news', 'culture', 'piece', '区政协召开推进会', '发展', 'a-1', 'x'.repeat(180)]

const text = (schema: JsonSchema): fc.Arbitrary<string> => {
  const most = Math.min(Number(schema.maxLength ?? 60), 60)
  if (schema.format === 'date-time') {
    const date = fc.date({
      min: new Date('0001-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    })
    return date.map((at) => at.toISOString())
  }
  if (schema.pattern)
    return fc.stringMatching(new RegExp(String(schema.pattern)), { size: 'small' })
  const least = Number(schema.minLength ?? 0)
  return fc.oneof(
    fc.constantFrom(...PLAIN.filter((word) => word.length <= Number(schema.maxLength ?? 1e6))),
    fc.string({ unit: 'grapheme', minLength: least, maxLength: most }),
  )
}

const past = fc.constantFrom<unknown>(null, '2024-07-13T13:51:02+08:00', '1999-01-01T00:00:00Z')

/** What a newsroom knows already: a schema cannot say it, and without it little would be accepted. */
const KNOWN: Record<string, fc.Arbitrary<unknown>> = {
  section: fc.constantFrom('news', 'culture'),
  slug: fc.constantFrom<unknown>(null, 'piece', 'other', '第三篇', 'a-1'),
  article: fc.constantFrom('piece', 'other', '第三篇'),
  retiredSlugs: fc.subarray(['piece', 'old', 'older']),
  language: fc.constantFrom<unknown>(null, 'zh-CN', 'en'),
  status: fc.constantFrom<unknown>(null, 'published', 'draft', 'withdrawn'),
  publishedAt: past,
  createdAt: past,
  updatedAt: past,
  publishAt: fc.constantFrom<unknown>(null, null, null, '2999-01-01T00:00:00Z'),
  expiresAt: fc.constantFrom<unknown>(null, '2999-01-01T00:00:00Z'),
  origin: fc.constantFrom<unknown>(null, { system: 'cms', id: '1' }, { system: 'cms', id: '2' }),
  url: fc.constantFrom<unknown>(null, 'https://example.org/'),
  events: fc.subarray(['article.published', 'article.changed', 'article.withdrawn']),
  sections: fc.constantFrom<unknown>(null, ['news']),
  rules: fc.subarray([
    { from: '/tag/:name', to: '/keywords/:name' },
    { from: '/?p=:id', origin: 'cms' },
    { from: '/?page=:id&cat=:c', origin: 'cms' },
    { from: '/:year/:month', to: '/archive/:year-:month' },
    { from: '/bbs/*', gone: true },
  ]),
}

/** A field by its schema, or as the newsroom knows it. */
const field = (name: string, bySchema: fc.Arbitrary<unknown>) => {
  const known = Object.hasOwn(KNOWN, name) && KNOWN[name]
  return known
    ? fc.oneof({ arbitrary: known, weight: 40 }, { arbitrary: bySchema, weight: 1 })
    : bySchema
}

/** Values that a schema allows. `find` gives the schema behind a reference. */
export function fitting(
  schema: JsonSchema,
  find: (ref: string) => JsonSchema,
): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => fitting(one, find)
  if (schema.$ref) return inner(find(schema.$ref))
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(inner))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  switch (schema.type) {
    case 'string':
      return text(schema)
    case 'integer':
      return fc.integer({
        min: Number(schema.minimum ?? 0),
        max: Math.min(Number(schema.maximum ?? 100), 2 ** 31 - 1),
      })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array': {
      const bounds = {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Number(schema.maxItems ?? 5),
      }
      return fc.array(inner(schema.items ?? {}), { ...bounds, size: 'small' })
    }
    case 'object': {
      const { properties = {}, required = [] } = schema
      const fields = Object.entries(properties).map(([name, one]) => [
        name,
        field(name, inner(one)),
      ])
      return fc.record(Object.fromEntries(fields), { requiredKeys: required as never[] })
    }
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(...HOSTILE),
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
)

/** Mostly such values; some with a field replaced, added or taken away, and some that are anything. */
export function nearly(
  schema: JsonSchema,
  find: (ref: string) => JsonSchema,
): fc.Arbitrary<unknown> {
  const fit = fitting(schema, find)
  const broken = fc
    .tuple(fit, fc.nat(), fc.constantFrom('replace', 'add', 'remove'), odd)
    .map(([value, n, how, strange]) => {
      if (typeof value !== 'object' || value === null) return strange
      const entries = Object.entries(value)
      const at = n % (entries.length || 1)
      if (how === 'remove') entries.splice(at, 1)
      else if (how === 'add') entries.push([HOSTILE[n % HOSTILE.length] as string, strange])
      else if (entries[at]) entries[at][1] = strange
      return Object.fromEntries(entries)
    })
  return fc.oneof(
    { arbitrary: fit, weight: 6 },
    { arbitrary: broken, weight: 4 },
    { arbitrary: odd, weight: 1 },
  )
}
