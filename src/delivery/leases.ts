/**
 * Leases: for how long an isolate may take what D1 said of a page's edition for granted, and how long
 * a write waits so that no isolate does so any more. Durations alone are compared, never two clocks.
 * docs/decisions/0023 has the proof.
 */

/** How long a lease lasts, in milliseconds, counted from before D1 was asked. */
export const LEASE_MS = 500

/** What a lease may last longer than it should: clocks stand while code runs, and can step back. */
export const MARGIN_MS = 200

/** How long a write waits after its last commit, in milliseconds. No configuration shortens it. */
export const WAIT_MS = LEASE_MS + MARGIN_MS

/** For how long after D1 last vouched for a copy in memory it may be shown while D1 is down. */
const OUTAGE_MS = 60_000

/** Since when something holds, by the isolate's own clock in milliseconds; null when it does not. */
export interface Lease {
  /** Right before D1 was asked for the edition that it then named. */
  askedAt: number
  /** When a request set out to ask again. It may have died since: so the mark lapses. */
  renewedAt: number | null
}

/** Whether less than `limit` has passed since a moment. A clock before that moment tells nothing. */
export const isWithin = (limit: number, since: number, now: number) =>
  now >= since && now - since < limit

/** Whether the edition may be taken for granted at `now`. */
export const isLeased = ({ askedAt }: Lease, now: number, length = LEASE_MS) =>
  isWithin(length, askedAt, now)

/** Whether the lease is half over, and nobody is asking for another. */
export const isToBeRenewed = ({ askedAt, renewedAt }: Lease, now: number, length = LEASE_MS) =>
  !isWithin(length / 2, askedAt, now) && (renewedAt === null || !isWithin(length, renewedAt, now))

/** Whether D1 vouched for it recently enough to be shown while D1 does not answer. */
export const isRecent = ({ askedAt }: Lease, now: number) => isWithin(OUTAGE_MS, askedAt, now)

/**
 * Whether this deployment serves under leases: only once no Worker that does not wait can write any
 * more. See "Leases" in docs/operations.md.
 */
export const areOn = ({ LEASES }: { LEASES?: string }) => LEASES === 'on'
