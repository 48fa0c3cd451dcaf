/** What was done, as the specification says it: by a status, and in `Location`. */
import { cachePolicy } from '../../delivery/policy'

export const told = (body: unknown) => Response.json(body, { headers: { ...cachePolicy.private } })

/**
 * Made or moved, with the address. The specification leaves the body to us: what was not kept as it was sent stands
 * there, as nothing disappears here without a word.
 */
export const done = (status: 201 | 202, { url, notes }: { url: string; notes: string[] }) =>
  Response.json(
    { url, ...(notes.length > 0 && { notes: unique(notes) }) },
    { status, headers: { Location: url, ...cachePolicy.private } },
  )

/** Changed where it is. */
export const changedThere = (notes: string[]) =>
  notes.length > 0
    ? told({ notes: unique(notes) })
    : new Response(null, { status: 204, headers: { ...cachePolicy.private } })

const unique = (notes: string[]) => [...new Set(notes)]
