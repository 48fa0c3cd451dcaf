/** What is typed, kept in this browser: a record for each person, article and tab, the newest text in it. */
import { type IDBPDatabase, openDB } from 'idb'
import type { Kept } from './restoring'

const STORE = 'typed'

/** All records of a person lie between these. */
const rangeOf = (person: string) => IDBKeyRange.bound(`${person} `, `${person} \uffff`)

export const idOf = (person: string, subject: string, tab: string) => `${person} ${subject} ${tab}`

export class KeptTexts {
  /** The newest that is to be written; only one is ever on its way. */
  private next: Kept | null = null
  private writing: Promise<void> | null = null
  /** The number of the newest text that is there for sure. */
  version: number | null = null
  /** Whether the last one found room. */
  canKeep = true

  private constructor(
    private readonly db: IDBPDatabase,
    /** Told each time that a text was written, or could not be: no room, or no right to. */
    private readonly say: () => void,
  ) {}

  /** Null where the browser keeps nothing: in some private windows, or where that is forbidden. */
  static async open(say: () => void): Promise<KeptTexts | null> {
    try {
      const db = await openDB('broadside-desk', 1, {
        upgrade: (one) => void one.createObjectStore(STORE, { keyPath: 'id' }),
      })
      return new KeptTexts(db, say)
    } catch {
      return null
    }
  }

  /** All texts of a person that are kept, the newest first. */
  async of(person: string): Promise<Kept[]> {
    const found: Kept[] = await this.db.getAll(STORE, rangeOf(person)).catch(() => [])
    return found.sort((one, other) => other.at - one.at)
  }

  /** Keeps a text in place of the one that its record held. */
  put(kept: Kept): void {
    this.next = kept
    this.writing ??= this.write()
  }

  /** Settled once all is written that was to be. */
  async written(): Promise<void> {
    await this.writing
  }

  private async write(): Promise<void> {
    while (this.next) {
      const one = this.next
      this.next = null
      this.canKeep = await this.db.put(STORE, one).then(
        () => true,
        () => false,
      )
      if (this.canKeep) this.version = one.version
      this.say()
    }
    this.writing = null
  }

  drop = (id: string): Promise<void> => this.db.delete(STORE, id).catch(() => {})
}
