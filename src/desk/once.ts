/**
 * Forms whose answer shows a secret: reloading the answer sends the form again, and must not do again what it
 * did. The API cannot help, for it keeps answers to give them again, and a secret is kept nowhere. So the form
 * carries a value of its own, and whoever comes first with that takes its place among the `Idempotency-Key`s,
 * with no answer; the clock clears it away after a day. Whoever comes later is told that it was done.
 */
import { RETRY_LIFETIME } from '../editing/saving/retries'
import type { DeskContext } from './context'
import { TOKEN } from './door/sessions'

/** A form that was sent. */
export interface Once {
  /** The form's own value. */
  value: string
  /** Where it was sent. */
  path: string
}

/** What a form brought along. */
export const onceIn = (c: DeskContext, form: FormData): Once => ({
  value: String(form.get('once') ?? ''),
  path: c.req.path,
})

/** Claims a form for whoever sends it; false when it was sent before, or comes from no page of ours. */
export async function claimOnce(
  c: DeskContext,
  { value, path }: Once,
  now: number,
): Promise<boolean> {
  if (!TOKEN.test(value)) return false
  const { keyId } = c.var.person.editor
  const result = await c.var.db
    .prepare(
      `INSERT INTO idempotency_keys (key_id, path, key, body_hash, article_id, answer, created_at)
       VALUES (?1, ?2, ?3, '', 0, X'', ?4)
       ON CONFLICT (key_id, path, key) DO UPDATE SET created_at = ?4 WHERE created_at <= ?5
       RETURNING 1`,
    )
    .bind(keyId, path, value, now, now - RETRY_LIFETIME)
    .run()
  return result.results.length === 1
}

/** Gives a form back, which did nothing: it may be put right and sent again, after going back too. */
export const releaseOnce = (c: DeskContext, { value, path }: Once) =>
  c.var.db
    .prepare('DELETE FROM idempotency_keys WHERE key_id = ?1 AND path = ?2 AND key = ?3')
    .bind(c.var.person.editor.keyId, path, value)
    .run()
