/**
 * Who wrote what is imported: a key is known by its name. One that is not there is made, revoked and
 * without a scope or a secret, so that the past keeps its authors.
 */
import { type Editor, lacksScopes } from '../door/rights'

/** Saying that somebody else wrote something takes the right to manage keys. */
export const selectEditors = (
  db: D1Database,
  editor: Editor,
  items: { editor: string | null }[],
  now: number,
): D1PreparedStatement[] => {
  const mayName = lacksScopes(editor, ['keys:manage']) === null
  const names = mayName ? [...new Set(items.flatMap((item) => item.editor ?? []))] : []
  if (names.length === 0) return []
  const make = `INSERT INTO keys (name, hash, scopes, created_at, revoked_at)
    SELECT value, 'imported:' || hex(randomblob(16)), '[]', ?2, ?2 FROM json_each(?1)
    WHERE NOT EXISTS (SELECT 1 FROM keys WHERE name = value)`
  const select = `SELECT name, min(id) AS id FROM keys
    WHERE name IN (SELECT value FROM json_each(?1)) GROUP BY name`
  const json = JSON.stringify(names)
  return [db.prepare(make).bind(json, now), db.prepare(select).bind(json)]
}

/** Numbers of keys by name. `result` is the last of those statements; undefined when there was none. */
export const toEditors = (result: D1Result | undefined) =>
  new Map(
    ((result?.results ?? []) as { name: string; id: number }[]).map(({ name, id }) => [name, id]),
  )
