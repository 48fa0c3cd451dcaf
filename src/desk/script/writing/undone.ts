/**
 * Undo that survives a reload. The steps of writing are kept in the browser, from the text that they began
 * with; on opening that text again they are taken once more, so that they can be undone as before.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { Step } from 'prosemirror-transform'
import { schema } from '../text/schema'

/** Steps that are kept of one article, and articles of which any are. What was written longer ago is left to revisions. */
const MAX_STEPS = 2_000
const MAX_ARTICLES = 20
/** Undo takes together what was typed within this time: prosemirror-history's own. */
const PAUSE_MS = 400

interface Taken {
  step: unknown
  /** When, in ms since 1970. */
  at: number
}

interface Written {
  article: string
  /** The source that the steps begin with. */
  base: string
  steps: Taken[]
  at: number
}

interface Schema extends DBSchema {
  written: { key: string; value: Written; indexes: { at: number } }
}

/** What keeps the steps; null where a browser keeps nothing. */
export type Steps = IDBPDatabase<Schema> | null

export const openSteps = (): Promise<Steps> =>
  openDB<Schema>('broadside-undo', 1, {
    upgrade(db) {
      db.createObjectStore('written', { keyPath: 'article' }).createIndex('at', 'at')
    },
  }).catch(() => null)

/** What was written of an article: null when nothing is known. */
export const stepsOf = async (steps: Steps, article: string): Promise<Written | null> =>
  (await steps?.get('written', article).catch(() => undefined)) ?? null

/**
 * The state with a history: from `base`, by the steps, to the document of `state`. The state as it is where
 * they lead elsewhere: the text was changed in another browser, or by another hand.
 */
export function withHistory(
  state: EditorState,
  base: Node,
  taken: Taken[],
  make: (doc: Node) => EditorState,
) {
  try {
    let past = make(base)
    for (const { step, at } of taken) {
      const tr = past.tr.step(Step.fromJSON(schema, step)).setTime(at)
      past = past.apply(tr)
    }
    return past.doc.eq(state.doc) ? past : null
  } catch {
    return null
  }
}

/** Keeps steps as they are taken: a moment later, many at a time. */
export class Journal {
  private steps: Taken[]
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly store: Steps,
    private readonly article: string,
    private base: string,
    steps: Taken[],
  ) {
    this.steps = steps
    addEventListener('pagehide', () => this.keep())
  }

  add({ steps, time }: Transaction): void {
    this.steps.push(...steps.map((step) => ({ step: step.toJSON(), at: time })))
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), PAUSE_MS)
  }

  /** Begins anew from a text. */
  restart(base: string): void {
    this.base = base
    this.steps = []
    this.keep()
  }

  /** More than is kept: what was there before them is no longer undone once the page is left. */
  get isFull(): boolean {
    return this.steps.length > MAX_STEPS
  }

  private keep(): void {
    clearTimeout(this.timer)
    const { store, article, base, steps } = this
    if (!store) return
    const at = Date.now()
    store
      .put('written', { article, base, steps, at })
      .then(() => prune(store))
      .catch(() => {})
  }
}

async function prune(store: NonNullable<Steps>): Promise<void> {
  const articles = await store.getAllKeysFromIndex('written', 'at')
  for (const old of articles.slice(0, -MAX_ARTICLES)) await store.delete('written', old)
}
