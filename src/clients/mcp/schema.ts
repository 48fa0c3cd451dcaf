/** Schemas of tools, as the library takes them and as clients are told of them. */
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { validate } from '../../editing/contract/values'

type Io = 'input' | 'output'

/**
 * A schema that checks, and hands on what it was given as it was sent: what is put right on the way is for the API
 * to do, which notes it. The JSON Schema of each is made once, as it takes longer than most calls do.
 */
export function asSent<T extends z.ZodType>(
  schema: T,
): StandardSchemaWithJSON<z.input<T>, z.input<T>> {
  const made: Partial<Record<Io, Record<string, unknown>>> = {}
  const json = (io: Io) => {
    made[io] ??= jsonSchema(schema, io)
    return made[io]
  }
  return {
    '~standard': {
      version: 1,
      vendor: 'broadside',
      validate: (value) => {
        const result = validate(schema, value)
        if (!('faults' in result)) return { value: value as z.input<T> }
        return { issues: result.faults.map(({ detail }) => ({ message: detail })) }
      },
      jsonSchema: { input: () => json('input'), output: () => json('output') },
    },
  }
}

function jsonSchema(schema: z.ZodType, io: Io): Record<string, unknown> {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return described
}
