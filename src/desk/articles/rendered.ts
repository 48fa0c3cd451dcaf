/** A text as readers will see it, without the page around it: for script of ours that takes it elsewhere. */
import { fillIn } from '../../articles/body/fill-in'
import { renderBody } from '../../articles/body/render'
import { findPictures } from '../../articles/pictures'
import { cachePolicy } from '../../delivery/policy'
import { bodyInput } from '../../editing/contract/input'
import { validate } from '../../editing/contract/values'
import { siteOf } from '../../site'
import type { DeskContext } from '../context'
import { faultText } from '../faults'
import { formIn } from '../form-data'
import { wordIn } from './sent'
import { withoutCr } from './typed'

/**
 * Renders the `body` of a form in its `format`, its pictures filled in, and answers `{ html, origin, accent }` or
 * `{ faults }` in JSON: where its addresses begin, and the site's colour. As long as the body of an article may be, and no longer.
 */
export async function rendered(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const typed = { body: withoutCr(wordIn(form, 'body')), format: wordIn(form, 'format') }
  const read = validate(bodyInput, typed)
  const refuse = (details: string[]) =>
    json({ faults: details.map((detail) => faultText(c.var.language, detail)) }, 422)
  if ('faults' in read) return refuse(read.faults.map(({ detail }) => detail))
  const { body, format } = read.value
  const site = siteOf(c.env)
  const made = renderBody(body, format, site)
  if ('fault' in made) return refuse([`body ${made.fault}`])
  const known = await findPictures(c.var.db, [{ body, lead: null, card: null }])
  const { html } = fillIn(made, { lead: null, card: null }, known)
  return json({ html, origin: site.origin, accent: site.accent }, 200)
}

const json = (body: object, status: number) =>
  Response.json(body, { status, headers: { ...cachePolicy.private } })
