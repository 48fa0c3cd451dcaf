/** Webhooks as the API stores and shows them. */
import { writeAudit } from '../../articles/writing/audit'
import { storeOnce } from '../../articles/writing/once'
import { unlessGivenUp } from '../../articles/writing/rows'
import { newEdition } from '../../delivery/editions'
import { type Counts, selectCounts, selectWebhook } from '../../delivery/hooks/store'
import { toWebhooks, type Webhook } from '../../delivery/hooks/webhook'
import { secondsNow, toUtc, toUtcOrNull } from '../../time'
import type { AnswerOf } from '../contract/answers'
import { answer } from '../door/answer'
import type { EditingContext } from '../door/context'
import { problem } from '../door/problems'
import { busy, persist } from './attempts'
import {
  type Answer,
  claim,
  keyFaults,
  type Retry,
  selectRecord,
  toRecord,
  toRetry,
} from './retries'

/** What is to be stored for an answer that shows a secret. */
interface Making {
  id: number
  statements: D1PreparedStatement[]
  body: Record<string, unknown>
  headers: Record<string, string>
}

/**
 * Makes what shows a secret, once for each `Idempotency-Key`: who lost the answer has it again for a day, where
 * another secret in its place would have the receiver refuse what is signed with the first.
 */
export async function once(
  c: EditingContext,
  action: string,
  make: () => Promise<Making | Response>,
): Promise<Response> {
  const key = c.req.header('Idempotency-Key')
  const errors = keyFaults(key)
  if (errors.length > 0) return problem(c, 'invalid-input', { errors })
  const { keyId } = c.var.editor
  const body = await c.req.arrayBuffer()
  const retry = key ? await toRetry(keyId, c.req.path, key, body, secondsNow()) : null
  const made = await persist(() => makeOnce(c, action, retry, make))
  return made === 'lost' ? busy(c) : made
}

async function makeOnce(
  c: EditingContext,
  action: string,
  retry: Retry | null,
  make: () => Promise<Making | Response>,
): Promise<Response | 'lost'> {
  const { db } = c.var
  const record = retry && (await toRecord(retry, await selectRecord(db, retry).run()))
  if (record === 'reused') return problem(c, 'idempotency-key-reused')
  if (record && record !== 'erased') return answer(record.body, record.status, record.headers)
  const making = await make()
  if (making instanceof Response) return making
  const { id, statements, body, headers } = making
  const given: Answer = { status: 201, headers, body }
  const now = secondsNow()
  const token = newEdition()
  const storing = storeOnce(db, {
    token,
    statements: [
      ...statements,
      writeAudit(db, token, entryOf(c, action, id, now)),
      ...(retry ? await claim(db, retry, 0, given, now) : []),
    ],
  })
  const stored = await unlessGivenUp(storing).catch((fault) => {
    if (TAKEN.test(String(fault))) return 'lost' as const
    throw fault
  })
  return stored === 'lost' ? 'lost' : answer(body, given.status, headers)
}

/** Another request has taken the number, or is the same as this one. */
const TAKEN = /UNIQUE constraint failed: (webhooks\.id|idempotency_keys\.key_id)/

/**
 * Stores a change and its entry in the trail. Gives the rows of the first statement; `again` has them, once it is
 * stored.
 */
export async function store(
  c: EditingContext,
  id: number,
  action: string,
  statements: D1PreparedStatement[],
  again?: D1PreparedStatement,
): Promise<unknown[]> {
  const { db } = c.var
  const token = newEdition()
  const audit = writeAudit(db, token, entryOf(c, action, id, secondsNow()))
  const batch = { token, statements: [...statements, audit] }
  const stored = await storeOnce(db, again ? { ...batch, wanted: { at: 0, again } } : batch)
  return stored.result?.results ?? []
}

const entryOf = (c: EditingContext, action: string, id: number, at: number) => ({
  at,
  keyId: c.var.editor.keyId,
  action,
  subject: String(id),
  revision: null,
})

/** A webhook, as it stands now. */
export async function shownOf(c: EditingContext, webhook: Webhook): Promise<AnswerOf<'Webhook'>> {
  const { db } = c.var
  const { id } = webhook
  const [one, counts] = (await db.batch([selectWebhook(db, id), selectCounts(db)])) as [
    D1Result,
    D1Result<Counts>,
  ]
  return represent(toWebhooks(one)[0] ?? webhook, counts.results)
}

export function represent(webhook: Webhook, counts: Counts[]): AnswerOf<'Webhook'> {
  const { id, name, url, events, sections, stopped, keyId, formerUntil, nextAt } = webhook
  const { owed = 0, dead = 0 } = counts.find((one) => one.id === id) ?? {}
  const now = secondsNow()
  const { createdAt, calledAt, fault, attempts } = webhook
  return {
    id,
    name,
    url,
    events,
    sections,
    state: stopped ?? 'on',
    by: keyId,
    createdAt: toUtc(createdAt),
    formerSecretUntil: toUtcOrNull(formerUntil !== null && formerUntil > now ? formerUntil : null),
    owed,
    dead,
    calledAt: toUtcOrNull(calledAt),
    fault,
    attempts,
    nextAt: toUtcOrNull(nextAt > now ? nextAt : null),
  }
}
