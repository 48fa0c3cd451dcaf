/** What the API accepts about pending drafts, besides what it does of an article. */
import * as z from 'zod'
import { limit } from './input'
import { optional } from './values'

/** What a draft says that nobody writes. A replacement may hold these fields; they are ignored. */
export const DRAFT_READ_ONLY = ['isPending', 'isBehind', 'by']

/** What a draft has and an article has not. */
export const draftFields = {
  revision: optional(z.int().min(1)).describe(
    'The revision of the article that it begins from: left out, it stays. The present one says that you have seen it.',
  ),
}

/** The query of `GET /api/drafts`. */
export const draftsInput = z.strictObject({
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
