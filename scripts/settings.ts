/** What wrangler.toml says of the deployed newsroom. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { root } from './d1.ts'

/** A database of D1. */
export interface Database {
  binding: string
  database_id?: string
  database_name?: string
  migrations_dir?: string
}

/** Where things are kept. Cloudflare writes the ids when its button makes the stores. */
export interface Stores {
  d1_databases?: Database[]
  kv_namespaces?: { binding: string; id?: string }[]
  r2_buckets?: { binding: string; bucket_name?: string }[]
}

/** The part of it that commands go by. */
export interface Settings extends Stores {
  name: string
  compatibility_date: string
  vars?: Record<string, unknown>
  workers_dev?: boolean
  preview_urls?: boolean
  previews?: Stores & { vars?: Record<string, unknown> }
}

/** Read anew each time: wrangler may have written ids into it meanwhile. */
export const settings = () =>
  parse(readFileSync(join(root, 'wrangler.toml'), 'utf8')) as unknown as Settings

/** A variable's text; empty when it is not set. */
export const settingOf = (name: string): string => String(settings().vars?.[name] ?? '')

/** Whether people can work in the browser: links that sign in lead nowhere otherwise. */
export const isDeskOn = () => settingOf('DESK') !== 'off'
