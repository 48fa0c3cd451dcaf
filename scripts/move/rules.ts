/** Rules for old addresses: the source's are put behind those that the newsroom has. */
import { Fault } from '../command.ts'
import { ask, type Newsroom, Refusal, toJson } from '../request.ts'
import { reasonOf } from '../send-picture.ts'
import type { AddressRule } from './source.ts'

export interface RulesBrought {
  added: number
  /** The newsroom has another one for the same addresses, which stays. */
  kept: number
  /** Why none were brought; null when all went well. */
  why: string | null
}

const PATH = '/api/address-rules'

/** How often they are read again, because somebody else has changed them meanwhile. */
const ATTEMPTS = 5

/** Adds the rules that are missing. What is refused is told, and no reason to stop. */
export async function bringRules(newsroom: Newsroom, rules: AddressRule[]): Promise<RulesBrought> {
  if (rules.length === 0) return { added: 0, kept: 0, why: null }
  for (let attempt = 1; ; attempt++) {
    try {
      return await merge(newsroom, rules)
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      const isLost = fault.status === 412
      if (isLost && attempt < ATTEMPTS) continue
      const why = isLost ? 'others keep changing them; run the same command again' : reasonOf(fault)
      return { added: 0, kept: 0, why }
    }
  }
}

async function merge(newsroom: Newsroom, rules: AddressRule[]): Promise<RulesBrought> {
  const { etag, rules: own } = await ask(newsroom, { method: 'GET', path: PATH }, read)
  const taken = new Map(own.map((rule) => [shapeOf(rule), JSON.stringify(rule)]))
  const missing = rules.filter((rule) => !taken.has(shapeOf(rule)))
  const others = rules.filter((rule) => {
    const there = taken.get(shapeOf(rule))
    return there !== undefined && there !== JSON.stringify(rule)
  })
  if (missing.length > 0) {
    const body = JSON.stringify({ rules: [...own, ...missing] })
    await ask(newsroom, { method: 'PUT', path: PATH, body, ifMatch: etag }, toJson)
  }
  return { added: missing.length, kept: others.length, why: null }
}

/** What a rule is like, whatever its parts are called: no two may be like the same addresses. */
const shapeOf = ({ from }: AddressRule) =>
  from.replace(/:[a-z][a-z0-9]*/gi, ':').replace(/\/+$/, '')

async function read(response: Response): Promise<{ etag: string; rules: AddressRule[] }> {
  const { version, rules } = (await response.json()) as {
    version?: number | string
    rules: AddressRule[]
  }
  if (!Array.isArray(rules)) throw new Fault(`${PATH} did not answer with rules`, 'refused')
  const etag = version === undefined ? (response.headers.get('ETag') ?? '*') : `"${version}"`
  return { etag, rules }
}
