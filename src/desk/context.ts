/** What the desk's pages find in `c.var`. */
import type { Context } from 'hono'
import type { Api } from '../editing/api'
import type { DeskLanguage, Person } from './door/sessions'

export interface DeskEnv {
  Bindings: Env
  Variables: {
    /** D1, guarded: what it throws is told from faults of ours. */
    db: D1Database
    /** Who is signed in. Not there on the way in. */
    person: Person
    language: DeskLanguage
    api: Api
  }
}

export type DeskContext = Context<DeskEnv>

/** What a page says, in each language of the desk. Each page's words stand in its own file. */
export type Words<T> = Record<DeskLanguage, T>

/** The words in the language of who is asking. */
export const wordsFor = <T>(c: DeskContext, words: Words<T>): T => words[c.var.language]
