/** `/api/keys`: who may do what, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { sha256 } from '../articles/digest'
import { writeAudit } from '../articles/writing/audit'
import { secondsNow, toUtc, toUtcOrNull } from '../time'
import type { AnswerOf } from './contract/answers'
import { keyInput, rotationInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import {
  findKey,
  insertKey,
  isLive,
  type Key,
  listKeys,
  type NewKey,
  newSecret,
  noteKey,
  revokeKey,
  supersedeKey,
  toInserted,
} from './door/key-store'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { type Editor, exceeds } from './door/rights'

export const keys = new Hono<EditingEnv>()
const ID = '/:id{[1-9][0-9]{0,14}}'

keys.use(requireScopes('keys:manage'))

keys.get('/', async (c) => {
  const visible = (await listKeys(c.env.DB)).filter((key) => !isBeyond(c.var.editor, key))
  return answer({ keys: visible.map(represent) } satisfies AnswerOf<'KeyList'>)
})

keys.post('/', requireType('application/json'), limitSize, readJson, async (c) => {
  const result = validate(keyInput(secondsNow()), c.var.json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { value } = result
  if (exceeds(c.var.editor, value)) return tooMuch(c)
  return create(c, value, 'key.create', [])
})

keys.get(ID, async (c) => {
  const key = await find(c)
  return key ? answer(represent(key)) : problem(c, 'not-found')
})

keys.delete(ID, async (c) => {
  const key = await find(c)
  if (!key) return problem(c, 'not-found')
  if (key.revokedAt !== null) return answer(represent(key))
  const now = secondsNow()
  const { keyId } = c.var.editor
  await c.env.DB.batch([
    revokeKey(c.env.DB, key.id, now),
    writeAudit(c.env.DB, {
      at: now,
      keyId,
      action: 'key.revoke',
      subject: `${key.id}`,
      revision: null,
    }),
  ])
  return answer(represent({ ...key, revokedAt: key.revokedAt ?? now }))
})

keys.post(`${ID}/rotate`, requireType('application/json'), limitSize, readJson, async (c) => {
  const key = await find(c)
  if (!key) return problem(c, 'not-found')
  const result = validate(rotationInput, c.var.json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  if (!isLive(key, secondsNow())) {
    const detail = 'A key that no longer works cannot be rotated; create a new one.'
    return problem(c, 'conflict', { detail })
  }
  if (exceeds(c.var.editor, key)) return tooMuch(c)
  const end = supersedeKey(c.env.DB, key.id, secondsNow() + result.value.overlap)
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
  const now = secondsNow()
  const hash = await sha256(secret)
  const [inserted] = (await c.env.DB.batch([
    insertKey(c.env.DB, key, hash, now),
    noteKey(c.env.DB, now, c.var.editor.keyId, action, hash),
    ...also,
  ])) as [D1Result]
  const made: AnswerOf<'MadeKey'> = { ...represent(toInserted(inserted)), key: secret }
  return answer(made, 201)
}

/** A key that reaches no further than the editor's own; any other is treated as missing. */
async function find(c: EditingContext): Promise<Key | null> {
  const key = await findKey(c.env.DB, Number(c.req.param('id')))
  return key && !isBeyond(c.var.editor, key) ? key : null
}

/** Whether it reaches further in scopes or sections; how long keys last is no secret. */
const isBeyond = (editor: Editor, key: Key) => exceeds({ ...editor, expiresAt: null }, key)

const tooMuch = (c: EditingContext) =>
  problem(c, 'forbidden', {
    detail: 'A key can only hand on scopes and sections that it has itself.',
  })

const represent = (key: Key): AnswerOf<'Key'> => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  sections: key.sections,
  createdAt: toUtc(key.createdAt),
  expiresAt: toUtcOrNull(key.expiresAt),
  supersededAt: toUtcOrNull(key.supersededAt),
  revokedAt: toUtcOrNull(key.revokedAt),
  lastUsedAt: toUtcOrNull(key.lastUsedAt),
})
