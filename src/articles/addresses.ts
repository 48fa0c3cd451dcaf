/**
 * Addresses as an old site had them, in one spelling: browsers, programs and people spell the same one in many
 * ways, and what was written down is to be found whichever of them is asked for. Pure.
 */
import { normalStep, normalValue } from './percent'

/** How long an address may be, in bytes of UTF-8, once it is spelled in our way. */
export const MAX_ADDRESS_BYTES = 1_000

/** In UTF-16 units, as it comes: each byte in three, and room for dots that lead up again. */
const MAX_WRITTEN = 16_384

/**
 * The one spelling of a path from the root and its query, or null for what is none: it begins with something
 * else than one slash, holds a character that no text may hold, or is too long. What percent signs spell is decoded where
 * that changes nothing (RFC 3986, 6.2.2); what was reserved and came escaped, and bytes that are no UTF-8, stay
 * as they are. Final slashes and a fragment are dropped, dots lead up as in the URL Standard, and parameters go
 * by their keys. A normal address is its own.
 */
export function normalAddress(address: string): string | null {
  if (address.length > MAX_WRITTEN) return null
  const [written = ''] = address.toWellFormed().split('#', 1)
  const [path, query] = halves(written, '?')
  const normalPath = normalPathOf(path)
  if (normalPath === null) return null
  const normal = normalPath + queryOf(normalParamsOf(query ?? ''))
  return CONTROL.test(normal) || bytesOf(normal) > MAX_ADDRESS_BYTES ? null : normal
}

/** A normal address in two: its path, and its parameters, each as it is written in the query. */
export function partsOf(address: string): { path: string; params: string[] } {
  const [path, query] = halves(address, '?')
  return { path, params: query === null ? [] : query.split('&') }
}

/** What a parameter is called. */
export const keyOf = (param: string) => halves(param, '=')[0]

/** What it is set to; empty where there is no equals sign. */
export const valueIn = (param: string) => halves(param, '=')[1] ?? ''

/** The keys in the query of a normal address, each once. */
export const keysOf = (address: string) => [...new Set(partsOf(address).params.map(keyOf))]

/** What campaigns, chat programs and statistics add to the addresses of others. */
const TRACKING = new Set(
  `fbclid gclid gbraid wbraid dclid msclkid yclid igshid mc_cid mc_eid _ga _gl spm bd_vid from isappinstalled
   scene weixinid nsukey share_token hmsr hmpl hmcu hmkw hmci`.split(/\s+/),
)
const isTracking = (param: string) => {
  const key = keyOf(param).toLowerCase()
  return key.startsWith('utm_') || TRACKING.has(key)
}

/** As many parameters are tried alone: with those before and after them, an address has twelve spellings at most. */
const MAX_ALONE = 8

/**
 * What may have been written down for a normal address as it is asked for, each once, in the order in which they
 * count: all of it; without what tracks readers; with one parameter alone; its path. The home page is not the
 * old address of anything.
 */
export function spellings(address: string): string[] {
  const { path, params } = partsOf(address)
  const telling = params.filter((param) => !isTracking(param))
  const shorter = [telling, ...telling.slice(0, MAX_ALONE).map((param) => [param]), []]
  const others = shorter.map((some) => path + queryOf(some)).filter((one) => one !== '/')
  return [...new Set([address, ...others])]
}

/** Null where it does not begin with one slash. */
function normalPathOf(path: string): string | null {
  if (!path.startsWith('/')) return null
  // Browsers send no backslash.
  const steps = path.slice(1).replaceAll('\\', '/').split('/')
  const resolved = upwards(steps.map(normalStep))
  if (resolved.length > 1 && resolved[0] === '') return null
  while (resolved.at(-1) === '') resolved.pop()
  return `/${resolved.join('/')}`
}

/** Follows `.` and `..`, like the URL Standard. */
function upwards(steps: string[]): string[] {
  const resolved: string[] = []
  for (const [i, step] of steps.entries()) {
    if (step === '..') resolved.pop()
    if (step !== '..' && step !== '.') resolved.push(step)
    else if (i === steps.length - 1) resolved.push('')
  }
  return resolved
}

function normalParamsOf(query: string): string[] {
  const params = query.split('&').filter((param) => param !== '')
  const read = params.map((param) => {
    const [key, value] = halves(param, '=')
    return { key: normalValue(key), value: value === null ? null : normalValue(value) }
  })
  const sorted = read.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return sorted.map(({ key, value }) => (value === null ? key : `${key}=${value}`))
}

const queryOf = (params: string[]) => (params.length === 0 ? '' : `?${params.join('&')}`)

/** Before the first such sign, and after it; null where there is none. */
function halves(text: string, sign: string): [string, string | null] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]|%(?:[01][\dA-F]|7F)/u

const encoder = new TextEncoder()
const bytesOf = (text: string) => encoder.encode(text).length
