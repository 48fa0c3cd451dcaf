/** `/api/keys`: who may do what, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { sha256 } from '../articles/digest'
import { storeOnce } from '../articles/writing/once'
import { newEdition } from '../delivery/editions'
import { secondsNow, toUtc, toUtcOrNull } from '../time'
import type { AnswerOf } from './contract/answers'
import { keyInput, rotationInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import {
  findKey,
  handOnGrants,
  insertKey,
  isLive,
  type Key,
  listKeys,
  type NewKey,
  newSecret,
  noteKey,
  revokeKey,
  selectByHash,
  selectKey,
  supersedeKey,
  toReturned,
} from './door/key-store'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { endOf, isBeyond, lacksToManage } from './door/rights'

export const keys = new Hono<EditingEnv>()
const ID = '/:id{[1-9][0-9]{0,14}}'

keys.use(requireScopes('keys:manage'))

keys.get('/', async (c) => {
  const visible = (await listKeys(c.var.db)).filter((key) => !isBeyond(c.var.editor, key))
  return answer({ keys: visible.map(represent) } satisfies AnswerOf<'KeyList'>)
})

keys.post('/', requireType('application/json'), limitSize, readJson, async (c) => {
  const result = validate(keyInput(secondsNow()), c.var.json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { value } = result
  const detail = lacksToManage(c.var.editor, { ...value, endsAt: value.expiresAt })
  return detail ? problem(c, 'forbidden', { detail }) : create(c, value, null)
})

keys.get(ID, async (c) => {
  const key = await find(c)
  return key ? answer(represent(key)) : problem(c, 'not-found')
})

keys.delete(ID, async (c) => {
  const key = await find(c)
  if (!key) return problem(c, 'not-found')
  if (key.revokedAt !== null) return answer(represent(key))
  const { keyId } = c.var.editor
  // Whoever holds a key may give it up.
  const detail =
    key.id === keyId ? null : lacksToManage(c.var.editor, { ...key, endsAt: endOf(key) })
  if (detail) return problem(c, 'forbidden', { detail })
  const { db } = c.var
  const now = secondsNow()
  const token = newEdition()
  const { result } = await storeOnce(db, {
    token,
    statements: revokeKey(db, { at: now, keyId, token }, key.id),
    wanted: { at: 1, again: selectKey(db, key.id) },
  })
  const row = toReturned(result as D1Result) ?? (await find(c))
  return row && row.revokedAt !== null ? answer(represent(row)) : tooLate(c)
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
  // Its successor lasts as long as the key was made for.
  const detail = lacksToManage(c.var.editor, { ...key, endsAt: key.expiresAt })
  if (detail) return problem(c, 'forbidden', { detail })
  return create(c, key, { id: key.id, until: secondsNow() + result.value.overlap })
})

keys.all('/', (c) => methodNotAllowed(c, 'GET, POST'))
keys.all(ID, (c) => methodNotAllowed(c, 'GET, DELETE'))
keys.all(`${ID}/rotate`, (c) => methodNotAllowed(c, 'POST'))

/** Makes a key, in the place of another or not; its secret is in this one answer and nowhere else. */
async function create(
  c: EditingContext,
  key: NewKey,
  replaced: { id: number; until: number } | null,
): Promise<Response> {
  const { db } = c.var
  const { keyId } = c.var.editor
  const secret = newSecret()
  const now = secondsNow()
  const hash = await sha256(secret)
  const token = newEdition()
  const note = { at: now, keyId, token }
  const { result } = await storeOnce(db, {
    token,
    statements: [
      insertKey(db, keyId, key, hash, now, replaced?.id ?? null),
      noteKey(db, note, replaced ? 'key.rotate' : 'key.create', hash),
      ...(replaced
        ? [supersedeKey(db, replaced.id, replaced.until, hash), handOnGrants(db, replaced.id, hash)]
        : []),
    ],
    wanted: { at: 0, again: selectByHash(db, hash) },
  })
  const row = toReturned(result as D1Result)
  if (!row) return tooLate(c)
  const made: AnswerOf<'MadeKey'> = { ...represent(row), key: secret }
  return answer(made, 201)
}

/** A key that reaches no further than the editor's own; any other is treated as missing. */
async function find(c: EditingContext): Promise<Key | null> {
  const key = await findKey(c.var.db, Number(c.req.param('id')))
  return key && !isBeyond(c.var.editor, key) ? key : null
}

const tooLate = (c: EditingContext) =>
  problem(c, 'forbidden', { detail: 'A key in this was revoked or rotated meanwhile.' })

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
  grantedBy: key.grantedBy,
  client: key.client,
})
