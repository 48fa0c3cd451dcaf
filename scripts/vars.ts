/** What wrangler.toml sets, for programs that run the Worker's code on this machine. */
import { join } from 'node:path'
import { unstable_readConfig as readConfig } from 'wrangler'
import { root } from './d1.ts'

/**
 * All variables, and an address that counts as set: with the one in wrangler.toml as it ships, a newsroom answers
 * with the page that says how to set it up.
 */
export const varsHere = (): Record<string, unknown> => ({
  ...readConfig({ config: join(root, 'wrangler.toml') }).vars,
  SITE_URL: 'https://news.test',
})
