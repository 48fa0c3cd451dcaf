/** `/api/sections`: the headings articles stand under. */
import { Hono } from 'hono'
import { putSections } from '../articles/writing/sections'
import { slugFault } from '../articles/writing/slug'
import { deliver } from '../delivery/outbox'
import { paths, siteOf } from '../site'
import { SECTION_SLUG_BUDGET, sectionInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { lacksSection, mayEnter } from './door/rights'
import { writerOf } from './saving/http'

export const sections = new Hono<EditingEnv>()

const read = [requireType('application/json'), limitSize, readJson] as const

sections.put('/:slug', requireScopes('sections:write'), ...read, async (c) => {
  const slug = c.req.param('slug').normalize('NFC')
  if (!mayEnter(c.var.editor, slug)) return problem(c, 'forbidden', { detail: lacksSection(slug) })
  const result = validate(sectionInput, c.var.json)
  const errors = 'faults' in result ? result.faults : []
  const fault = slugFault(slug, SECTION_SLUG_BUDGET)
  if (fault) errors.push({ field: 'slug', detail: `slug in the address ${fault}` })
  if (errors.length > 0 || 'faults' in result) return problem(c, 'invalid-input', { errors })

  const section = { slug, name: result.value.name }
  const { db, editor, now, outside } = writerOf(c)
  const { outcomes, owed } = await putSections(db, [section], editor.keyId, now)
  const purge = owed && (await deliver(outside, owed))
  const url = siteOf(c.env).origin + paths.section(slug)
  const also = purge === 'queued' ? { purge } : {}
  return answer({ ...section, url, ...also }, outcomes[0] === 'created' ? 201 : 200)
})

sections.all('/:slug', (c) => methodNotAllowed(c, 'PUT'))
