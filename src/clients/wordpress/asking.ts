/** What a request is once it is read: who asks, for what, with which parameters. */
import type { Caller } from '../../editing/calling'
import type { Editor } from '../../editing/door/rights'
import type { Site } from '../../site'
import type { ClientContext } from '../context'
import type { Params } from './params'

export interface Asking {
  c: ClientContext
  db: D1Database
  site: Site
  method: string
  /** Of the address, as the route names them. */
  path: Record<string, string>
  params: Params
  /** Null without a key: then there is only what readers can see. */
  caller: Caller | null
  editor: Editor | null
  /** UTC seconds. */
  now: number
}

export type Handler = (asking: Asking) => Response | Promise<Response>

/** How much of a thing is told: `edit` has what its editor wrote. */
export type Context = 'view' | 'embed' | 'edit'

export const isEditing = ({ params }: Asking) => params.text('context') === 'edit'
