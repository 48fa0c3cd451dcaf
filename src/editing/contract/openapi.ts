/** The API as an OpenAPI 3.1 document, made of the schemas that validate. */
import type { Site } from '../../site'
import { PROBLEMS, type ProblemName } from '../door/problems'
import { KEY_PREFIX } from '../door/secret'
import { answers } from './answers'
import { inputs } from './documents'
import { type Operation, TAGS } from './operation'
import { OPERATIONS } from './operations'
import { HEADERS, PARAMETERS, parametersOf } from './parameters'
import { describe, type JsonSchema, ref } from './schemas'

/** The problems any request may run into, those of one with a key, of one that writes, and of one with a body. */
const ALWAYS: ProblemName[] = ['rate-limited', 'internal']
const WITH_KEY: ProblemName[] = ['unauthorized', 'forbidden', 'unavailable']
const WRITING: ProblemName[] = ['outcome-unknown']
const WITH_BODY: ProblemName[] = [
  'bad-json',
  'too-large',
  'unsupported-media-type',
  'invalid-input',
]

export interface DescribedAnswer {
  description: string
  headers?: Record<string, { $ref: string }>
  content: Record<string, { schema: JsonSchema }>
}

function answersOf({
  method,
  scopes,
  answers,
  problems,
  body,
}: Operation): Record<string, DescribedAnswer> {
  const good = Object.entries(answers).map(([status, { what, schema, type, headers = [] }]) => {
    const refs = [schema].flat().map((name) => ref('schemas', name))
    const content = {
      [type ?? 'application/json']: { schema: refs[1] ? { anyOf: refs } : refs[0] },
    }
    const named = headers.map((name) => [name, ref('headers', name)])
    return [status, { description: what, headers: Object.fromEntries(named), content }] as const
  })
  const names = new Set([
    ...ALWAYS,
    ...(scopes === 'open' ? [] : WITH_KEY),
    ...(method === 'get' ? [] : WRITING),
    ...(body ? WITH_BODY : []),
    ...problems,
  ])
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
  if (scopes === 'open') return 'Needs no key.'
  if (scopes === null) return 'Needs a key with any scope for articles, or `export:read`.'
  if (scopes.length === 0) return 'Any key will do.'
  return `Needs a key with ${scopes.map((scope) => `\`${scope}\``).join(', ')}.`
}

function describeOperation(operation: Operation) {
  const { id, tag, summary, description, scopes, body } = operation
  const needs = needsOf(scopes)
  const content: Record<string, { schema: JsonSchema; example?: object }> = {
    ...(body && {
      [body.type ?? 'application/json']: {
        schema: ref('schemas', body.schema),
        example: body.example,
      },
    }),
    ...Object.fromEntries(
      Object.entries(body?.others ?? {}).map(([type, name]) => [
        type,
        { schema: name === null ? {} : ref('schemas', name) },
      ]),
    ),
  }
  return {
    operationId: id,
    tags: [tag] as string[],
    summary,
    description: [description, needs].filter(Boolean).join(' '),
    security: scopes === 'open' ? [] : [{ key: scopes ?? [] }],
    parameters: parametersOf(operation),
    ...(body && { requestBody: { required: true, content } }),
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
      parameters: PARAMETERS,
      headers: HEADERS,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: `A key, like \`${KEY_PREFIX}…\`.` },
      },
    },
  }
}

export type OpenApi = ReturnType<typeof openapi>
