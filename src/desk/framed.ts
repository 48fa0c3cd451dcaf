/** What stands in the frame beside an article's form. */
import { html } from 'hono/html'
import { cachePolicy } from '../delivery/policy'
import { HTML_HEADERS } from '../reading/layout'
import type { DeskContext } from './context'
import type { Html } from './layout'

/** Only the desk's own pages may show it within them. */
export const framed = (page: string, policy: string) =>
  new Response(page, {
    headers: {
      ...HTML_HEADERS,
      ...cachePolicy.private,
      'X-Robots-Tag': 'noindex',
      'Referrer-Policy': 'no-referrer',
      'Content-Security-Policy': policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    },
  })

/** A word in place of the page. */
export const framedNote = (c: DeskContext, main: Html): Response =>
  framed(
    String(
      html`<!doctype html><html lang="${c.var.language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>-</title>${main}</html>`,
    ),
    "default-src 'none'; frame-ancestors 'none'",
  )
