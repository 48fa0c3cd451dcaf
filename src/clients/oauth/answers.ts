/** What is answered to programs that ask about tokens, or for them. */
import { cachePolicy } from '../../delivery/policy'

/**
 * Programs in browsers may ask from anywhere: no cookie says who they are here, and what they send they know. Some
 * say which version of MCP they speak, so browsers ask first.
 */
const ANYWHERE = { 'Access-Control-Allow-Origin': '*' }

/** An answer that no cache may keep (RFC 6749, 5.1). */
export const told = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, {
    status,
    headers: { ...ANYWHERE, ...cachePolicy.private, 'Cache-Control': 'no-store', ...headers },
  })

/** An answer about the newsroom that is the same for everybody, and changes when it is deployed. */
export const described = (body: unknown) =>
  Response.json(body, { headers: { ...ANYWHERE, 'Cache-Control': 'public, max-age=3600' } })

/** RFC 6749, 5.2. */
export type TokenFault =
  | 'invalid_request'
  | 'invalid_grant'
  | 'invalid_target'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'

export const refused = (
  error: TokenFault,
  error_description: string,
  status = 400,
  headers: Record<string, string> = {},
) => told({ error, error_description }, status, headers)

/** What browsers ask before they let a program ask. */
export const allowed = () =>
  new Response(null, {
    status: 204,
    headers: {
      ...ANYWHERE,
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, MCP-Protocol-Version',
      'Access-Control-Max-Age': '86400',
    },
  })
