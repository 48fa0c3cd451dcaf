/** What the API accepts about hand-ins. */
import * as z from 'zod'
import { LIMITS, limit } from './input'
import { oneOf, optional, shown } from './values'

/** What a writer hands in. */
export const handInInput = z.strictObject({
  note: optional(shown(LIMITS.handInNote)).describe('For who decides; plain text of one line.'),
})

/** What an editor sends back. */
export const returnInput = z.strictObject({
  note: shown(LIMITS.handInNote).describe('What is still to be done; plain text of one line.'),
})

/** The query of `GET /api/hand-ins`. */
export const handInsInput = z.strictObject({
  returned: optional(oneOf(['true', 'false']))
    .transform((value) => value === 'true')
    .describe('What was sent back, instead of what waits.'),
  cursor: optional(
    z
      .string()
      .regex(/^[0-9]{1,15}\.[0-9]{1,12}$/, 'must be a cursor: the `next` of an earlier answer')
      .transform((text) => {
        const [articleId, at] = text.split('.').map(Number) as [number, number]
        return { articleId, at }
      }),
  ).describe('`next` of the previous answer.'),
  limit,
})
