/** The newest migration that this version knows. Written by `npm run schema`. */
export const NEWEST_MIGRATION = '0031_webhooks.sql'
