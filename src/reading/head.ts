/** What pages tell programs in their heads. */
import { html, raw } from 'hono/html'

export const property = (name: string, content: string) =>
  html`<meta property="${name}" content="${content}">\n`

/** Data in a script element: nothing in it may end the element, or begin a comment. */
export const jsonLd = (data: unknown) =>
  html`<script type="application/ld+json">${raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>`
