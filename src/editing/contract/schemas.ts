/** The schemas that validate, as the JSON Schema (2020-12) of the document. */
import * as z from 'zod'

/** As much of JSON Schema as is used here. */
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

/** Several schemas as JSON Schema; one that holds another refers to it. */
export function describe(schemas: Record<string, z.ZodType>, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const described = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // That a number in a query arrives as text concerns the parser alone.
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

/** A reference to what the document has under a name. */
export const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })
