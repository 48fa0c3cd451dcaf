/** The local newsroom's editor key, kept in .dev.vars, which git ignores. */
import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KEY_PATTERN } from '../src/editing/door/secret.ts'
import { root } from './d1.ts'
import { newKey } from './key.ts'
import { OWNER_ONLY } from './private.ts'

const file = join(root, '.dev.vars')
const LINE = new RegExp(`^EDITOR_KEY="?(${KEY_PATTERN})"?\\s*$`, 'm')

/** The key, or null before the first start. */
export function localKey(): string | null {
  if (!existsSync(file)) return null
  return LINE.exec(readFileSync(file, 'utf8'))?.[1] ?? null
}

/** The key, made now if there is none. */
export function ensureLocalKey(): string {
  const known = localKey()
  if (known) return known
  const key = newKey()
  const isMidLine = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8'))
  appendFileSync(file, '', { mode: OWNER_ONLY })
  // It may have been there before, for others to read.
  chmodSync(file, OWNER_ONLY)
  appendFileSync(file, `${isMidLine ? '\n' : ''}EDITOR_KEY=${key}\n`)
  return key
}
