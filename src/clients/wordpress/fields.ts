/** `_fields`: as much of a thing as is asked for, members of members (`title.rendered`) too. Pure. */
import type { Asking } from './asking'

type Thing = Record<string, unknown>

/** What is asked for; null: everything. */
export function fieldsOf({ params }: Asking): string[] | null {
  if (!params.has('_fields')) return null
  const fields = params
    .list('_fields')
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
  return fields.length > 0 ? fields : null
}

/** Whether a member is asked for, or something of it. */
export const isWanted = (fields: string[] | null, name: string) =>
  fields === null || fields.some((field) => field === name || field.startsWith(`${name}.`))

export function narrowed(thing: Thing, fields: string[] | null): Thing {
  if (fields === null) return thing
  return Object.fromEntries(
    Object.entries(thing).flatMap(([name, value]) => {
      if (fields.includes(name)) return [[name, value]]
      const inner = fields.flatMap((field) =>
        field.startsWith(`${name}.`) ? field.slice(name.length + 1) : [],
      )
      const isThing = typeof value === 'object' && value !== null && !Array.isArray(value)
      return inner.length > 0 && isThing ? [[name, narrowed(value as Thing, inner)]] : []
    }),
  )
}
