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
import { deliver, outlastLeases } from '../delivery/outbox'
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
import { writerOf } from './saving/http'

export const sections = new Hono<EditingEnv>()

const read = [requireType('application/json'), limitSize, readJson] as const

/** How often others may get in first. */
const ATTEMPTS = 5

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

function byOf(c: EditingContext) {
  const { editor, now } = writerOf(c)
  return { keyId: editor.keyId, at: now }
}

/** Tries until nobody is faster. */
async function persist<T>(attempt: () => Promise<T | 'lost'>): Promise<T | 'lost'> {
  for (let i = 0; i < ATTEMPTS; i++) {
    const made = await attempt()
    if (made !== 'lost') return made
  }
  return 'lost'
}

const busy = (c: EditingContext) => problem(c, 'busy', { headers: { 'Retry-After': '1' } })

/** The answer to a write, once the outside has been told. */
async function told(c: EditingContext, section: CountedSection, owed: Owed | null, status: number) {
  const { site, outside } = writerOf(c)
  // Without a debt nothing changed: another write made it so, perhaps just now.
  const purge = owed ? await deliver(outside, owed) : void (await outlastLeases(outside))
  const also = purge === 'queued' ? { purge } : {}
  return answer({ ...represent(site, section), ...also } satisfies AnswerOf<'Section'>, status)
}

const represent = (site: Site, { id: _, ...section }: CountedSection) => ({
  ...section,
  url: site.origin + paths.section(section.slug),
})
