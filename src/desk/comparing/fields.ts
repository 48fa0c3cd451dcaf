/** What two people made of an article's fields, in one. Its body is for `mergeTexts`. */

export interface FieldConflict {
  field: string
  base: unknown
  mine: unknown
  theirs: unknown
}

export interface MergedFields {
  /** With mine, where there are conflicts. */
  fields: Record<string, unknown>
  conflicts: FieldConflict[]
}

type Fields = Record<string, unknown>

/**
 * Each field that mine has, as whoever changed it has it: a conflict where both did, in different ways. Lists,
 * like keywords, take what either added, and lose what either took out. A field that is absent is null.
 */
export function mergeFields(base: Fields, mine: Fields, theirs: Fields): MergedFields {
  const conflicts: FieldConflict[] = []
  const merged = Object.keys(mine).map((field) => {
    const [old, my, their] = [base, mine, theirs].map((fields) => fields[field] ?? null)
    if (isSame(my, their) || isSame(old, their)) return [field, my]
    if (isSame(old, my)) return [field, their]
    if ([old, my, their].every(Array.isArray)) {
      return [field, mergeLists(old as unknown[], my as unknown[], their as unknown[])]
    }
    conflicts.push({ field, base: old, mine: my, theirs: their })
    return [field, my]
  })
  return { fields: Object.fromEntries(merged), conflicts }
}

/** Theirs, without what I took out and with what I added. */
function mergeLists(base: unknown[], mine: unknown[], theirs: unknown[]): unknown[] {
  const has = (list: unknown[], one: unknown) => list.some((other) => isSame(one, other))
  const kept = theirs.filter((one) => has(mine, one) || !has(base, one))
  return [...kept, ...mine.filter((one) => !has(base, one) && !has(theirs, one))]
}

/** As JSON, whatever the order in which an object has its fields. */
export const isSame = (one: unknown, other: unknown) => sorted(one) === sorted(other)

const sorted = (value: unknown) =>
  JSON.stringify(value ?? null, (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
