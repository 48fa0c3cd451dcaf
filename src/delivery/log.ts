/** Log lines: one JSON object each, with the request's id; never a secret or a reader's address. */
import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string>()

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
