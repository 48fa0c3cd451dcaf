/** The page of the newsroom's own readings. */
import { html } from 'hono/html'
import type { Reading } from '../../articles/readings'
import { LIMITS } from '../../editing/contract/input'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { line } from '../fields'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { COMMON } from '../words'
import { WORDS } from './words'

interface Shown {
  /** What was typed and not taken. */
  typed?: Reading
  /** What went wrong, or what was done. */
  said?: Html | string
  status?: number
}

interface List {
  readings: Reading[]
  next: string | null
}

/** A page of readings, as its address says: those that begin so, after one of them. */
export async function readingsPage(c: DeskContext, shown: Shown = {}): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const common = wordsFor(c, COMMON)
  const { starts, cursor } = placeIn(c)
  const query = queryOf({ starts, cursor })
  const answer = await callApi<List>(c, 'GET', `/readings${query}`)
  const { readings, next } = answer.isOk ? answer.body : { readings: [], next: null }
  const said = shown.said ?? (answer.isOk ? '' : alarm(c, reasonsOf(c, answer.problem)))
  const rows = readings.map((reading, i) => row(c, reading, i, shown.typed))
  const isNew = !readings.some(({ word }) => word === shown.typed?.word)
  const main = html`${said}
<p class="quiet">${words.intro}</p>
${newForm(c, (isNew && shown.typed) || { word: '', pinyin: '' })}
<form action="${deskPaths.readings}" id="find" role="search" class="narrow">
${line({ name: 'starts', label: words.starts, value: starts })}
<p class="buttons"><button>${words.find}</button>${query === '' ? '' : html`<a href="${deskPaths.readings}">${words.all}</a>`}</p></form>
${readings.length === 0 ? html`<p>${starts === '' ? words.none : words.noneFound}</p>` : html`<ul class="rows places">${rows}</ul>`}
${next === null ? '' : html`<p class="buttons"><a class="button" href="${deskPaths.readings}${queryOf({ starts, cursor: next })}">${words.next}</a></p>`}`
  const status = shown.status ?? answer.status
  return page(c, { title: common.readings, at: deskPaths.readings, main, status })
}

/** Which part of the list an address is of. */
export const placeIn = (c: DeskContext) => ({
  starts: (c.req.query('starts') ?? '').trim(),
  cursor: c.req.query('cursor') ?? '',
})

/** The query of an address, without what is empty. */
export function queryOf(fields: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))
  return query.size === 0 ? '' : `?${query}`
}

/** A form leads back to where it stood. */
const actionOf = (c: DeskContext) => deskPaths.readings + queryOf(placeIn(c))

function row(c: DeskContext, { word, pinyin }: Reading, at: number, typed?: Reading): Html {
  const words = wordsFor(c, WORDS)
  const common = wordsFor(c, COMMON)
  const isTyped = typed?.word === word
  return html`<li><p lang="zh-CN"><ruby>${word}<rp>(</rp><rt lang="zh-Latn-pinyin">${pinyin}</rt><rp>)</rp></ruby></p>
<form method="post" action="${actionOf(c)}" enctype="multipart/form-data" class="place reading"><input type="hidden" name="word" value="${word}">
<input id="pinyin-${at}" name="pinyin" value="${isTyped ? typed.pinyin : pinyin}" aria-label="${words.pinyinOf(word)}" maxlength="${LIMITS.readingPinyin}" autocomplete="off" autocapitalize="off" spellcheck="false"${isTyped ? html` aria-invalid="true"` : ''}>
<button name="do" value="set" aria-label="${words.saveOf(word)}">${common.save}</button>
<button name="do" value="remove" aria-label="${words.removeOf(word)}">${words.remove}</button></form></li>\n`
}

function newForm(c: DeskContext, { word, pinyin }: Reading): Html {
  const words = wordsFor(c, WORDS)
  return html`<h2 id="new-title">${words.add}</h2>
<form method="post" action="${actionOf(c)}" enctype="multipart/form-data" id="new" aria-labelledby="new-title">
<input type="hidden" name="do" value="set">
<div class="fields">${line({
    name: 'word',
    label: words.word,
    hint: words.wordHint,
    value: word,
    attributes: html` lang="zh-CN" maxlength="100" autocomplete="off" required`,
  })}
${line({
  name: 'pinyin',
  label: words.pinyin,
  hint: words.pinyinHint,
  value: pinyin,
  attributes: html` maxlength="${LIMITS.readingPinyin}" autocomplete="off" autocapitalize="off" spellcheck="false" required`,
})}</div>
<p class="buttons"><button class="first">${words.make}</button></p></form>`
}

/** What was done to a word, and how to have it as it was. */
export function done(c: DeskContext): Html | string {
  const words = wordsFor(c, WORDS)
  const [word = '', pinyin = ''] = ['word', 'pinyin'].map((name) => c.req.query(name))
  const what = c.req.query('done')
  if (what === 'set') return note(words.set(word, pinyin))
  if (what === 'gone') return note(words.gone(word))
  if (what !== 'removed') return ''
  return note(
    words.removed(word, pinyin),
    html`<form method="post" action="${actionOf(c)}" enctype="multipart/form-data" id="back"><input type="hidden" name="word" value="${word}"><input type="hidden" name="pinyin" value="${pinyin}"><button name="do" value="set">${words.putBack}</button></form>`,
  )
}

const note = (text: string, more: Html | string = '') =>
  html`<div class="note" role="status"><p>${text}</p>${more}</div>`
