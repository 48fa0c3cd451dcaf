import { html } from 'hono/html'
import { type DeskContext, wordsFor } from './context'
import { page } from './layout'
import { deskPaths } from './paths'
import { COMMON } from './words'

/** What is going on today. */
export function today(c: DeskContext): Response {
  const words = wordsFor(c, COMMON)
  return page(c, { title: words.today, at: deskPaths.home, main: html`<p>${words.none}</p>` })
}
