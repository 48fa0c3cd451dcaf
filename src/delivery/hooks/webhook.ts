/** Webhooks: receivers of other people that are told of what readers can see. */

/** What there is to tell, as its type (Standard Webhooks, “Event types”). */
export const EVENTS = ['article.published', 'article.changed', 'article.withdrawn'] as const

export type EventType = (typeof EVENTS)[number]

/** How many a newsroom may have: each is a row more for each change, and they share what a tick may call. */
export const MAX_WEBHOOKS = 20

/** Why one is not told: somebody paused it, or its receiver is gone. */
export type Stopped = 'paused' | 'gone'

/** Instants are UTC seconds. */
export interface Webhook {
  id: number
  name: string
  url: string
  events: EventType[]
  /** The slugs it is limited to; null: all. */
  sections: string[] | null
  secret: string
  /** Signs beside `secret` until `formerUntil`. */
  formerSecret: string | null
  formerUntil: number | null
  /** Moves on with each change of what stands above. */
  version: number
  keyId: number
  createdAt: number
  stopped: Stopped | null
  removedAt: number | null
  nextAt: number
  /** How often it has failed in a row. */
  attempts: number
  calledAt: number | null
  /** What came of the last call; null when it went well. */
  fault: string | null
}

interface Row {
  id: number
  name: string
  url: string
  events: string
  sections: string | null
  secret: string
  former_secret: string | null
  former_until: number | null
  version: number
  key_id: number
  created_at: number
  stopped: Stopped | null
  removed_at: number | null
  next_at: number
  attempts: number
  called_at: number | null
  fault: string | null
}

const toWebhook = (row: Row): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: JSON.parse(row.events),
  sections: row.sections === null ? null : JSON.parse(row.sections),
  secret: row.secret,
  formerSecret: row.former_secret,
  formerUntil: row.former_until,
  version: row.version,
  keyId: row.key_id,
  createdAt: row.created_at,
  stopped: row.stopped,
  removedAt: row.removed_at,
  nextAt: row.next_at,
  attempts: row.attempts,
  calledAt: row.called_at,
  fault: row.fault,
})

/** All that a statement gives with `*`. */
export const toWebhooks = ({ results }: D1Result): Webhook[] =>
  (results as unknown as Row[]).map(toWebhook)

/** The kind of its debts in the outbox. */
export const kindOf = ({ id }: Pick<Webhook, 'id'>) => `webhook/${id}`

/** The secrets that sign at a moment, the present one first. */
export const secretsOf = (webhook: Webhook, at: number): string[] => {
  const { secret, formerSecret, formerUntil } = webhook
  return formerSecret !== null && (formerUntil ?? 0) > at ? [secret, formerSecret] : [secret]
}
