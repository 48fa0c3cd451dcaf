/**
 * What a newsroom answers that does not know where it is: a page that says what is to be done, and nothing else.
 * It is the only page that depends on the request's own host, so no cache keeps it and no index has it.
 */
import { hashSource } from '../articles/digest'
import { cachePolicy } from '../delivery/policy'
import type { Lack } from '../site/origin'
import { STYLE, setupPage } from './page'

const ALWAYS = {
  ...cachePolicy.private,
  'X-Robots-Tag': 'noindex, nofollow',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}
const NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** In seconds. Whoever asks again sooner finds the same: a deployment takes minutes. */
const RETRY_AFTER = '300'

/** Where programs ask, who cannot read a page. */
const FOR_PROGRAMS = /^\/(?:api|mcp|micropub|oauth|wp-json|\.well-known)(?:\/|$)/

export async function answerOf(request: Request, lack: Lack): Promise<Response> {
  const { pathname } = new URL(request.url)
  // In so many words: what a crawler makes of a robots.txt that fails is its own affair.
  if (pathname === '/robots.txt') return plain(200, 'User-agent: *\nDisallow: /\n')
  if (FOR_PROGRAMS.test(pathname)) return problem(lack)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(503, 'This newsroom is not set up yet: open it in a browser.\n')
  }
  return new Response(setupPage(addressOf(request.url), lack), {
    status: 503,
    headers: {
      ...ALWAYS,
      'Content-Type': 'text/html; charset=utf-8',
      'Retry-After': RETRY_AFTER,
      'Content-Security-Policy': [
        "default-src 'none'",
        `style-src ${await hashSource(STYLE)}`,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
  })
}

const plain = (status: number, text: string) =>
  new Response(text, {
    status,
    headers: {
      ...ALWAYS,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': NOTHING,
      ...(status === 503 ? { 'Retry-After': RETRY_AFTER } : {}),
    },
  })

const DETAIL: Record<Lack, string> = {
  unset:
    'SITE_URL in wrangler.toml does not say yet where this newsroom is. Set it, and deploy again.',
  unreadable:
    'SITE_URL in wrangler.toml must be a scheme and a host, like https://news.example.com. Mend it, and deploy again.',
}

/** With a key too: what would be posted now has its address in no sitemap, and tells engines a wrong one. */
const problem = (lack: Lack) =>
  Response.json(
    {
      type: 'about:blank',
      title: 'This newsroom is not set up yet',
      status: 503,
      detail: DETAIL[lack],
      instance: `urn:uuid:${crypto.randomUUID()}`,
    },
    {
      status: 503,
      headers: {
        ...ALWAYS,
        'Content-Type': 'application/problem+json',
        'Content-Security-Policy': NOTHING,
        'Retry-After': RETRY_AFTER,
      },
    },
  )

/** Where whoever looks is, as `SITE_URL` would say it. Cloudflare answers on https wherever it does on http. */
function addressOf(url: string): string {
  const { host, hostname, origin } = new URL(url)
  return /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname) ? origin : `https://${host}`
}
