/** What a tool is, and how what became of a call is told. */
import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/server'
import type * as z from 'zod'
import type { Shelves } from '../../articles/texts/stores'
import type { Answered, Caller } from '../../editing/calling'
import type { Scope } from '../../editing/door/scopes'
import type { Site } from '../../site'

/** For whom a tool is called, and what it works with. */
export interface Access {
  caller: Caller
  /** Where articles are: D1, guarded. */
  shelves: Shelves
  site: Site
}

export interface Tool {
  name: string
  title: string
  /** For a model that has never seen this newsroom. */
  description: string
  input: z.ZodObject
  output: z.ZodObject
  annotations: ToolAnnotations
  /** What the key needs: none where any will do, null where any for articles, or `export:read`, will. */
  scopes: [Scope, ...Scope[]] | [] | null
  /** `input` is valid, and as it was sent. */
  call(access: Access, input: Record<string, unknown>): Promise<CallToolResult>
}

type Of<In extends z.ZodObject, Out extends z.ZodObject> = Omit<
  Tool,
  'input' | 'output' | 'call'
> & {
  input: In
  output: Out
  call(access: Access, input: z.input<In>): Promise<Told<z.input<Out>> | CallToolResult>
}

/** What a tool answers, and a sentence about it. */
export interface Told<T> {
  says: string
  value: T
}

/** A tool whose input and answer are those of its schemas. */
export const tool = <In extends z.ZodObject, Out extends z.ZodObject>(of: Of<In, Out>): Tool => ({
  ...of,
  call: async (access, input) => {
    const answer = await of.call(access, input as z.input<In>)
    return 'says' in answer ? told(answer as Told<Record<string, unknown>>) : answer
  },
})

/**
 * In text too, for clients that read nothing else. What comes from articles stands in JSON alone, where none of it
 * can be taken for words of ours.
 */
const told = ({ says, value }: Told<Record<string, unknown>>): CallToolResult => ({
  content: [
    { type: 'text', text: says },
    { type: 'text', text: JSON.stringify(value) },
  ],
  structuredContent: value,
})

/** A call that came to nothing, told so that a model can mend it. */
export const failed = (text: string): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text }],
})

/** What the API would not do, and what helps. */
export function refused({ problem, retryAfter }: Answered<unknown>): CallToolResult {
  const { name, detail, faults } = problem ?? { name: 'internal', detail: '', faults: [] }
  const helps = Object.hasOwn(HELPS, name) ? HELPS[name as keyof typeof HELPS] : null
  const wait = retryAfter === null ? [] : [`Wait ${retryAfter} seconds first.`]
  const what = SPEAKS_HTTP.has(name) ? [] : [detail]
  const lines = faults.length > 0 ? faults.map((fault) => `- ${fault.detail}`) : what
  return failed([`Refused: ${name}.`, ...lines, ...(helps ? [helps] : []), ...wait].join('\n'))
}

/** Problems whose details speak of addresses and headers. */
const SPEAKS_HTTP = new Set([
  'stale-revision',
  'if-match-required',
  'not-found',
  'idempotency-key-reused',
  'answer-erased',
  'rate-limited',
  'busy',
  'unavailable',
  'pictures-unavailable',
  'outcome-unknown',
])

const AGAIN = 'Nothing was stored. The same call can be made again.'

const READ_AGAIN =
  'It is not in this revision any more, or a change of it is pending. Read it again with get_article, make your change to what you find there, and pass that revision.'

/** Said where the API need not be asked. */
export const STALE = `Refused: stale-revision.\n${READ_AGAIN}`

/** By the names of problems, in the words of the tools. */
const HELPS = {
  'stale-revision': READ_AGAIN,
  'not-found':
    'There is no such article or pending change (any more), or this key does not reach its section. search_articles and list_articles show what it reaches.',
  forbidden:
    'Another key, or more scopes, would be needed: tell the person you work for, who can ask the newsroom.',
  'invalid-input':
    'Nothing was stored. Mend these arguments and call again; list_sections shows which sections there are.',
  'idempotency-key-reused':
    'This requestId was used for another draft. Use another one, or leave it out.',
  'rate-limited': 'Too much was written with this key within a minute.',
  'answer-erased':
    'This was done before, and what it made has been changed by its editors since. Look for it with list_articles.',
  busy: AGAIN,
  unavailable: AGAIN,
  'pictures-unavailable': AGAIN,
  'outcome-unknown':
    'Nobody knows whether it was stored. Make the very same call again, with the same arguments: it is done once.',
} as const
