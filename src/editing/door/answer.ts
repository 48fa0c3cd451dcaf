import { cachePolicy } from '../../delivery/policy'

/** An answer of the API: JSON that no cache may keep. */
export const answer = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers: { ...headers, ...cachePolicy.private } })
