/**
 * What is allowed, said once more and more simply than src/editing/door does: keys as plain objects,
 * and every right worked out anew from the beginning of time.
 */
import { SCOPES, type Scope } from '../../../src/editing/door/scopes'

export const SECTIONS = ['news', 'culture'] as const
export const OVERLAPS = [0, 60, 3600] as const

export interface ModelKey {
  id: number
  secret: string
  scopes: Scope[]
  sections: string[] | null
  expiresAt: number
  supersededAt: number
  revokedAt: number
  /** What the key that made it could do when it did; null for the first. */
  maker: Reach | null
  /** Whom a program acts for; null for all other keys. */
  holder: ModelKey | null
}

/** Consent that waits to be redeemed, or was. */
export interface Code {
  value: string
  maker: ModelKey
  reach: Reach
  endsAt: number
  key: ModelKey | null
}

/** For how many seconds a code is good. */
export const CODE_LIFETIME = 120

export interface Reach {
  scopes: Scope[]
  sections: string[] | null
  end: number
}

export const NEVER = Number.POSITIVE_INFINITY

export const endOf = ({ expiresAt, supersededAt }: ModelKey) =>
  expiresAt < supersededAt ? expiresAt : supersededAt

export const reachOf = (key: ModelKey): Reach => ({ ...key, end: endOf(key) })

export const isLive = (key: ModelKey, now: number) => now < endOf(key) && now < key.revokedAt

const everywhere = (sections: string[] | null) => sections ?? [...SECTIONS, 'any other']

/** Whether one reach lies within another. */
export const isWithin = (inner: Omit<Reach, 'end'>, outer: Omit<Reach, 'end'>) =>
  SCOPES.every((scope) => !inner.scopes.includes(scope) || outer.scopes.includes(scope)) &&
  everywhere(inner.sections).every((section) => everywhere(outer.sections).includes(section))

/** The status that a managed key should be answered with, or null when the key may manage it. */
export function manages(actor: ModelKey, target: Reach): 403 | null {
  const isRotated = actor.supersededAt !== NEVER
  return !isRotated && isWithin(target, actor) && target.end <= endOf(actor) ? null : 403
}

/** Whether somebody may let a program have this: not what manages keys, nor by a leaked key, nor for a program. */
export const maySpare = (actor: ModelKey, wanted: Omit<Reach, 'end'>) =>
  actor.holder === null &&
  actor.supersededAt === NEVER &&
  !wanted.scopes.includes('keys:manage') &&
  isWithin(wanted, actor)

export const sees = (actor: ModelKey, target: ModelKey) => isWithin(target, actor)

export const can = (key: ModelKey, scope: Scope, section: string) =>
  key.scopes.includes(scope) && everywhere(key.sections).includes(section)
