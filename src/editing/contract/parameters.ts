/** What requests carry besides a body, and answers in their headers. */
import type { Operation } from './operation'
import { describe, type JsonSchema, ref } from './schemas'

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
}

const inPath = (name: string, schema: JsonSchema, example: unknown): Parameter => ({
  name,
  in: 'path',
  required: true,
  schema,
  example,
})

export const PARAMETERS: Record<string, Parameter> = {
  id: inPath('id', { type: 'integer', minimum: 1 }, 1),
  number: inPath('number', { type: 'integer', minimum: 1 }, 1),
  slug: inPath('slug', { type: 'string', minLength: 1 }, 'culture'),
  list: inPath('list', { type: 'string', minLength: 1 }, 'home'),
  hash: inPath('hash', { type: 'string', pattern: '^[0-9a-f]{64}$' }, '0'.repeat(64)),
  name: inPath('name', { type: 'string', minLength: 1 }, 'original'),
  word: inPath('word', { type: 'string', minLength: 1 }, '闵行'),
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The `ETag` of what you have read. `*` will not do.',
    schema: { type: 'string' },
    example: '"2"',
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes a request that is sent again within 24 hours count once.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
    example: '0b7e5c1e-4711',
  },
}

export const HEADERS = {
  ETag: {
    required: true,
    description:
      'The number of the revision, or of a front’s version, or what names a draft’s, in quotation marks: what `If-Match` takes.',
    schema: { type: 'string', pattern: '^"[1-9a-z][0-9a-z]*"$' },
  },
  Location: {
    required: true,
    description: 'The address in the API of what was made.',
    schema: { type: 'string', format: 'uri' },
  },
}

export function parametersOf({ path, query, ifMatch, idempotent }: Operation) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)
  if (ifMatch) names.push('If-Match')
  if (idempotent) names.push('Idempotency-Key')
  const { properties = {} }: JsonSchema = query ? (describe({ query }, 'input').query ?? {}) : {}
  const fields = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description === undefined ? {} : { description }),
    schema: schema.anyOf?.[0] ?? schema,
  }))
  return [...names.map((name) => ref('parameters', name)), ...fields]
}
