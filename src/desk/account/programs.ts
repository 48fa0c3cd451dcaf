/** Programs that act for somebody, each with a button that ends it. */
import { html } from 'hono/html'
import { isLive, type Key } from '../../editing/door/key-store'
import { secondsNow } from '../../time'
import { type DeskContext, type Words, wordsFor } from '../context'
import type { Html } from '../layout'
import { personFacts } from '../people/facts'

const WORDS = {
  zh: { none: '没有。', end: '停用', gone: (n: number) => `已停用或到期的（${n}）` },
  en: { none: 'None.', end: 'End', gone: (n: number) => `Ended (${n})` },
} satisfies Words<Record<string, unknown>>

/** `action` is where the buttons lead. */
export function programList(c: DeskContext, keys: Key[], action: string): Html {
  const words = wordsFor(c, WORDS)
  const now = secondsNow()
  const live = keys.filter((key) => isLive(key, now))
  const gone = keys.filter((key) => !isLive(key, now))
  const end = ({ id, name }: Key) =>
    html`<form method="post" action="${action}"><input type="hidden" name="program" value="${id}"><button class="plain">${words.end}<span class="unseen"> ${name}</span></button></form>`
  return html`${live.length === 0 ? html`<p>${words.none}</p>` : rows(c, live, end)}
${gone.length === 0 ? '' : html`<details><summary>${words.gone(gone.length)}</summary>${rows(c, gone, () => html``)}</details>`}`
}

const rows = (c: DeskContext, keys: Key[], act: (key: Key) => Html): Html =>
  html`<ul class="rows">${keys.map(
    (key) => html`<li><p><bdi>${key.name}</bdi></p>
${personFacts(c, key, secondsNow())}${act(key)}</li>\n`,
  )}</ul>`
