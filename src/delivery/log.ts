/** Log lines: one JSON object each, with the request's id; never a secret or a reader's address. */
import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string>()

/**
 * An id for a request that begins now: a UUID of version 7 (RFC 9562, 5.7), which begins with the time. So the
 * answer tells when it was made, wherever it was kept since: `npm run drill` reads that.
 */
export function newRequestId(now = Date.now()): string {
  const random = crypto.randomUUID()
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`
}

/** Runs a request's work so that everything it logs and answers carries its id. */
export const withRequestId = <T>(id: string, work: () => T): T => current.run(id, work)

/** The id of the request being answered; undefined outside one. */
export const requestId = () => current.getStore()

export function log(
  level: 'info' | 'warn' | 'error',
  event: string,
  fields: Record<string, unknown>,
): void {
  console[level](JSON.stringify({ level, event, requestId: requestId(), ...fields }))
}
