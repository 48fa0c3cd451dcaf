/** What keys can be for. It imports nothing: the command line reads it too, without a bundler. */
export const SCOPES = [
  'articles:write',
  'articles:publish',
  'articles:withdraw',
  'sections:write',
  'keys:manage',
  'export:read',
] as const

export type Scope = (typeof SCOPES)[number]
