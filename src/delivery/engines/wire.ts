/** The way to the engines, and a single call along it. */
import { TimedOut, within } from '../within'
import type { Engine, Reply, Verdict } from './engine'

export interface Wire {
  db: D1Database
  fetch(request: Request): Promise<Response>
}

/** Makes one call. Whatever happens to it comes to a verdict within `patience` milliseconds. */
export async function tell(
  wire: Wire,
  engine: Engine,
  request: Request,
  at: number,
  patience: number,
): Promise<Verdict> {
  let reply: Reply
  try {
    reply = await within(patience, ask(wire, request, at, AbortSignal.timeout(patience)))
  } catch (fault) {
    // Not in the fault's own words: they may hold the address, and with it the token.
    const isLate = fault instanceof TimedOut || Object(fault).name === 'TimeoutError'
    return { is: 'later', seconds: null, fault: isLate ? 'no answer in time' : 'no connection' }
  }
  return engine.read(reply)
}

/** How much of an answer is read, in bytes: what an engine has to say takes a few hundred. */
const MAX_REPLY = 64 * 1024

async function ask(wire: Wire, request: Request, at: number, signal: AbortSignal): Promise<Reply> {
  const response = await wire.fetch(new Request(request, { signal }))
  return { status: response.status, headers: response.headers, text: await startOf(response), at }
}

/** The start of an answer's text, of so many bytes at most. The rest is not even waited for. */
export async function startOf({ body }: Response, most = MAX_REPLY): Promise<string> {
  if (!body) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let left = most; left > 0; ) {
    const { value, done } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value.subarray(0, left), { stream: true })
    left -= value.length
  }
  reader.cancel().catch(() => {})
  return text
}
