/** Rate limits: `[[ratelimits]]` in wrangler.toml has the numbers. */

/** They count by the minute. */
export const RETRY_AFTER = { 'Retry-After': '60' }

/** Counts one more for a key; whether that was too many. */
export async function isLimited(limit: RateLimit, key: string): Promise<boolean> {
  const { success } = await limit.limit({ key })
  return !success
}
