/** Comparing ETags. */

/**
 * Whether an If-None-Match, or an editor's If-Match, names the ETag. Weakly (RFC 9110, 13.1.2): a
 * proxy that compresses an answer weakens its ETag to `W/"3"`.
 */
export const namesEtag = (condition: string, etag: string) =>
  condition.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag)
