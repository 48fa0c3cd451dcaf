/** `/api/sections`: the headings articles stand under. */
import { Hono } from 'hono'
import { putSection } from '../articles/sections'
import { slugFault } from '../articles/slug'
import { cachePolicy } from '../delivery/policy'
import { paths, siteOf } from '../site'
import type { EditingEnv } from './context'
import { sectionInput, validate } from './input'
import { methodNotAllowed, problem } from './problems'
import { limitSize, readJson, requireType } from './request'

/** Leaves room for what stands behind a section in its addresses. In bytes percent-encoded. */
const SLUG_BUDGET = 120

export const sections = new Hono<EditingEnv>()

sections.put('/:slug', requireType('application/json'), limitSize, readJson, async (c) => {
  const slug = c.req.param('slug').normalize('NFC')
  const result = validate(sectionInput, c.var.json)
  const errors = 'faults' in result ? result.faults : []
  const fault = slugFault(slug, SLUG_BUDGET)
  if (fault) errors.push({ field: 'slug', detail: `slug in the address ${fault}` })
  if (errors.length > 0 || 'faults' in result) return problem(c, 'invalid-input', { errors })

  const section = { slug, name: result.value.name }
  const outcome = await putSection(c.env.DB, section)
  const url = siteOf(c.env).origin + paths.section(slug)
  return Response.json(
    { ...section, url },
    {
      status: outcome === 'created' ? 201 : 200,
      headers: { 'Cache-Control': cachePolicy.private },
    },
  )
})

sections.all('/:slug', (c) => methodNotAllowed(c, 'PUT'))
