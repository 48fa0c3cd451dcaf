/** Forms as browsers send them. */
import { HTTPException } from 'hono/http-exception'
import type { DeskContext } from './context'

/** The form that was sent. Throws a 400 for what is none: no page of the desk sends that. */
export const formIn = (c: DeskContext): Promise<FormData> =>
  c.req.formData().catch(() => {
    throw new HTTPException(400)
  })
