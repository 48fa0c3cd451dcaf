/** Whether two sources show the same: the desk's script asks before it opens a text as it will look. */
import { renderBody } from '../../articles/body/render'
import { cachePolicy } from '../../delivery/policy'
import { bodyInput } from '../../editing/contract/input'
import { validate } from '../../editing/contract/values'
import { type Site, siteOf } from '../../site'
import type { DeskContext } from '../context'
import { formIn } from '../form-data'
import { wordIn } from './sent'
import { withoutCr } from './typed'

/**
 * Renders `before` and `after` of a form in its `format`, and answers `{ same }` in JSON: whether readers and
 * editors get the same of both, which may be the same refusal. Each is as long as a body may be; what is
 * longer is the same as nothing.
 */
export async function same(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const site = siteOf(c.env)
  const [before, after] = ['before', 'after'].map((name) => shownFor(form, name, site))
  const body = { same: before !== null && before === after }
  return Response.json(body, { headers: { ...cachePolicy.private } })
}

/** All that comes of a source, as one string; null when it is no body at all. */
function shownFor(form: FormData, name: string, site: Site): string | null {
  const typed = { body: withoutCr(wordIn(form, name)), format: wordIn(form, 'format') }
  const read = validate(bodyInput, typed)
  if ('faults' in read) return null
  const made = renderBody(read.value.body, read.value.format, site)
  return JSON.stringify('fault' in made ? made : [made.html, made.notes, made.concerns])
}
