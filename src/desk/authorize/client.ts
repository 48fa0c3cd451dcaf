/**
 * Who asks: a program whose client_id is an address, and what stands there about it. That is a Client ID Metadata
 * Document (draft-ietf-oauth-client-id-metadata-document), or the page of a program that speaks IndieAuth.
 */
import { parseFragment } from 'parse5'
import { within } from '../../delivery/within'
import { readAddress } from '../../editing/receiving/address'
import { readAtMost } from '../../editing/receiving/body'
import { isListed, isLoopback, readRedirect } from './redirects'

/** A document takes some 1 KB (the draft’s bound is 5), a page more; what is larger is not looked at. */
const MAX_BYTES = 64 * 1024

/** In milliseconds. The page waits for it, and does without after that. */
const PATIENCE = 3_000

/** Addresses that a program may have listed. */
const MAX_LISTED = 100

/** A program. */
export interface Client {
  /** Its client_id, as it was sent. */
  id: string
  url: URL
  /** What it calls itself; null where it could not be asked, or does not say. */
  name: string | null
  /** Where it wants answers sent; null where it could not be asked, or does not say. */
  redirects: string[] | null
  /** Whether it listed all of them, or only those beside its own. */
  isWhole: boolean
}

/** An address that can be a client_id: https with a path, or a program on the same machine. */
export function readClientId(text: string): URL | null {
  const url = readRedirect(text)
  if (!url) return null
  return url.protocol === 'https:' || isLoopback(url) ? url : null
}

type Fetch = (request: Request) => Promise<Response>

/**
 * What a program says about itself, asked of public hosts only, at the usual port, without following redirects,
 * for three seconds. Whatever goes wrong, the program is its client_id and nothing more.
 */
export async function findClient(
  id: string,
  url: URL,
  web: { origin: string; fetch: Fetch },
): Promise<Client> {
  const unknown: Client = { id, url, name: null, redirects: null, isWhole: false }
  const address = readAddress(id, web.origin)
  if ('fault' in address || url.protocol !== 'https:') return unknown
  const end = new AbortController()
  try {
    const said = await within(PATIENCE, ask(id, web, end.signal))
    return said ? { ...unknown, ...said } : unknown
  } catch {
    return unknown
  } finally {
    end.abort()
  }
}

type Said = Pick<Client, 'name' | 'redirects' | 'isWhole'>

async function ask(
  id: string,
  { origin, fetch }: { origin: string; fetch: Fetch },
  signal: AbortSignal,
): Promise<Said | null> {
  const headers = {
    Accept: 'application/json, text/html;q=0.5',
    'User-Agent': `Broadside (+${origin})`,
  }
  const response = await fetch(new Request(id, { headers, redirect: 'manual', signal }))
  const type = response.headers.get('Content-Type') ?? ''
  if (response.status !== 200) return null
  const bytes = await readAtMost(MAX_BYTES, response.body)
  if (!bytes) return null
  if (/^\s*application\/([\w.-]+\+)?json\b/i.test(type)) {
    return inDocument(id, new TextDecoder().decode(bytes))
  }
  return /^\s*text\/html\b/i.test(type) ? onPage(id, bytes) : null
}

/** What a document says; null when it is about somebody else, as anybody’s document could be put up anywhere. */
function inDocument(id: string, text: string): Said | null {
  const document = JSON.parse(text) as Record<string, unknown> | null
  if (document?.client_id !== id) return null
  const { client_name: name, redirect_uris: listed } = document
  const redirects = Array.isArray(listed)
    ? listed.filter((one) => typeof one === 'string').slice(0, MAX_LISTED)
    : null
  const shown = typeof name === 'string' ? shownName(name) : null
  return { name: shown, redirects, isWhole: redirects !== null }
}

/** What a page says: its name in the microformat h-app or in its title, and what it links to as `redirect_uri`. */
async function onPage(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<Said> {
  const texts = { app: '', title: '' }
  const redirects: string[] = []
  const collect = (which: keyof typeof texts) => ({
    text({ text }: { text: string }) {
      if (texts[which].length < 1000) texts[which] += text
    },
  })
  const page = new HTMLRewriter()
    .on('.h-app .p-name, .h-x-app .p-name', collect('app'))
    .on('title', collect('title'))
    .on('link[rel~="redirect_uri"]', {
      element(link) {
        const url = URL.parse(link.getAttribute('href') ?? '', id)
        if (url && redirects.length < MAX_LISTED) redirects.push(url.href)
      },
    })
    .transform(new Response(bytes))
  await page.arrayBuffer()
  const name = shownName(decoded(texts.app)) ?? shownName(decoded(texts.title))
  return { name, redirects, isWhole: false }
}

/** Text as it stands in HTML, with its references to characters resolved. */
const decoded = (text: string) =>
  parseFragment(text)
    .childNodes.map((node) => ('value' in node ? node.value : ''))
    .join('')

const MAX_NAME = 60

/**
 * A name as it may be shown: one line, without characters that are not seen or turn the line about. Null when
 * nothing is left.
 */
export function shownName(text: string): string | null {
  const plain = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim()
  const characters = [...plain]
  if (characters.length === 0) return null
  return characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME - 1).join('')}…` : plain
}

/**
 * Whether answers for a program may go to an address. What it has listed decides; a program that has listed nothing,
 * or speaks IndieAuth by a page, may have them sent to any address of its own origin.
 */
export function mayRedirect({ url, redirects, isWhole }: Client, redirect: string): boolean {
  if (isListed(redirect, redirects ?? [])) return true
  if (isWhole) return false
  const to = new URL(redirect)
  if (isLoopback(url)) return isLoopback(to) && to.hostname === url.hostname
  return to.origin === url.origin
}
