/** The page of all pictures: looked through, and sent. */
import { html } from 'hono/html'
import { HASH } from '../../articles/picture'
import { lookThrough, type Shelf, type ShelfFilter } from '../../articles/search/pictures'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { mayLift, maySend } from './rights'
import { sendForm } from './send-form'
import { altText, thumb } from './thumb'
import { WORDS } from './words'

/** Of what is looked for: more than a file name has. */
const MAX_WORDS = 100

interface Asked {
  filter: ShelfFilter
  words: string
  /** A cursor, or empty. */
  after: string
}

/** What an address asks for; what it cannot ask for is as if it were not there. */
function askedIn(c: DeskContext): Asked {
  const filters: ShelfFilter[] = [
    'without-alt',
    'unused',
    ...(mayLift(c) ? ['barred' as const] : []),
  ]
  const filter = filters.find((one) => one === c.req.query('filter')) ?? 'all'
  const words = (c.req.query('q') ?? '').trim().slice(0, MAX_WORDS)
  const after = c.req.query('after') ?? ''
  const isDated = filter === 'all' || filter === 'barred'
  const isCursor = isDated ? /^[0-9]{1,15}$/.test(after) : HASH.test(after)
  return { filter, words, after: isCursor ? after : '' }
}

const addressOf = ({ filter, words, after }: Asked) => {
  const query = new URLSearchParams({
    ...(filter !== 'all' && { filter }),
    ...(words && { q: words }),
    ...(after && { after }),
  })
  return query.size > 0 ? `${deskPaths.pictures}?${query}` : deskPaths.pictures
}

/** The pictures that were asked for. */
export async function shelfPage(c: DeskContext, said: Html | string): Promise<Response> {
  const asked = askedIn(c)
  const { filter, words: q, after } = asked
  const words = wordsFor(c, WORDS)
  const common = wordsFor(c, COMMON)
  const shelf = await lookThrough(c.var.db, filter, q, after)
  const main = html`${said}
${maySend(c) ? html`<details><summary>${words.send}</summary>${sendForm(c)}</details>` : ''}
<form action="${deskPaths.pictures}" role="search" id="find"><div class="field"><label for="q">${words.search}</label>
<div class="find"><input id="q" name="q" type="search" value="${q}" maxlength="${MAX_WORDS}" autocomplete="off">${filter === 'all' ? '' : html`<input type="hidden" name="filter" value="${filter}">`}<button>${words.find}</button></div></div></form>
${filters(c, asked)}
${shelf.pictures.length === 0 ? html`<p>${common.none}</p>` : html`<ul class="grid">${shelf.pictures.map((one) => card(c, one))}</ul>`}
${q === '' ? '' : html`<p role="status">${howFar(c, shelf)}</p>`}
<p class="buttons">${shelf.next === null ? '' : html`<a class="button" href="${addressOf({ ...asked, after: shelf.next })}">${q === '' ? words.more : words.goOn}</a>`}
${after === '' ? '' : html`<a href="${addressOf({ ...asked, after: '' })}">${common.first}</a>`}</p>`
  return page(c, { title: common.pictures, at: deskPaths.pictures, main })
}

function filters(c: DeskContext, { filter, words: q }: Asked): Html {
  const words = wordsFor(c, WORDS)
  const link = (one: ShelfFilter) =>
    html`<li><a href="${addressOf({ filter: one, words: q, after: '' })}"${one === filter ? html` aria-current="true"` : ''}>${words.filters[one]}</a></li>`
  return html`<nav aria-label="${words.filter}"><ul class="filters">${link('all')}${link('without-alt')}${link('unused')}${mayLift(c) ? link('barred') : ''}</ul></nav>`
}

function card(c: DeskContext, picture: Shelf['pictures'][number]): Html {
  const words = wordsFor(c, WORDS)
  const day = (seconds: number) => toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 10)
  const { hash, name, alt, createdAt, removedAt } = picture
  return html`<li><a href="${deskPaths.picture(hash)}"><span class="frame">${thumb(picture)}</span><span class="name">${name ?? words.noName}</span></a>
<p class="quiet${alt === null ? ' lacking' : ''}">${altText(c, alt)}</p><p class="quiet">${removedAt ? words.goesAt(day(removedAt)) : day(createdAt)}</p></li>\n`
}

function howFar(c: DeskContext, { looked, backTo }: Shelf): string {
  const words = wordsFor(c, WORDS)
  if (backTo === null) return words.lookedSome(looked)
  return words.looked(looked, toLocal(backTo, siteOf(c.env).timeZone).text.slice(0, 10))
}
