/** What programs read to find their way to a token: RFC 8414, and RFC 9728 for MCP. */
import { SCOPE_WORDS } from '../../editing/door/scope-words'
import { paths, type Site } from '../../site'

/** One server, whose name is the newsroom’s origin. IndieAuth reads the same document. */
export const authorizationServer = ({ origin }: Site) => ({
  issuer: origin,
  authorization_endpoint: origin + paths.authorize,
  token_endpoint: origin + paths.token,
  revocation_endpoint: origin + paths.revocation,
  introspection_endpoint: origin + paths.introspection,
  scopes_supported: SCOPE_WORDS,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  revocation_endpoint_auth_methods_supported: ['none'],
  // The token that is asked about speaks for itself, in the header: RFC 7662 has no word for that.
  introspection_endpoint_auth_methods_supported: ['none'],
  authorization_response_iss_parameter_supported: true,
  client_id_metadata_document_supported: true,
})

/**
 * What can be reached with a token. Programs ask for all of these scopes where nobody tells them which: so it
 * is what they cannot do without, and the person adds what else they like.
 */
export const protectedResource = ({ origin, name }: Site, resource: string) => ({
  resource,
  authorization_servers: [origin],
  scopes_supported: ['articles:write'],
  bearer_methods_supported: ['header'],
  resource_name: name,
})
