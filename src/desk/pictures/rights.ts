/** What who is signed in may do with pictures. The API decides; this is what pages offer. */
import { lacksOverview, lacksScopes } from '../../editing/door/rights'
import type { DeskContext } from '../context'

export const maySend = (c: DeskContext) =>
  lacksScopes(c.var.person.editor, ['articles:write']) === null

/** Pictures are in no section: taking one down is for keys that reach all. */
export const mayBar = (c: DeskContext) =>
  (lacksScopes(c.var.person.editor, ['articles:withdraw']) ??
    lacksOverview(c.var.person.editor)) === null

export const mayLift = (c: DeskContext) => maySend(c) && mayBar(c)
