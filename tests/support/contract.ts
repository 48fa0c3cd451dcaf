/** Holds answers of the API against the document that describes it. */

import { env } from 'cloudflare:workers'
import { type Schema, Validator } from '@cfworker/json-schema'
import { type DescribedAnswer, openapi } from '../../src/editing/contract/openapi'
import type { JsonSchema } from '../../src/editing/contract/schemas'
import { siteOf } from '../../src/site'

const api = openapi(siteOf(env))

const validators = new Map<string, Validator>()

/** A schema of the document, ready to be applied: it may refer to any other. */
function validatorFor(schema: JsonSchema): Validator {
  const key = JSON.stringify(schema)
  const known = validators.get(key)
  if (known) return known
  const whole = { ...schema, components: { schemas: named(key) } } as Schema
  const made = new Validator(whole, '2020-12')
  validators.set(key, made)
  return made
}

/** The schemas that one refers to, and those that these do. */
function named(json: string, found: Record<string, JsonSchema> = {}) {
  for (const [, name = ''] of json.matchAll(/#\/components\/schemas\/(\w+)/g)) {
    const schema = api.components.schemas[name]
    if (!schema || name in found) continue
    found[name] = schema
    named(JSON.stringify(schema), found)
  }
  return found
}

function check(schema: JsonSchema, value: unknown, what: string) {
  const { valid, errors } = validatorFor(schema).validate(value)
  if (!valid) {
    const why = errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)
    throw new Error(`${what} is not what the OpenAPI document says:\n${why.join('\n')}`)
  }
}

/** What the document says of a request; null when it knows no such thing. */
function operationOf(method: string, pathname: string) {
  for (const [path, methods] of Object.entries(api.paths)) {
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)
    if (pattern.test(pathname)) return methods[method.toLowerCase()] ?? null
  }
  return null
}

/** Throws when an answer of the API is not as the document says. */
export async function checkAnswer(request: Request, response: Response): Promise<void> {
  const { pathname } = new URL(request.url)
  if (!pathname.startsWith('/api/') || /^\/api\/(docs|openapi|problems)/.test(pathname)) return
  if (request.method === 'HEAD') return
  const what = `${request.method} ${pathname} → ${response.status}`
  const operation = operationOf(request.method, pathname)
  const unknown = { description: '', content: { 'application/problem+json': problem } }
  const said: DescribedAnswer | undefined = operation
    ? operation.responses[response.status]
    : unknown
  if (!operation && ![401, 404, 405, 429, 503].includes(response.status)) {
    throw new Error(`${what}: there is no such operation`)
  }
  if (!said) throw new Error(`${what}: the document knows no such status`)
  for (const [name, { $ref }] of Object.entries(said.headers ?? {})) {
    const { schema } = api.components.headers[$ref.split('/').pop() as 'ETag']
    check(schema, response.headers.get(name), `${what}: ${name}`)
  }
  const type = response.headers.get('Content-Type') ?? ''
  const content = said.content[type]
  if (!content) throw new Error(`${what}: the document knows no ${type}`)
  if (type === 'application/octet-stream') return
  const text = new TextDecoder().decode(await response.clone().arrayBuffer())
  const values = type.endsWith('ndjson') ? text.split('\n').filter(Boolean) : [text]
  for (const value of values) check(content.schema, JSON.parse(value), what)
}

const problem = { schema: { $ref: '#/components/schemas/Problem' } }
