/** The newsroom's own readings: how words are read that dictionaries have wrong, or not at all. */
import type { NamedKey } from './hand-ins'

/** How many words there may be. All of them go to the browser of who writes: a megabyte at most. */
export const MAX_READINGS = 20_000

/** A word, and a syllable of pinyin to each of its Han characters, with a space between. */
export interface Reading {
  word: string
  pinyin: string
}

/** As it is kept: who set it, and when, in UTC seconds. */
export interface KeptReading extends Reading {
  by: NamedKey
  updatedAt: number
}

const COLUMNS = 'r.word, r.pinyin, r.updated_at AS updatedAt, k.id, k.name'
const KEY = 'CROSS JOIN keys k ON k.id = r.key_id'

/** Those among these words, in no order. Decode with `toReadings`. */
export const selectReadingsOf = (db: D1Database, words: string[]) =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM (SELECT DISTINCT value FROM json_each(?1)) j
       CROSS JOIN readings r ON r.word = j.value ${KEY}`,
    )
    .bind(JSON.stringify(words))

export interface ReadingFilter {
  /** What words begin with; empty: any. */
  starts: string
  /** The last word of the page before; null: from the first. */
  after: string | null
  limit: number
}

/** Readings by word, in the order of its code points. Decode with `toReadings`. */
export const selectReadings = (db: D1Database, { starts, after, limit }: ReadingFilter) =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM readings r ${KEY}
       WHERE r.word ${after === null ? '>=' : '>'} ?1 AND r.word < ?2 || char(0x10ffff)
         AND substr(r.word, 1, length(?2)) = ?2
       ORDER BY r.word LIMIT ?3`,
    )
    .bind(after ?? starts, starts, limit)

type Row = Reading & NamedKey & { updatedAt: number }

export const toReadings = (result: D1Result): KeptReading[] =>
  (result.results as unknown as Row[]).map(({ word, pinyin, id, name, updatedAt }) => ({
    word,
    pinyin,
    by: { id, name },
    updatedAt,
  }))

/** All of them, the words alone. Decode with `toAllReadings`. */
export const selectAllReadings = (db: D1Database) =>
  db.prepare('SELECT word, pinyin FROM readings ORDER BY word')

export const toAllReadings = (result: D1Result) => result.results as unknown as Reading[]

/** What each change moves on. Decode with `toReadingsVersion`. */
export const selectReadingsVersion = (db: D1Database) =>
  db.prepare("SELECT value FROM counters WHERE name = 'readings version'")

export const toReadingsVersion = (result: D1Result): number =>
  (result.results[0] as { value: number } | undefined)?.value ?? 0
