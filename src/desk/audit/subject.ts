/** What an entry of the audit trail is about. */
import { HASH } from '../../articles/picture'
import type { AuditEntry } from '../../articles/writing/audit'

export type Subject =
  | { kind: 'article' | 'person' | 'webhook'; id: number }
  | { kind: 'picture' | 'section' | 'front'; name: string }
  /** Anything else, as it is written down. */
  | { kind: 'other'; text: string }

/** By what an action begins with: what its subject is the number or the name of. */
const KINDS: Record<string, Exclude<Subject['kind'], 'other'>> = {
  article: 'article',
  revision: 'article',
  preview: 'article',
  draft: 'article',
  key: 'person',
  desk: 'person',
  session: 'person',
  passkey: 'person',
  picture: 'picture',
  section: 'section',
  front: 'front',
  webhook: 'webhook',
}

const NUMBER = /^[1-9][0-9]{0,14}$/

/** What an entry is about, as far as its action and its subject say. */
export function subjectOf({ action, subject }: Pick<AuditEntry, 'action' | 'subject'>): Subject {
  const noun = action.split('.')[0] ?? ''
  const kind = Object.hasOwn(KINDS, noun) ? KINDS[noun] : undefined
  if (kind === 'article' || kind === 'person' || kind === 'webhook') {
    if (NUMBER.test(subject)) return { kind, id: Number(subject) }
  } else if (kind === 'picture') {
    if (HASH.test(subject)) return { kind, name: subject }
  } else if (kind) return { kind, name: subject }
  return { kind: 'other', text: subject }
}
