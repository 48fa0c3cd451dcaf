/** What wrangler.toml says of the deployed newsroom. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './d1.ts'

/** A variable's text; empty when it is not set. */
export function settingOf(name: string): string {
  const config = readFileSync(join(root, 'wrangler.toml'), 'utf8')
  return new RegExp(`^${name}\\s*=\\s*"([^"]*)"`, 'm').exec(config)?.[1] ?? ''
}

/** Whether people can work in the browser: links that sign in lead nowhere otherwise. */
export const isDeskOn = () => settingOf('DESK') !== 'off'
