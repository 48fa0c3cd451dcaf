/** A picture by its hash alone, as a text that is being written names it: on to the file. */
import { pathOf, usualFile } from '../../articles/picture'
import { selectPictures, toPictures } from '../../articles/pictures'
import type { DeskContext } from '../context'
import { missing } from '../door/given-back'
import { goTo } from '../layout'

export async function toFile(c: DeskContext): Promise<Response> {
  const hash = c.req.param('hash') ?? ''
  const picture = toPictures(await selectPictures(c.var.db, [hash]).run()).get(hash)
  if (!picture) return missing(c)
  // Its files never change; whether it may be shown is asked again after a while.
  return goTo(pathOf(hash, usualFile(picture)), { 'Cache-Control': 'private, max-age=600' })
}
