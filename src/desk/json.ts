/** Answers to scripts of ours. */
import { cachePolicy } from '../delivery/policy'
import type { DeskContext } from './context'

/** Whether a script asks: it reads no page. */
export const asksForJson = (c: DeskContext) => c.req.header('Accept') === 'application/json'

/** An answer that no cache may keep. */
export const json = (body: object, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers: { ...cachePolicy.private, ...headers } })
