/** What becomes of the forms on the page of all sections. */
import { html } from 'hono/html'
import type { CountedSection } from '../../articles/sections'
import { MAX_POSITION } from '../../articles/writing/sections'
import { slugFault } from '../../articles/writing/slug'
import { SECTION_SLUG_BUDGET } from '../../editing/contract/input'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { listPage, type NewSection, reached, type TypedPlace } from './list'
import { moved } from './order'
import { WORDS } from './words'

const PLACE = /^[0-9]{1,4}$/

export const textIn = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : ''
}

/** Puts a section as it is, but for what is given anew. */
export const put = (c: DeskContext, section: CountedSection, anew: Partial<CountedSection>) => {
  const { name, description, position } = { ...section, ...anew }
  return callApi(c, 'PUT', `/sections/${encodeURIComponent(section.slug)}`, {
    json: { name, description, position },
  })
}

/** Saves the positions that were typed, and those that a button asks for. */
export async function saveOrder(c: DeskContext, form: FormData): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const stored = await reached(c)
  const seen = stored.flatMap((section) => {
    const [from, typed] = ['from', 'position'].map((name) =>
      textIn(form, `${name}.${section.slug}`),
    )
    return from && PLACE.test(from) ? [{ section, from: Number(from), typed: typed ?? '' }] : []
  })
  const places = new Map<string, TypedPlace>(
    seen.map(({ section, typed }) => [section.slug, { typed }]),
  )
  const wrong = seen.filter(({ typed }) => !PLACE.test(typed) || Number(typed) > MAX_POSITION)
  for (const { section, typed } of wrong) {
    places.set(section.slug, { typed, fault: words.placeFault })
  }
  if (wrong.length > 0) {
    const said = alarm(c, [words.placeFault])
    return listPage(c, { sections: stored, places, said, status: 422 })
  }

  // From what the person saw: a button pressed twice asks for the same twice.
  const wanted = wantedOf(
    seen.map(({ section, typed }) => ({ ...section, position: Number(typed) })),
    textIn(form, 'move'),
  )
  const reasons: string[] = []
  let status = 409
  for (const { section, from, typed } of seen) {
    const to = wanted.get(section.slug) as number
    if (to === from || to === section.position) continue
    if (section.position !== from) {
      const fault = words.placeChanged(section.position, String(to))
      places.set(section.slug, { typed: String(to), fault })
      reasons.push(`${section.name}: ${fault}`)
      continue
    }
    const answer = await put(c, section, { position: to })
    if (answer.isOk) continue
    const [fault = ''] = reasonsOf(c, answer.problem)
    places.set(section.slug, { typed, fault })
    reasons.push(`${section.name}: ${fault}`)
    status = answer.status
    if (status === 429 || status >= 500) break
  }
  if (reasons.length === 0) return goTo(`${deskPaths.sections}?done=saved`)
  return listPage(c, { sections: await reached(c), places, said: alarm(c, reasons), status })
}

function wantedOf(sections: CountedSection[], move: string): Map<string, number> {
  const [, way, slug = ''] = /^(up|down):(.+)$/.exec(move) ?? []
  if (way) return moved(sections, slug, way === 'up' ? -1 : 1)
  return new Map(sections.map((section) => [section.slug, section.position]))
}

/** Makes a section, unless there is one at that address: the API would change it. */
export async function makeSection(c: DeskContext, form: FormData): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const slug = textIn(form, 'slug').normalize('NFC')
  const made: NewSection = {
    slug,
    name: textIn(form, 'name'),
    description: textIn(form, 'description'),
    faults: {},
  }
  const sections = await reached(c)
  const there = sections.find((section) => section.slug === slug)
  const isSame = there?.name === made.name && (there.description ?? '') === made.description
  // The same form sent twice made one section.
  if (there && isSame) return goTo(`${deskPaths.sections}?done=created`)
  if (there) {
    const said = alarm(c, [
      html`${words.taken(there.name)} <a href="${deskPaths.section(slug)}">${there.name}</a>`,
    ])
    made.faults = { slug: [words.taken(there.name)] }
    return listPage(c, { sections, made, said, status: 409 })
  }
  const fault = slugFault(slug, SECTION_SLUG_BUDGET)
  if (fault) {
    made.faults = { slug: [`slug ${fault}`] }
    return listPage(c, { sections, made, said: alarm(c, [words.slugHint]), status: 422 })
  }
  const { name, description } = made
  const answer = await callApi(c, 'PUT', `/sections/${encodeURIComponent(slug)}`, {
    json: { name, description: description || null },
  })
  if (answer.isOk) return goTo(`${deskPaths.sections}?done=created`)
  for (const { field, detail } of answer.problem?.faults ?? []) {
    made.faults[field] = [...(made.faults[field] ?? []), detail]
  }
  const said = alarm(c, reasonsOf(c, answer.problem))
  return listPage(c, { sections, made, said, status: answer.status })
}
