/** What programs call the things that they want to do, and which of our scopes that takes. */
import { SCOPES, type Scope } from './scopes'

/** Nobody hands on what makes keys: a program could make itself others that nobody gave consent to. */
export const GRANTABLE = SCOPES.filter((scope) => scope !== 'keys:manage')

/** Micropub’s own words (https://indieweb.org/scope), as far as something here answers to them. */
const MICROPUB: Record<string, Scope[]> = {
  create: ['articles:write', 'articles:publish'],
  update: ['articles:write', 'articles:publish'],
  undelete: ['articles:write', 'articles:publish'],
  delete: ['articles:withdraw'],
  media: ['articles:write'],
  draft: ['articles:write'],
}

/** Says who somebody is, and takes no right. */
const PROFILE = 'profile'

/** Every word that is understood, for the metadata. */
export const SCOPE_WORDS = [...GRANTABLE, ...Object.keys(MICROPUB), PROFILE]

const takenBy = (word: string): Scope[] =>
  (Object.hasOwn(MICROPUB, word) ? MICROPUB[word] : undefined) ??
  GRANTABLE.filter((scope) => scope === word)

/** The scopes that some words ask for. Who wants to write drafts only does not ask to publish. */
export function scopesAskedBy(words: string[]): Scope[] {
  const asked = new Set(words.flatMap(takenBy))
  if (words.includes('draft')) asked.delete('articles:publish')
  return GRANTABLE.filter((scope) => asked.has(scope))
}

/** What a program is told that it got: those of its own words that are covered, and our scopes beyond them. */
export function wordsFor(asked: string[], granted: Scope[]): string {
  const covered = asked.filter((word) => {
    const taken = takenBy(word)
    return word === PROFILE || (taken.length > 0 && taken.every((scope) => granted.includes(scope)))
  })
  const isDraftsOnly = asked.includes('create') && !covered.includes('create')
  if (isDraftsOnly && granted.includes('articles:write')) covered.push('draft')
  const told = covered.flatMap(takenBy)
  return [...new Set([...covered, ...granted.filter((scope) => !told.includes(scope))])].join(' ')
}
