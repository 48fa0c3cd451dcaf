/** What a program asks for, as its request says (RFC 6749, 4.1.1; RFC 7636; RFC 8707). */
import { CHALLENGE, isOwnResource } from '../../editing/door/grants'
import { scopesAskedBy } from '../../editing/door/scope-words'
import type { Scope } from '../../editing/door/scopes'
import type { Site } from '../../site'
import { type Client, mayRedirect, readClientId } from './client'
import { readRedirect } from './redirects'

/** A request whose program is known. */
export interface Asked {
  client: Client
  redirect: { text: string; url: URL }
  state: string | null
  challenge: string
  resource: string | null
  /** Scopes in the program’s own words. */
  words: string[]
  /** The same in ours: what is ticked. */
  scopes: Scope[]
  /** Whether it only wants to know who somebody is (IndieAuth, 5.2). */
  isProfileOnly: boolean
}

/** What is wrong with a request; `code` where the program can be told (RFC 6749, 4.1.2.1). */
export type Wrong =
  | { fault: 'noClient' | 'badClient' | 'noRedirect' | 'badRedirect' | 'otherRedirect' }
  | {
      fault: 'twice' | 'noCode' | 'noPkce' | 'tooLong' | 'otherResource'
      code: 'invalid_request' | 'unsupported_response_type' | 'invalid_target'
    }

const single = (params: URLSearchParams, name: string): string | null => {
  const all = params.getAll(name)
  return all.length === 1 && all[0] !== '' ? (all[0] as string) : null
}

/** Who asks and where the answer should go, as far as that can be read from the request alone. */
export function readAsker(
  params: URLSearchParams,
): { id: string; url: URL; redirect: Asked['redirect'] } | Wrong {
  const id = single(params, 'client_id')
  if (id === null) return { fault: 'noClient' }
  const url = readClientId(id)
  if (!url) return { fault: 'badClient' }
  const text = single(params, 'redirect_uri')
  if (text === null) return { fault: 'noRedirect' }
  const to = readRedirect(text)
  return to ? { id, url, redirect: { text, url: to } } : { fault: 'badRedirect' }
}

/** Longer than any that is in use, and short enough for an address that holds it and all else. */
const MAX_STATE = 4_000
const MAX_SCOPE = 1_000

/** All of a request, once it is known what its program says about itself. */
export function readAsked(
  site: Site,
  params: URLSearchParams,
  client: Client,
  redirect: Asked['redirect'],
): Asked | Wrong {
  if (!mayRedirect(client, redirect.text)) return { fault: 'otherRedirect' }
  const twice = ['response_type', 'state', 'scope', 'resource', 'code_challenge']
  if ([...twice, 'code_challenge_method'].some((name) => params.getAll(name).length > 1)) {
    return { fault: 'twice', code: 'invalid_request' }
  }
  if (params.get('response_type') !== 'code') {
    return { fault: 'noCode', code: 'unsupported_response_type' }
  }
  const challenge = params.get('code_challenge') ?? ''
  if (params.get('code_challenge_method') !== 'S256' || !CHALLENGE.test(challenge)) {
    return { fault: 'noPkce', code: 'invalid_request' }
  }
  const state = params.get('state')
  const scope = params.get('scope') ?? ''
  if ((state ?? '').length > MAX_STATE || scope.length > MAX_SCOPE) {
    return { fault: 'tooLong', code: 'invalid_request' }
  }
  const resource = params.get('resource') || null
  if (resource !== null && !isOwnResource(site, resource)) {
    return { fault: 'otherResource', code: 'invalid_target' }
  }
  const words = scope.split(' ').filter(Boolean)
  const scopes = scopesAskedBy(words)
  const isProfileOnly = resource === null && words.every((word) => PROFILES.includes(word))
  // Who asks for nothing that we have a word for gets what a writer needs.
  const usual: Scope[] = isProfileOnly ? [] : ['articles:write']
  const all = { client, redirect, state, challenge, resource, words, isProfileOnly }
  return { ...all, scopes: scopes.length > 0 ? scopes : usual }
}

/** IndieAuth’s scopes that say who somebody is. */
const PROFILES = ['profile', 'email']
