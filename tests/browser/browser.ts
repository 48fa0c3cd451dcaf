import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium from CHROMIUM, or the usual place. */
export function openBrowser(args: string[] = []): Promise<Browser> {
  const executablePath = PLACES.find((path) => path && existsSync(path))
  if (!executablePath) throw new Error('Chromium is missing; say where it is in CHROMIUM')
  return chromium.launch({ executablePath, args: [...QUIET, ...args] })
}
