/** The API as an OpenAPI 3.1 document, made of the schemas that validate. */
import * as z from 'zod'
import type { Site } from '../../site'
import { PROBLEMS, type ProblemName } from '../door/problems'
import { KEY_PREFIX } from '../door/secret'
import { answers } from './answers'
import { inputs } from './documents'
import { OPERATIONS, type Operation, TAGS } from './operations'

/** As much of a JSON Schema (2020-12) as is found here. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  description?: string
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  enum?: unknown[]
  [keyword: string]: unknown
}

/** Several schemas as JSON Schema; those that hold one another refer to it. */
function describe(schemas: Record<string, z.ZodType>, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const described = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // Numbers in a query come as text, which is for the parser to know.
      if (jsonSchema.type === 'integer') delete jsonSchema.pattern
    },
  })
  return Object.fromEntries(
    Object.entries(described.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [
      id,
      schema as JsonSchema,
    ]),
  )
}

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

/** What any request may run into, one with a body, and one that writes. */
const ALWAYS: ProblemName[] = [
  'unauthorized',
  'forbidden',
  'rate-limited',
  'internal',
  'unavailable',
]
const WITH_BODY: ProblemName[] = [
  'bad-json',
  'too-large',
  'unsupported-media-type',
  'invalid-input',
]

const PARAMETERS = {
  id: { in: 'path', schema: { type: 'integer', minimum: 1 }, example: 1 },
  number: { in: 'path', schema: { type: 'integer', minimum: 1 }, example: 1 },
  slug: { in: 'path', schema: { type: 'string', minLength: 1 }, example: 'culture' },
  'If-Match': {
    in: 'header',
    description: 'The `ETag` of the revision you have read. `*` will not do.',
    schema: { type: 'string' },
    example: '"2"',
  },
  'Idempotency-Key': {
    in: 'header',
    description: 'Makes equal requests one, for 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
    example: '0b7e5c1e-4711',
  },
}

const HEADERS = {
  ETag: {
    description: 'The revision’s number in quotation marks: what `If-Match` takes.',
    schema: { type: 'string', pattern: '^"[1-9][0-9]*"$' },
  },
  Location: {
    description: 'The article’s address in the API.',
    schema: { type: 'string', format: 'uri' },
  },
}

function parametersOf({ path, query, ifMatch, idempotent }: Operation) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)
  if (ifMatch) names.push('If-Match')
  if (idempotent) names.push('Idempotency-Key')
  if (!query) return names.map((name) => ref('parameters', name))
  const { properties = {} } = describe({ query }, 'input').query as JsonSchema
  const fields = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description === undefined ? {} : { description }),
    schema: schema.anyOf?.[0] ?? schema,
  }))
  return [...names.map((name) => ref('parameters', name)), ...fields]
}

export interface DescribedAnswer {
  description: string
  headers?: Record<string, { $ref: string }>
  content: Record<string, { schema: JsonSchema }>
}

function answersOf({ answers, problems, body }: Operation): Record<string, DescribedAnswer> {
  const good = Object.entries(answers).map(([status, { what, schema, type, headers = [] }]) => {
    const refs = [schema].flat().map((name) => ref('schemas', name))
    const content = {
      [type ?? 'application/json']: { schema: refs[1] ? { anyOf: refs } : refs[0] },
    }
    const named = headers.map((name) => [name, ref('headers', name)])
    return [status, { description: what, headers: Object.fromEntries(named), content }] as const
  })
  const names = new Set([...ALWAYS, ...(body ? WITH_BODY : []), ...problems])
  const statuses = new Set([...names].map((name) => PROBLEMS[name].status))
  const bad = [...statuses].map((status) => {
    const own = [...names].filter((name) => PROBLEMS[name].status === status)
    const also = good.find(([known]) => known === String(status))?.[1]
    const titles = own.map((name) => `${PROBLEMS[name].title} (\`${name}\`).`)
    const description = [also?.description, ...titles].filter(Boolean).join(' ')
    const content = { 'application/problem+json': { schema: ref('schemas', 'Problem') } }
    return [String(status), { description, content: { ...also?.content, ...content } }] as const
  })
  return Object.fromEntries([...good, ...bad])
}

function needsOf(scopes: Operation['scopes']): string {
  if (scopes === null) return 'Takes a key with any scope for articles, or `export:read`.'
  if (scopes.length === 0) return 'Takes any key.'
  return `Takes a key with ${scopes.map((scope) => `\`${scope}\``).join(', ')}.`
}

function describeOperation(operation: Operation) {
  const { id, tag, summary, description, scopes, body } = operation
  const needs = needsOf(scopes)
  return {
    operationId: id,
    tags: [tag] as string[],
    summary,
    description: [description, needs].filter(Boolean).join(' '),
    security: [{ key: scopes ?? [] }],
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          [body.type ?? 'application/json']: {
            schema: ref('schemas', body.schema),
            example: body.example,
          },
        },
      },
    }),
    responses: answersOf(operation),
  }
}

export type DescribedOperation = ReturnType<typeof describeOperation>

/** The document for a site. */
export function openapi(site: Site) {
  const paths: Record<string, Record<string, DescribedOperation>> = {}
  for (const operation of OPERATIONS) {
    const path = `/api${operation.path}`
    paths[path] = { ...paths[path], [operation.method]: describeOperation(operation) }
  }
  const parameters = Object.entries(PARAMETERS).map(([name, parameter]) => [
    name,
    { name, ...(name === 'Idempotency-Key' ? {} : { required: true }), ...parameter },
  ])
  return {
    openapi: '3.1.1',
    info: {
      title: site.name,
      version: '1',
      description:
        'The editors’ API of a newsroom made with Broadside. Times are RFC 3339. In what you send, `null` is the same as leaving a field out.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: site.origin }],
    security: [{ key: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...describe(inputs(site), 'input'), ...describe(answers, 'output') },
      parameters: Object.fromEntries(parameters) as Record<string, Parameter>,
      headers: HEADERS,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: `A key, like \`${KEY_PREFIX}…\`.` },
      },
    },
  }
}

export type OpenApi = ReturnType<typeof openapi>

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
}
