/** The page of all sections: their order, and a new one. */
import { html } from 'hono/html'
import { type CountedSection, selectCounted, toCounted } from '../../articles/sections'
import { mayEnter } from '../../editing/door/rights'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { faultAt } from '../refusal'
import { COMMON } from '../words'
import { WORDS } from './words'

/** The sections that who is asking reaches, in their order. */
export async function reached(c: DeskContext): Promise<CountedSection[]> {
  const { editor } = c.var.person
  const all = toCounted(await selectCounted(c.var.db).run())
  return all.filter(({ slug }) => mayEnter(editor, slug))
}

/** What was typed into the form of a new section, and what is wrong with it. */
export interface NewSection {
  slug: string
  name: string
  description: string
  faults: Record<string, string[]>
}

/** What was typed beside a section, and what is wrong with that. */
export interface TypedPlace {
  typed: string
  fault?: string
}

interface ListParts {
  sections: CountedSection[]
  /** By slug; a section that is not among them has the position it has. */
  places?: Map<string, TypedPlace>
  made?: NewSection
  /** What went wrong, or what was done. */
  said?: Html | string
  status?: number
}

const NOTHING: NewSection = { slug: '', name: '', description: '', faults: {} }

export function listPage(c: DeskContext, parts: ListParts): Response {
  const { sections, places, made, said, status } = parts
  const words = wordsFor(c, WORDS)
  const common = wordsFor(c, COMMON)
  const rows = sections.map((section, i) => row(c, section, i, sections.length, places))
  const main = html`${said ?? ''}
<p class="quiet">${words.intro}</p>
${
  sections.length === 0
    ? html`<p>${common.none}</p>`
    : html`<form method="post" action="${deskPaths.sections}" enctype="multipart/form-data" id="order">
<input type="hidden" name="act" value="order">
<button class="unseen" tabindex="-1" aria-hidden="true">${words.saveOrder}</button>
<ol class="rows places">${rows}</ol>
<p class="buttons reach"><button class="first">${words.saveOrder}</button></p></form>`
}
${newForm(c, made ?? NOTHING)}`
  return page(c, { title: common.sections, at: deskPaths.sections, main, status: status ?? 200 })
}

/** Enter in a field presses a form's first button: that is the unseen one, which saves. */
function row(
  c: DeskContext,
  section: CountedSection,
  at: number,
  length: number,
  places: ListParts['places'],
): Html {
  const words = wordsFor(c, WORDS)
  const { slug, name, position } = section
  const id = `place-${section.id}`
  const typed = places?.get(slug)
  const fault = faultAt(c, id, typed?.fault === undefined ? [] : [typed.fault])
  const button = (way: 'up' | 'down', label: string, arrow: string, isOff: boolean) =>
    html`<button name="move" value="${way}:${slug}" aria-label="${label}"${isOff ? html` disabled` : ''}>${arrow}</button>`
  return html`<li><p><a href="${deskPaths.section(slug)}">${name}</a></p>
<p class="facts"><span>${words.address(slug)}</span> <span>${words.articles(section.articles)}</span></p>
<div class="place"><label for="${id}">${words.place}</label>
<input type="hidden" name="from.${slug}" value="${position}">
<input id="${id}" name="position.${slug}" value="${typed?.typed ?? position}" inputmode="numeric" pattern="[0-9]{1,4}" autocomplete="off" aria-label="${words.placeOf(name)}"${fault.attributes}${typed?.fault === undefined ? '' : html` aria-describedby="${id}-fault"`}>
${button('up', words.up(name), '↑', at === 0)}
${button('down', words.down(name), '↓', at === length - 1)}</div>${fault.text}</li>\n`
}

function newForm(c: DeskContext, made: NewSection): Html {
  const words = wordsFor(c, WORDS)
  const field = (name: 'slug' | 'name' | 'description', hint: string, max: number) => {
    const fault = faultAt(c, `new-${name}`, made.faults[name] ?? [])
    const describedBy = `new-${name}-hint${fault.text === '' ? '' : ` new-${name}-fault`}`
    return html`<div class="field"><label for="new-${name}">${words[name]}</label>
<input id="new-${name}" name="${name}" value="${made[name]}" maxlength="${max}" autocomplete="off"${name === 'description' ? '' : html` required`}${name === 'slug' ? html` autocapitalize="off" spellcheck="false"` : ''} aria-describedby="${describedBy}"${fault.attributes}>
${fault.text}<p class="hint" id="new-${name}-hint">${hint}</p></div>\n`
  }
  return html`<h2 id="new-title">${words.new}</h2>
<form method="post" action="${deskPaths.sections}" enctype="multipart/form-data" id="new" aria-labelledby="new-title">
<input type="hidden" name="act" value="new">
${field('slug', words.slugHint, 120)}${field('name', words.nameHint, 200)}${field('description', words.descriptionHint, 1000)}
<p class="buttons"><button class="first">${words.make}</button></p></form>`
}
