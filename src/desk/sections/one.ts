/** The page of one section: its name and description, and removing it. */
import { html } from 'hono/html'
import { type CountedSection, selectCountedNamed, toCounted } from '../../articles/sections'
import { selectWasUsed, toWasUsed } from '../../articles/writing/removal'
import { selectKeysLimitedTo, toKeyNames } from '../../editing/door/key-store'
import { lacksOverview, lacksScopes, mayEnter } from '../../editing/door/rights'
import { paths } from '../../site'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { faultAt } from '../refusal'
import { COMMON } from '../words'
import { WORDS } from './words'

/** A section, and what keeps it from being removed. */
export interface Found {
  section: CountedSection
  /** It has or had an article. */
  wasUsed: boolean
  /** Names of working keys that are limited to it, perhaps among others. */
  limited: string[]
}

/** A section that who is asking reaches; null when there is none. */
export async function findSection(c: DeskContext): Promise<Found | null> {
  const slug = (c.req.param('slug') ?? '').normalize('NFC')
  if (!mayEnter(c.var.person.editor, slug)) return null
  const { db } = c.var
  const [counted, used, keys] = (await db.batch([
    selectCountedNamed(db, [slug]),
    selectWasUsed(db, slug),
    selectKeysLimitedTo(db, slug, secondsNow()),
  ])) as [D1Result, D1Result, D1Result]
  const [section] = toCounted(counted)
  return section ? { section, wasUsed: toWasUsed(used), limited: toKeyNames(keys) } : null
}

interface SectionParts {
  /** What was typed, where it was not saved. */
  typed?: { name: string; description: string }
  faults?: Record<string, string[]>
  said?: Html | string
  status?: number
}

export function sectionPage(c: DeskContext, found: Found, parts: SectionParts = {}): Response {
  const words = wordsFor(c, WORDS)
  const common = wordsFor(c, COMMON)
  const { section } = found
  const from = { name: section.name, description: section.description ?? '' }
  const typed = parts.typed ?? from
  const at = (name: 'name' | 'description') => {
    const fault = faultAt(c, name, parts.faults?.[name] ?? [])
    const by = html` aria-describedby="${name}-hint${fault.text === '' ? '' : ` ${name}-fault`}"`
    return { attributes: html`${fault.attributes}${by}`, text: fault.text }
  }
  const [name, description] = [at('name'), at('description')]
  const main = html`${parts.said ?? ''}
<p class="facts"><span>${words.address(section.slug)}</span> <span>${words.articles(section.articles)}</span> <a href="${paths.section(section.slug)}">${words.view}</a></p>
<form method="post" action="${deskPaths.section(section.slug)}" enctype="multipart/form-data" id="section">
<input type="hidden" name="from.name" value="${from.name}"><input type="hidden" name="from.description" value="${from.description}">
<div class="field"><label for="name">${words.name}</label>
<input id="name" name="name" value="${typed.name}" maxlength="200" required autocomplete="off"${name.attributes}>
${name.text}<p class="hint" id="name-hint">${words.nameHint}</p></div>
<div class="field"><label for="description">${words.description}</label>
<textarea id="description" name="description" maxlength="1000"${description.attributes}>\n${typed.description}</textarea>
${description.text}<p class="hint" id="description-hint">${words.descriptionHint}</p></div>
<p class="buttons"><button class="first">${common.save}</button> <a href="${deskPaths.sections}">${common.sections}</a></p></form>
${removal(c, found)}`
  const title = section.name
  return page(c, { title, at: deskPaths.sections, main, status: parts.status ?? 200 })
}

function removal(c: DeskContext, { section, wasUsed, limited }: Found): Html {
  const words = wordsFor(c, WORDS)
  if (wasUsed) return html`<p class="hint">${words.used}</p>`
  const { editor } = c.var.person
  const mayKnow = (lacksScopes(editor, ['keys:manage']) ?? lacksOverview(editor)) === null
  const limits = mayKnow ? words.limits(limited.join(', ')) : words.limitsSome(limited.length)
  return html`<details><summary>${words.remove}</summary>
<p>${words.removeText}</p>${limited.length === 0 ? '' : html`<p>${limits}</p>`}
<form method="post" action="${deskPaths.section(section.slug)}/remove" enctype="multipart/form-data" id="remove"><input type="hidden" name="from.name" value="${section.name}">
<p class="buttons"><button>${words.remove}</button></p></form></details>`
}
