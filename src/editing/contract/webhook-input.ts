/** What the API accepts about webhooks. */
import * as z from 'zod'
import { receiverFault } from '../../delivery/hooks/address'
import { EVENTS } from '../../delivery/hooks/webhook'
import { keySections, LIMITS } from './input'
import { line, oneOf, optional, shown } from './values'

/** A receiver’s address, for a newsroom at `origin`, as `URL` spells it. */
const receiver = (origin: string) =>
  line(LIMITS.webhookUrl)
    .superRefine((address, context) => {
      const fault = receiverFault(address, origin)
      if (fault) context.addIssue(fault)
    })
    .transform((address) => URL.parse(address)?.href ?? address)
    .refine(
      (href) => href.length <= LIMITS.webhookUrl,
      `is too long percent-encoded; at most ${LIMITS.webhookUrl} characters are allowed`,
    )
    .meta({
      minLength: 1,
      maxLength: LIMITS.webhookUrl,
      description:
        'https://, at a host on the public internet and its usual port, without name and password.',
    })

export const webhookInput = (origin: string) =>
  z.strictObject({
    name: shown(LIMITS.webhookName),
    url: receiver(origin),
    events: optional(
      z
        .array(oneOf(EVENTS), { error: 'must be a list of events' })
        .min(1, 'is empty; a webhook without events is told nothing')
        .transform((events) => EVENTS.filter((event) => events.includes(event))),
    )
      .transform((events) => events ?? [...EVENTS])
      .describe('What it is told; everything unless given.'),
    sections: keySections.describe('The sections it is told of; all unless given.'),
    isPaused: optional(z.boolean('must be true or false'))
      .transform((isPaused) => isPaused ?? false)
      .describe('Told nothing for now. What happens meanwhile is told when it goes on.'),
  })
