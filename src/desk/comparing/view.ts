/** Draws how two versions of an article differ: what is beside the body field by field, the body in two columns. */
import { html } from 'hono/html'
import { type Content, FIELDS } from '../../articles/article'
import { type DeskContext, wordsFor } from '../context'
import type { Html } from '../layout'
import { isSame } from './fields'
import type { Piece } from './pieces'
import { sidesOf } from './sides'
import { type Comparable, piecesOfField } from './values'
import { COMPARING } from './words'

/** What the two columns are called: plain text. */
export interface Heads {
  before: string
  after: string
}

type Row = ReturnType<typeof sidesOf>[number]

/** More unchanged paragraphs than this in a row are folded, but for those next to a change. */
const MOST_UNCHANGED = 5
const NEXT_TO_A_CHANGE = 2

/** Only what differs. Fields that neither has are left out. */
export function comparison(
  c: DeskContext,
  before: Comparable,
  after: Comparable,
  heads: Partial<Heads> = {},
): Html {
  const words = wordsFor(c, COMPARING)
  const named = { before: heads.before ?? words.before, after: heads.after ?? words.after }
  const differing = FIELDS.filter((field) => !isSame(before[field], after[field]))
  const others = differing.filter((field) => field !== 'body')
  if (differing.length === 0) return html`<p>${words.nothing}</p>`
  return html`<div class="comparison">
${others.length > 0 ? fieldTable(c, others, before, after, named) : ''}
${differing.includes('body') ? bodyTable(c, before.body ?? '', after.body ?? '', named) : ''}
</div>`
}

// The roles stand there because a narrow screen lays the tables out as blocks, which takes them away.

function fieldTable(
  c: DeskContext,
  fields: (keyof Content)[],
  before: Comparable,
  after: Comparable,
  heads: Heads,
): Html {
  const words = wordsFor(c, COMPARING)
  return html`<table class="by-field"><caption class="unseen">${words.others}</caption>
<thead><tr><th scope="col">${words.field}</th>${columns(heads)}</tr></thead>
<tbody>
${fields.map((field) => {
  const [was, is] = piecesOfField(c, field, before, after)
  return html`<tr><th scope="row">${words.fields[field]}</th>${cell(c, was, 'before', heads)}${cell(c, is, 'after', heads)}</tr>\n`
})}
</tbody></table>`
}

function bodyTable(c: DeskContext, before: string, after: string, heads: Heads): Html {
  const words = wordsFor(c, COMPARING)
  const sides = sidesOf(before, after)
  if (sides.every(({ kind }) => kind === 'same')) return html`<p>${words.lineEndsOnly}</p>`
  return html`<h3>${words.fields.body}</h3>
<table class="by-paragraph"><caption class="unseen">${words.bodies}</caption>
<thead><tr>${columns(heads)}</tr></thead>
<tbody>
${rowsOf(sides).map((row) => (Array.isArray(row) ? folded(c, row) : drawn(c, row, heads)))}
</tbody></table>`
}

const columns = ({ before, after }: Heads): Html =>
  html`<th scope="col">${before}</th><th scope="col">${after}</th>`

/** The rows, with long unchanged stretches as lists of theirs. */
function rowsOf(sides: Row[]): (Row | Row[])[] {
  const rows: (Row | Row[])[] = []
  for (let at = 0; at < sides.length; ) {
    let end = at
    while (end < sides.length && sides[end]?.kind === 'same') end++
    if (end === at) rows.push(sides[at++] as Row)
    else {
      rows.push(...parted(sides.slice(at, end), at === 0, end === sides.length))
      at = end
    }
  }
  return rows
}

function parted(same: Row[], isFirst: boolean, isLast: boolean): (Row | Row[])[] {
  if (same.length <= MOST_UNCHANGED) return same
  const start = isFirst ? 0 : NEXT_TO_A_CHANGE
  const end = same.length - (isLast ? 0 : NEXT_TO_A_CHANGE)
  return [...same.slice(0, start), same.slice(start, end), ...same.slice(end)]
}

const folded = (c: DeskContext, same: Row[]): Html =>
  html`<tr class="fold"><td colspan="2"><details><summary>${wordsFor(c, COMPARING).unchanged(same.length)}</summary>
${same.map(({ after }) => html`<p>${after?.map(({ text }) => text).join('')}</p>\n`)}</details></td></tr>\n`

const drawn = (c: DeskContext, { kind, before, after }: Row, heads: Heads): Html =>
  html`<tr class="${kind}">${cell(c, before, 'before', heads)}${cell(c, after, 'after', heads)}</tr>\n`

/** Nothing but its text stands in a cell: white space in it is shown as it is. */
function cell(c: DeskContext, pieces: Piece[] | null, side: keyof Heads, heads: Heads): Html {
  const shown = pieces?.map((one) => pieceOf(c, one, side)) ?? ''
  const isEmpty = pieces === null
  return html`<td${isEmpty ? html` class="empty"` : ''}><span class="side" aria-hidden="true">${heads[side]}</span>${shown}</td>`
}

function pieceOf(c: DeskContext, { text, isChanged }: Piece, side: keyof Heads): Html {
  const words = wordsFor(c, COMPARING)
  if (!isChanged) return html`${text}`
  // A line end that changed is to be seen.
  const seen = text.replaceAll('\n', '↵\n')
  return side === 'before'
    ? html`<del><span class="unseen">${words.removed}</span>${seen}<span class="unseen">${words.end}</span></del>`
    : html`<ins><span class="unseen">${words.added}</span>${seen}<span class="unseen">${words.end}</span></ins>`
}
