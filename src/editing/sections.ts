/** `/api/sections`: the headings articles stand under. */
import { Hono } from 'hono'
import {
  type CountedSection,
  selectCounted,
  selectCountedNamed,
  toCounted,
} from '../articles/sections'
import { removeSection } from '../articles/writing/removal'
import { putSections } from '../articles/writing/sections'
import { slugFault } from '../articles/writing/slug'
import type { Owed } from '../delivery/editions'
import { isolateOf } from '../delivery/isolate'
import { outlastLeases } from '../delivery/outbox'
import { paths, type Site, siteOf } from '../site'
import type { AnswerOf } from './contract/answers'
import { SECTION_SLUG_BUDGET, sectionInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { lacksSection, mayEnter } from './door/rights'
import { FULL } from './importing/sections'
import { busy, byOf, persist, tell } from './saving/attempts'

export const sections = new Hono<EditingEnv>()

const read = [requireType('application/json'), limitSize, readJson] as const

const USED =
  'The section has or had an article, be it a draft: it can be renamed, but not removed. `SITE_NAVIGATION` can leave it out.'

sections.get('/', async (c) => {
  const all = toCounted(await selectCounted(c.var.db).run())
  const visible = all.filter(({ slug }) => mayEnter(c.var.editor, slug))
  const site = siteOf(c.env)
  return answer({
    sections: visible.map((section) => represent(site, section)),
  } satisfies AnswerOf<'SectionList'>)
})

sections.get('/:slug', async (c) => {
  const slug = slugIn(c)
  const [section] = toCounted(await selectCountedNamed(c.var.db, [slug]).run())
  // What a key does not reach is as if not there.
  if (!section || !mayEnter(c.var.editor, slug)) return problem(c, 'not-found')
  return answer(represent(siteOf(c.env), section) satisfies AnswerOf<'Section'>)
})

sections.put('/:slug', requireScopes('sections:write'), ...read, async (c) => {
  const slug = slugIn(c)
  if (!mayEnter(c.var.editor, slug)) return problem(c, 'forbidden', { detail: lacksSection(slug) })
  const result = validate(sectionInput, c.var.json)
  const errors = 'faults' in result ? result.faults : []
  const fault = slugFault(slug, SECTION_SLUG_BUDGET)
  if (fault) errors.push({ field: 'slug', detail: `slug in the address ${fault}` })
  if (errors.length > 0 || 'faults' in result) return problem(c, 'invalid-input', { errors })

  const put = await persist(() => putSections(c.var.db, [{ slug, ...result.value }], byOf(c)))
  if (put === 'lost') return busy(c)
  const [outcome] = put.outcomes
  const [section] = put.sections
  if (outcome === 'full' || !section) return problem(c, 'conflict', { detail: FULL })
  return told(c, section, put.owed, outcome === 'created' ? 201 : 200)
})

sections.delete('/:slug', requireScopes('sections:write'), async (c) => {
  const slug = slugIn(c)
  if (!mayEnter(c.var.editor, slug)) return problem(c, 'not-found')
  const removed = await persist(() => removeSection(c.var.db, slug, byOf(c)))
  if (removed === null) {
    // To who asks again this says that it is done: it is gone, perhaps since just now.
    await outlastLeases(isolateOf(c.env))
    return problem(c, 'not-found')
  }
  if (removed === 'lost') return busy(c)
  if (removed === 'used') return problem(c, 'conflict', { detail: USED })
  return told(c, removed.section, removed.owed, 200)
})

sections.all('/', (c) => methodNotAllowed(c, 'GET'))
sections.all('/:slug', (c) => methodNotAllowed(c, 'GET, PUT, DELETE'))

const slugIn = (c: EditingContext) => (c.req.param('slug') ?? '').normalize('NFC')

/** The answer to a write, once the outside has been told. */
async function told(c: EditingContext, section: CountedSection, owed: Owed | null, status: number) {
  const also = await tell(c, owed)
  return answer(
    { ...represent(siteOf(c.env), section), ...also } satisfies AnswerOf<'Section'>,
    status,
  )
}

const represent = (site: Site, { id: _, ...section }: CountedSection) => ({
  ...section,
  url: site.origin + paths.section(section.slug),
})
