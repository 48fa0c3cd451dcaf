import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Chromium without windows, which Debian has by itself. */
const SHELL = '/usr/bin/chromium-headless-shell'
const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome']

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser: CHROMIUM, or else the shell, which lays out and draws the same in a third of the time. */
export const openBrowser = (args: string[] = []): Promise<Browser> => open([SHELL, ...PLACES], args)

/** All of Chromium, where it matters what a browser fetches and when: the shell fetches pictures sooner. */
export const openWhole = (args: string[] = []): Promise<Browser> => open([...PLACES, SHELL], args)

function open(places: string[], args: string[]): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? places.find((path) => existsSync(path))
  if (!executablePath) throw new Error('Chromium is missing; say where it is in CHROMIUM')
  return chromium.launch({ executablePath, args: [...QUIET, ...args] })
}

/** By how much a page is wider than its window, in CSS pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
