/** `/api/webhooks`: whose programs are told of what readers can see, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { giveUpIf } from '../articles/writing/rows'
import { call } from '../delivery/hooks/call'
import { testEvent } from '../delivery/hooks/news'
import { newSecret } from '../delivery/hooks/signature'
import {
  type Counts,
  changeWebhook,
  hurry,
  IS_FULL,
  insertWebhook,
  noteTest,
  removeWebhook,
  reviveDead,
  rotateSecret,
  selectCounts,
  selectRevived,
  selectRoom,
  selectWebhook,
  selectWebhooks,
  TRY_SECONDS,
  toRoom,
} from '../delivery/hooks/store'
import { MAX_WEBHOOKS, toWebhooks, type Webhook } from '../delivery/hooks/webhook'
import { paths, siteOf } from '../site'
import { secondsNow } from '../time'
import type { AnswerOf } from './contract/answers'
import { rotationInput } from './contract/input'
import { validate } from './contract/values'
import { webhookInput } from './contract/webhook-input'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, mergePatch, readJson, requireType } from './door/request'
import { lacksOverview } from './door/rights'
import { once, represent, shownOf, store } from './saving/webhooks'

export const webhooks = new Hono<EditingEnv>()
const ID = '/:id{[1-9][0-9]{0,14}}'

const READS = new Set(['GET', 'HEAD'])

/** A webhook is told of all sections, and who rotated their key holds one that has perhaps leaked. */
webhooks.use(requireScopes('keys:manage'), async (c, next) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  if (c.var.editor.isRotated && !READS.has(c.req.method)) {
    return problem(c, 'forbidden', { detail: ROTATED })
  }
  return next()
})

const ROTATED = 'This key was rotated, and manages no webhooks any more. Use its successor.'

type Work = (webhook: Webhook) => Response | Promise<Response>

/** Answers about the webhook in the address. */
async function withWebhook(c: EditingContext, work: Work): Promise<Response> {
  const [webhook] = toWebhooks(await selectWebhook(c.var.db, Number(c.req.param('id'))).run())
  return webhook ? work(webhook) : problem(c, 'not-found')
}

const read = [requireType('application/json'), limitSize, readJson] as const
const readPatch = [requireType('application/merge-patch+json'), limitSize, readJson] as const

webhooks.get('/', async (c) => {
  const { db } = c.var
  const [all, counts] = (await db.batch([selectWebhooks(db), selectCounts(db)])) as [
    D1Result,
    D1Result<Counts>,
  ]
  const shown = toWebhooks(all).map((webhook) => represent(webhook, counts.results))
  return answer({ webhooks: shown } satisfies AnswerOf<'WebhookList'>)
})

webhooks.post('/', ...read, async (c) => {
  const result = validate(webhookInput(siteOf(c.env).origin), c.var.json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { keyId } = c.var.editor
  return once(c, 'webhook.create', async () => {
    const { db } = c.var
    const { isFull, next } = toRoom(await selectRoom(db).run())
    if (isFull) return problem(c, 'conflict', { detail: FULL })
    const made = { ...result.value, id: next, secret: newSecret(), keyId, createdAt: secondsNow() }
    const { isPaused, ...fields } = made
    const shown = represent({ ...fields, ...NEW, stopped: isPaused ? 'paused' : null }, [])
    return {
      id: made.id,
      statements: [giveUpIf(db, IS_FULL), insertWebhook(db, made)],
      body: { ...shown, secret: made.secret } satisfies AnswerOf<'MadeWebhook'>,
      headers: { Location: siteOf(c.env).origin + paths.apiWebhook(made.id) },
    }
  })
})

const FULL = `A newsroom may have ${MAX_WEBHOOKS} webhooks, and this one has. Remove one that nobody needs.`

/** How a webhook begins. */
const NEW = {
  formerSecret: null,
  formerUntil: null,
  version: 1,
  removedAt: null,
  nextAt: 0,
  attempts: 0,
  calledAt: null,
  fault: null,
}

webhooks.get(ID, (c) => withWebhook(c, async (webhook) => answer(await shownOf(c, webhook))))

webhooks.patch(ID, ...readPatch, (c) =>
  withWebhook(c, async (webhook) => {
    const { db } = c.var
    const { name, url, events, sections, stopped } = webhook
    const present = { name, url, events, sections, isPaused: stopped !== null }
    const input = webhookInput(siteOf(c.env).origin)
    const result = validate(input, mergePatch(present, c.var.json))
    if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
    await store(c, webhook.id, 'webhook.change', [changeWebhook(db, webhook.id, result.value)])
    return answer(await shownOf(c, webhook))
  }),
)

webhooks.delete(ID, (c) =>
  withWebhook(c, async (webhook) => {
    const { db } = c.var
    const shown = await shownOf(c, webhook)
    await store(c, webhook.id, 'webhook.remove', [removeWebhook(db, webhook.id, secondsNow())])
    return answer(shown)
  }),
)

webhooks.post(`${ID}/rotate`, ...read, (c) =>
  withWebhook(c, async (webhook) => {
    const result = validate(rotationInput, c.var.json)
    if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
    return once(c, 'webhook.rotate', async () => {
      const { db } = c.var
      const secret = newSecret()
      const until = secondsNow() + result.value.overlap
      const after = { ...webhook, secret, formerSecret: webhook.secret, formerUntil: until }
      const counts = await selectCounts(db).run<Counts>()
      return {
        id: webhook.id,
        statements: [rotateSecret(db, webhook.id, secret, until)],
        body: { ...represent(after, counts.results), secret } satisfies AnswerOf<'MadeWebhook'>,
        headers: {},
      }
    })
  }),
)

webhooks.post(`${ID}/test`, (c) =>
  withWebhook(c, async (webhook) => {
    const { db } = c.var
    const now = secondsNow()
    const mayTry = await noteTest(db, webhook.id, now).run()
    if (mayTry.results.length === 0) {
      const headers = { 'Retry-After': String(TRY_SECONDS) }
      return problem(c, 'rate-limited', { detail: TRIED, headers })
    }
    const site = siteOf(c.env)
    const send = (request: Request) => fetch(request)
    const verdict = await call(send, site, webhook, testEvent(site, webhook, now), now)
    return answer({
      isTold: verdict.is === 'told',
      status: verdict.status,
      fault: verdict.is === 'told' ? null : verdict.fault,
    } satisfies AnswerOf<'WebhookTest'>)
  }),
)

const TRIED = `It was tried just now. Try again in ${TRY_SECONDS} seconds.`

webhooks.post(`${ID}/resend`, (c) =>
  withWebhook(c, async (webhook) => {
    const { db } = c.var
    const now = secondsNow()
    const revived = await store(
      c,
      webhook.id,
      'webhook.resend',
      [reviveDead(db, webhook, now), hurry(db, webhook.id)],
      selectRevived(db, webhook, now),
    )
    return answer({ resent: revived.length } satisfies AnswerOf<'WebhookResent'>)
  }),
)

webhooks.all('/', (c) => methodNotAllowed(c, 'GET, POST'))
webhooks.all(ID, (c) => methodNotAllowed(c, 'GET, PATCH, DELETE'))
for (const act of ['rotate', 'test', 'resend']) {
  webhooks.all(`${ID}/${act}`, (c) => methodNotAllowed(c, 'POST'))
}
