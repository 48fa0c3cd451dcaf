/** The page of one picture. */
import { html } from 'hono/html'
import { pathOf, usualFile } from '../../articles/picture'
import {
  type KeptPicture,
  selectKept,
  selectNewestUses,
  selectSender,
  toKept,
  toSender,
  toUses,
  type Use,
} from '../../articles/pictures'
import { mayEnter } from '../../editing/door/rights'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { mayBar, mayLift, maySend } from './rights'
import { altField, type TypedAlt } from './send-form'
import { bytesText, lineFor } from './thumb'
import { WORDS } from './words'

/** How many articles are told: three rows are read for each. */
const MAX_USES = 50

/** A picture, who sent it, and what shows it. */
export interface Found {
  picture: KeptPicture
  sender: string | null
  /** The newest, in all sections. */
  uses: Use[]
}

export async function findPicture(c: DeskContext): Promise<Found | null> {
  const hash = c.req.param('hash') ?? ''
  const { db } = c.var
  const [kept, sender, uses] = (await db.batch([
    selectKept(db, hash),
    selectSender(db, hash),
    selectNewestUses(db, hash, MAX_USES + 1),
  ])) as [D1Result, D1Result, D1Result]
  const picture = toKept(kept)
  return picture && { picture, sender: toSender(sender), uses: toUses(uses) }
}

interface PictureParts {
  typed?: TypedAlt
  altFaults?: string[]
  said?: Html | string
  status?: number
}

export function picturePage(c: DeskContext, found: Found, parts: PictureParts = {}): Response {
  const words = wordsFor(c, WORDS)
  const { picture } = found
  const explained = words.states[picture.state]
  const isKept = picture.state === 'kept'
  const main = html`${parts.said ?? ''}${explained === '' ? '' : html`<p class="note">${explained}</p>`}
${isKept ? view(c, picture) : ''}
${facts(c, found)}
${isKept ? html`<div class="field"><label for="paste">${words.paste}</label><input id="paste" class="paste" readonly value="${lineFor(picture.hash, picture.alt)}" aria-describedby="paste-hint"><p class="hint" id="paste-hint">${words.pasteHint}${picture.alt === null ? ` ${words.pasteMute}` : ''}</p></div>` : ''}
${isKept && maySend(c) ? altForm(c, found.picture, parts) : ''}
${isKept ? lacking(c, found) : ''}
${shownIn(c, found)}
${goings(c, found)}`
  const title = picture.name ?? words.noName
  return page(c, { title, at: deskPaths.pictures, main, status: parts.status ?? 200 })
}

function view(c: DeskContext, picture: KeptPicture): Html | string {
  const largest = picture.files.at(-1)
  if (!largest) return ''
  const file = usualFile(picture)
  return html`<p class="shown"><img src="${pathOf(picture.hash, file)}" width="${file.width}" height="${file.height}" alt="${picture.alt ?? ''}"></p>
<p><a href="${pathOf(picture.hash, largest)}">${wordsFor(c, WORDS).full}</a></p>`
}

function facts(c: DeskContext, { picture, sender }: Found): Html {
  const words = wordsFor(c, WORDS)
  const when = toLocal(picture.createdAt, siteOf(c.env).timeZone).text.slice(0, 16)
  const { width, height, bytes } = picture
  return html`<p class="facts"><span>${words.size(width, height, bytesText(bytes))}</span> <span>${words.sent(when, sender ?? '?')}</span></p>`
}

/** It carries what it began from: JSON, for what nobody has said is not what only decorates. */
function altForm(c: DeskContext, { hash, alt }: KeptPicture, parts: PictureParts): Html {
  const words = wordsFor(c, WORDS)
  const typed = parts.typed ?? { text: alt ?? '', decorates: alt === '' }
  return html`<form method="post" action="${deskPaths.picture(hash)}" enctype="multipart/form-data" id="alt-form">
<input type="hidden" name="from" value="${JSON.stringify(alt)}">
${altField(c, typed, words.altNew, parts.altFaults ?? [])}
<p class="buttons"><button class="first">${wordsFor(c, COMMON).save}</button></p></form>`
}

function lacking(c: DeskContext, { picture, uses }: Found): Html | string {
  const words = wordsFor(c, WORDS)
  const mute = uses.filter(({ hasAlt }) => !hasAlt).length
  const lacks = [
    ...(picture.alt === null ? [words.lacksAlt] : []),
    ...(mute > 0 ? [words.lacksUses(mute)] : []),
    ...(picture.files.length === 1 && picture.width > 640 ? [words.lacksSizes] : []),
    ...(picture.hasCard ? [] : [words.lacksCard]),
  ]
  if (lacks.length === 0) return ''
  return html`<h2>${words.lacks}</h2><ul>${lacks.map((one) => html`<li>${one}</li>`)}</ul>`
}

function shownIn(c: DeskContext, { uses }: Found): Html {
  const words = wordsFor(c, WORDS)
  const { statuses } = wordsFor(c, COMMON)
  const reached = uses
    .slice(0, MAX_USES)
    .filter(({ section }) => mayEnter(c.var.person.editor, section))
  const isMore = uses.length > MAX_USES
  const isElsewhere = reached.length < Math.min(uses.length, MAX_USES)
  return html`<h2>${words.uses}</h2>
${uses.length === 0 ? html`<p>${words.unused}</p>` : ''}
<ul class="rows">${reached.map((use) => html`<li><p><a href="${deskPaths.article(use.id)}" dir="auto">${use.title}</a></p><p class="facts"><span>${statuses[use.status]}</span>${use.hasAlt ? '' : html` <span>${words.useNoAlt}</span>`}</p></li>`)}</ul>
${isElsewhere ? html`<p>${words.usesElsewhere}</p>` : ''}${isMore ? html`<p>${words.usesMore}</p>` : ''}`
}

/** Removing it, taking it down, and lifting that: whichever its state and the key allow. */
function goings(c: DeskContext, { picture, uses }: Found): Html {
  const words = wordsFor(c, WORDS)
  const { hash, state, removedAt } = picture
  const day = removedAt && toLocal(removedAt, siteOf(c.env).timeZone).text.slice(0, 10)
  const act = (name: 'remove' | 'bar' | 'lift', text: string) =>
    html`<details><summary>${words[name]}</summary><p>${text}</p>
<form method="post" action="${deskPaths.picture(hash)}/${name}" enctype="multipart/form-data" id="${name}"><p class="buttons"><button>${words[name]}</button></p></form></details>`
  const isUnused = state === 'kept' && uses.length === 0
  return html`${isUnused && day ? html`<p class="hint">${words.goesAt(day)}</p>` : ''}
${isUnused && maySend(c) ? act('remove', words.removeText) : ''}
${state !== 'barred' && mayBar(c) ? act('bar', words.barText) : ''}
${state === 'barred' && mayLift(c) ? (removedAt === null ? act('lift', words.liftText) : html`<p class="hint">${words.going}</p>`) : ''}`
}
