/** `/api/keys`, `/api/audit` and `/api/outbox`, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { listAudit, note } from '../articles/audit'
import { sha256 } from '../articles/digest'
import { toUtc } from '../articles/time'
import { selectDebts } from '../delivery/outbox'
import { answer } from './answer'
import { requireScopes } from './authenticate'
import type { EditingContext, EditingEnv } from './context'
import { validate } from './fields'
import { keyInput, pagingInput, rotationInput } from './input'
import {
  endKey,
  findKey,
  insertKey,
  type Key,
  listKeys,
  type NewKey,
  newSecret,
  noteKey,
  revokeKey,
  toInserted,
} from './key-store'
import { methodNotAllowed, problem } from './problems'
import { limitSize, readJson, requireType } from './request'
import { exceeds } from './rights'

export const keys = new Hono<EditingEnv>()
const ID = '/:id{[1-9][0-9]{0,14}}'

keys.use(requireScopes('keys:manage'))

keys.get('/', async (c) => answer({ keys: (await listKeys(c.env.DB)).map(represent) }))

keys.post('/', requireType('application/json'), limitSize, readJson, async (c) => {
  const result = validate(keyInput(nowOf()), c.var.json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { value } = result
  if (exceeds(c.var.editor, value.scopes, value.sections)) return tooMuch(c)
  return create(c, value, 'key.create', [])
})

keys.get(ID, async (c) => {
  const key = await find(c)
  return key ? answer(represent(key)) : problem(c, 'not-found')
})

keys.delete(ID, async (c) => {
  const key = await find(c)
  if (!key) return problem(c, 'not-found')
  const now = nowOf()
  const { keyId } = c.var.editor
  await c.env.DB.batch([
    revokeKey(c.env.DB, key.id, now),
    note(c.env.DB, { at: now, keyId, action: 'key.revoke', subject: `${key.id}`, revision: null }),
  ])
  return answer(represent({ ...key, revokedAt: key.revokedAt ?? now }))
})

keys.post(`${ID}/rotate`, requireType('application/json'), limitSize, readJson, async (c) => {
  const key = await find(c)
  if (!key) return problem(c, 'not-found')
  const result = validate(rotationInput, c.var.json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  if (key.revokedAt !== null) {
    return problem(c, 'conflict', { detail: 'A revoked key cannot be rotated; create a new one.' })
  }
  if (exceeds(c.var.editor, key.scopes, key.sections)) return tooMuch(c)
  const end = endKey(c.env.DB, key.id, nowOf() + result.value.overlap)
  return create(c, key, 'key.rotate', [end])
})

keys.all('/', (c) => methodNotAllowed(c, 'GET, POST'))
keys.all(ID, (c) => methodNotAllowed(c, 'GET, DELETE'))
keys.all(`${ID}/rotate`, (c) => methodNotAllowed(c, 'POST'))

/** Makes a key; its secret is in this one answer and nowhere else. */
async function create(
  c: EditingContext,
  key: NewKey,
  action: string,
  also: D1PreparedStatement[],
): Promise<Response> {
  const secret = newSecret()
  const now = nowOf()
  const hash = await sha256(secret)
  const [inserted] = (await c.env.DB.batch([
    insertKey(c.env.DB, key, hash, now),
    noteKey(c.env.DB, now, c.var.editor.keyId, action, hash),
    ...also,
  ])) as [D1Result]
  return answer({ ...represent(toInserted(inserted)), key: secret }, 201)
}

const find = (c: EditingContext) => findKey(c.env.DB, Number(c.req.param('id')))

const nowOf = () => Math.floor(Date.now() / 1000)

const tooMuch = (c: EditingContext) =>
  problem(c, 'forbidden', {
    detail: 'A key can only hand on scopes and sections that it has itself.',
  })

const instant = (seconds: number | null) => (seconds === null ? null : toUtc(seconds))

const represent = (key: Key) => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  sections: key.sections,
  createdAt: toUtc(key.createdAt),
  expiresAt: instant(key.expiresAt),
  revokedAt: instant(key.revokedAt),
  lastUsedAt: instant(key.lastUsedAt),
})

export const audit = new Hono<EditingEnv>()

audit.use(requireScopes('keys:manage'))

audit.get('/', async (c) => {
  const result = validate(pagingInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { cursor, limit } = result.value
  const entries = await listAudit(c.env.DB, cursor ?? Number.MAX_SAFE_INTEGER, limit)
  return answer({
    entries: entries.map(({ id: _, at, ...entry }) => ({ at: toUtc(at), ...entry })),
    next: entries.length === limit ? entries.at(-1)?.id : null,
  })
})

export const outbox = new Hono<EditingEnv>()

outbox.use(requireScopes('keys:manage'))

/** What is owed to the outside and not done yet; what was given up has `deadAt`. */
outbox.get('/', async (c) => {
  const { results } = await selectDebts(c.env.DB, 100).run<DebtRow>()
  return answer({
    owed: results.map(({ nextAt, deadAt, ...debt }) => ({
      ...debt,
      nextAt: toUtc(nextAt),
      deadAt: instant(deadAt),
    })),
  })
})

interface DebtRow {
  kind: string
  subject: string
  times: number
  attempts: number
  nextAt: number
  deadAt: number | null
}
