/** What the API accepts about address rules. */
import * as z from 'zod'
import { patternOf, shapeOf } from '../../articles/address-patterns'
import { type AddressRule, homeKeys, MAX_RULES } from '../../articles/address-rules'
import { fromFault, idFault, toFault } from '../../articles/writing/rule-faults'
import { LIMITS } from './input'
import { line, optional, validate } from './values'

const from = line(LIMITS.rulePattern)
  .superRefine((text, context) => {
    const fault = fromFault(text)
    if (fault) context.addIssue(fault)
  })
  .describe(
    'A path from the root, perhaps with a query. `:name` stands for a step, a value or a part of one, a final `*` for the rest.',
  )

/** One of three kinds, as its fields say. */
const rule = z
  .strictObject(
    {
      from,
      to: optional(line(LIMITS.rulePattern)).describe(
        'The path of a page here, with what `from` names: readers are led there (301).',
      ),
      origin: optional(line(LIMITS.originSystem)).describe(
        'Leads to the article whose `origin` has this system, and the `id` that `:id` in `from` stands for.',
      ),
      gone: optional(z.literal(true, 'must be true')).describe('Readers get 410.'),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type'
          ? 'must be { "from": …, "to": … }, { "from": …, "origin": … } or { "from": …, "gone": true }'
          : undefined,
    },
  )
  .superRefine(({ from, to, origin, gone }, context) => {
    const fault = (field: string, message: string | null) => {
      if (message) context.addIssue({ code: 'custom', path: [field], message })
    }
    const kinds = [to, origin, gone].filter((one) => one !== null)
    if (kinds.length !== 1)
      return fault('from', 'must lead somewhere: by one of to, origin or gone')
    if (fromFault(from)) return
    if (to !== null) fault('to', toFault(to, from))
    if (origin !== null) fault('from', idFault(from))
  })
  .transform(({ from, to, origin }): AddressRule => {
    if (to !== null) return { from, to }
    return origin === null ? { from, gone: true } : { from, origin }
  })

/** The home page's copy in KV says which they are, beside what else it has to say in 1,024 bytes. */
const MAX_HOME_KEYS = 300

/** The rules in their order. No two are like the same addresses. */
export const rulesInput = z.strictObject({
  rules: z
    .array(rule, { error: 'must be a list of rules' })
    .max(MAX_RULES, `has too many entries; at most ${MAX_RULES} are allowed`)
    .superRefine((rules, context) => {
      const shapes = rules.map(({ from }) => shapeOf(patternOf(from)))
      for (const [at, shape] of shapes.entries()) {
        const first = shapes.indexOf(shape)
        if (first === at) continue
        const message = `is like the same addresses as that of rule ${first + 1}; remove one of them`
        context.addIssue({ code: 'custom', path: [at, 'from'], message })
      }
      if (encodeURIComponent(homeKeys(rules).join(' ')).length <= MAX_HOME_KEYS) return
      const message = `take too many keys of the home page; encoded, they take at most ${MAX_HOME_KEYS} bytes`
      context.addIssue({ code: 'custom', message })
    })
    .describe('In their order: the first that is like an address and leads somewhere counts.'),
})

/** Valid rules, or everything that is wrong with them. No more of them are looked at than there may be. */
export function readRules(document: unknown) {
  const { rules } = (document ?? {}) as { rules?: unknown }
  const isLong = Array.isArray(rules) && rules.length > MAX_RULES
  const given = isLong
    ? { ...(document as object), rules: rules.slice(0, MAX_RULES + 1) }
    : document
  return validate(rulesInput, given)
}
