/** The newest migration that this version knows. Written by `npm run schema`. */
export const NEWEST_MIGRATION = '0030_grants.sql'
