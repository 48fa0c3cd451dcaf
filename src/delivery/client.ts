/**
 * Which protocol a request speaks that is not our own, for the audit trail: see decision 36. As with the
 * request's id, it goes along without being passed on: it changes nothing of what is written.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Client } from '../site/clients'

const current = new AsyncLocalStorage<Client>()

/** Does a request's work as one that came by another protocol than our own. */
export const withClient = <T>(client: Client, work: () => T): T => current.run(client, work)

/** The protocol of the request being answered; null for the API, the desk, the clock. */
export const clientNow = (): Client | null => current.getStore() ?? null
