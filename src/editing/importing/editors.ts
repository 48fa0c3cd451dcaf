/**
 * Who wrote what is imported: a key is known by its name. Saying that somebody else wrote
 * something takes the right to manage keys, and a key that is there for the editor.
 */
import type { Author } from '../../articles/writing/authors'
import { type Editor, isBeyond, lacksScopes } from '../door/rights'
import type { Scope } from '../door/scopes'

interface Row {
  id: number
  name: string
  /** JSON arrays. */
  scopes: string
  sections: string | null
}

const mayName = (editor: Editor) => lacksScopes(editor, ['keys:manage']) === null

/** All keys with these names, and the newest key. Decode with `Authors`. */
export const selectEditors = (
  db: D1Database,
  editor: Editor,
  items: { editor: string | null }[],
): D1PreparedStatement | null => {
  const names = [...new Set(items.flatMap((item) => item.editor ?? []))]
  if (names.length === 0 || !mayName(editor)) return null
  const select = `SELECT id, name, scopes, sections FROM keys
    WHERE name IN (SELECT value FROM json_each(?1)) OR id = (SELECT max(id) FROM keys) ORDER BY id`
  return db.prepare(select).bind(JSON.stringify(names))
}

/** The keys that lines can name, and those that are made for them. */
export class Authors {
  private readonly editor: Editor
  private readonly known = new Map<string, Author | null>()
  private last: number

  /** `result` is of that statement; undefined when there was none. */
  constructor(editor: Editor, result: D1Result | undefined) {
    this.editor = editor
    const rows = (result?.results ?? []) as unknown as Row[]
    this.last = rows.at(-1)?.id ?? 0
    for (const { id, name, ...key } of rows) {
      const scopes = JSON.parse(key.scopes) as Scope[]
      const sections = key.sections === null ? null : (JSON.parse(key.sections) as string[])
      const author = isBeyond(editor, { scopes, sections }) ? null : { keyId: id, newName: null }
      this.known.set(name, this.known.get(name) ?? author)
    }
    this.known.set(editor.name, { keyId: editor.keyId, newName: null })
  }

  /** The key of that name; or why the name is passed over. */
  find(name: string): Author | { note: string } {
    const known = this.known.get(name)
    if (known) return known
    const passed = `editor "${name}" was passed over: this key`
    if (!mayName(this.editor)) return { note: `${passed} may not name others without keys:manage` }
    // Whether there is such a key beyond its sections, and how it is called, is not for it to know.
    if (known === null || this.editor.sections !== null) {
      return { note: `${passed} can name only those that it finds under /api/keys` }
    }
    const author = { keyId: ++this.last, newName: name }
    this.known.set(name, author)
    return author
  }
}
