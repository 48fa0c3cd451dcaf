/** What there is to know of a person, in a line. */
import { html } from 'hono/html'
import { isLive, type Key } from '../../editing/door/key-store'
import { endOf } from '../../editing/door/rights'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import type { Html } from '../layout'
import { WORDS } from './words'

/** A moment as the desk shows it. */
export const shownAt = (c: DeskContext, seconds: number) =>
  toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 16)

/** What somebody may do, where, when they were last seen, and when that ends. */
export function personFacts(c: DeskContext, key: Key, now: number): Html {
  const words = wordsFor(c, WORDS)
  const facts = [
    words.number(key.id),
    key.scopes.map((scope) => words.can[scope]).join(words.comma),
    key.sections === null ? words.everywhere : words.only(key.sections.join(words.comma)),
    key.lastUsedAt === null ? words.neverSeen : words.seen(shownAt(c, key.lastUsedAt)),
    ...(key.grantedBy === null ? [] : [words.grantedBy(key.grantedBy)]),
    ...(key.client === null ? [] : [words.program(key.client)]),
    ...(key.supersededAt === null ? [] : [words.rotated]),
    ...endFacts(c, key, now),
    ...(key.id === c.var.person.editor.keyId ? [words.you] : []),
  ]
  return html`<p class="facts">${facts.map((fact) => html`<span>${fact}</span>\n`)}</p>`
}

function endFacts(c: DeskContext, key: Key, now: number): string[] {
  const words = wordsFor(c, WORDS)
  if (key.revokedAt !== null) return [words.revokedAt(shownAt(c, key.revokedAt))]
  const end = endOf(key)
  if (end === null) return []
  const at = shownAt(c, end)
  return [isLive(key, now) ? words.ends(at) : words.endedAt(at)]
}
