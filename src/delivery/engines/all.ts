/**
 * The engines there are, and which of them a newsroom tells. A new one is a file, a line here, and a
 * row in docs/operations.md.
 */
import type { Site, SiteVars } from '../../site'
import { isOnThisMachine } from '../public-host'
import { baidu } from './baidu'
import type { Engine } from './engine'
import { indexNow } from './indexnow'
import { webSub } from './websub'

export const ENGINES = [indexNow, baidu, webSub]

type Known = (typeof ENGINES)[number]
type VariableOf<E> = E extends Engine<string, infer Variable> ? Variable : never

export type EngineName = Known['name']

/** What switches engines on, and where they are, if not at their own addresses. */
export type EngineVars = { [variable in VariableOf<Known>]?: string }

export const engineNamed = (name: EngineName): Engine =>
  ENGINES.find((engine) => engine.name === name) as Engine

/** What must not be kept of anything an engine answers, whichever it was given to. */
export const credentialsOf = (vars: EngineVars): string[] =>
  ENGINES.flatMap((engine: Engine) => engine.credentials(vars))

/**
 * The engines that are switched on; none for a site on this machine, which no engine can visit. What
 * is wrong with their configuration comes out when they are told, not here: until then, writes go
 * through and the outbox keeps what is owed.
 */
export function enginesOf(vars: SiteVars & EngineVars, site: Site): EngineName[] {
  if (isOnThisMachine(new URL(site.origin).hostname)) return []
  return ENGINES.filter(({ variable }) => vars[variable]).map(({ name }) => name)
}
