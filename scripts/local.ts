/** The local newsroom: its editor key, in .dev.vars, and where it runs, in .wrangler. git ignores both. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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

/** Newsrooms that run here, the newest last. BROADSIDE_RUNNING names another file, for tests. */
const runningFile = process.env.BROADSIDE_RUNNING ?? join(root, '.wrangler/running.json')

interface Running {
  url: string
  pid: number
}

/** Those whose process lives. */
function running(): Running[] {
  try {
    const all = JSON.parse(readFileSync(runningFile, 'utf8')) as Running[]
    return all.filter(({ pid }) => isAlive(pid))
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Where the newsroom that was started last answers, or null when none runs. */
export const runningUrl = (): string | null => running().at(-1)?.url ?? null

/** Notes that this process runs a newsroom there, so that other commands find it. */
export function noteRunning(url: string): void {
  mkdirSync(join(root, '.wrangler'), { recursive: true })
  const others = running().filter((one) => one.pid !== process.pid && one.url !== url)
  writeFileSync(runningFile, JSON.stringify([...others, { url, pid: process.pid }]))
}

/** Notes that it does no longer. */
export function forgetRunning(): void {
  writeFileSync(runningFile, JSON.stringify(running().filter(({ pid }) => pid !== process.pid)))
}

const samplesMark = join(root, '.wrangler/samples-under-way')

/** Whether a first start broke off before all samples were there. */
export const areSamplesUnderWay = () => existsSync(samplesMark)

/** Loads the samples under a mark that stays if this breaks off. */
export async function underMark(load: () => Promise<void>): Promise<void> {
  writeFileSync(samplesMark, '')
  await load()
  rmSync(samplesMark)
}
