/**
 * Requests that enter the API without a bearer key: those that the desk makes of its own, in this isolate,
 * for somebody who has signed in. What comes from outside is another object, and never among them.
 */
import type { Entered } from './key-store'

const entered = new WeakMap<Request, Entered>()

/** Lets a request made here act for an editor. */
export function enterAs(request: Request, by: Entered): Request {
  entered.set(request, by)
  return request
}

/** Whom a request acts for, if it was made here. */
export const enteredAs = (request: Request): Entered | null => entered.get(request) ?? null
