import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What each room may import from: the way runs from the Worker down to the site, never back. */
const ALLOWED: Record<string, string[]> = {
  index: ['app', 'clock', 'site', 'time'],
  clock: ['reading', 'editing', 'articles', 'delivery', 'site', 'time'],
  app: ['reading', 'crawling', 'editing', 'desk', 'clients', 'setup', 'delivery', 'site'],
  // What there is before there is a newsroom. It looks like the first room.
  setup: ['reading', 'articles', 'delivery', 'site'],
  // The fourth room for people looks like the first, and has the third do what it is asked for.
  desk: ['editing', 'reading', 'articles', 'delivery', 'site', 'time'],
  // So does the fifth, for programs that speak other protocols.
  clients: ['editing', 'articles', 'delivery', 'site', 'time'],
  reading: ['articles', 'delivery', 'site', 'time'],
  crawling: ['articles', 'delivery', 'site', 'time'],
  editing: ['articles', 'delivery', 'site', 'time'],
  articles: ['delivery', 'site', 'time'],
  delivery: ['site', 'time'],
  site: [],
  time: [],
}

/**
 * The same for the rooms within a room. `.` is what lies in it directly: the addresses of the API,
 * which all the rest serves, and what readers read, which all the rest builds on.
 */
const WITHIN: Record<string, Record<string, string[]>> = {
  editing: {
    '.': ['importing', 'saving', 'receiving', 'contract', 'door'],
    receiving: ['saving', 'contract', 'door'],
    importing: ['saving', 'contract', 'door'],
    saving: ['contract', 'door'],
    contract: ['door'],
    door: [],
  },
  articles: {
    writing: ['texts', 'search', 'body', '.'],
    numbered: ['texts', '.'],
    finding: ['texts', 'search', '.'],
    texts: ['search', '.'],
    search: ['.'],
    body: ['.'],
    files: ['.'],
    '.': [],
  },
  delivery: { '.': [], engines: ['.'], hooks: ['engines', '.'] },
}

const roomOf = (path: string) => path.replace(/^src\//, '').replace(/(\.ts|\/.*)$/, '')
const subRoomOf = (path: string) => path.split('/').slice(2, -1).join('/') || '.'

interface Import {
  /** The file it leads to, or the name of a library. */
  to: string
  isType: boolean
  isOnDemand: boolean
}

const IMPORT =
  /^(?:import|export) (type )?[^'"]*?from '(.+?)'|^import '(.+?)'|\bimport\('(.+?)'\)/gm

const files = globSync('src/**/*.ts').filter((file) => !/\.(gen|d)\.ts$/.test(file))
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))

function importsOf(file: string): Import[] {
  return [...(sources.get(file) ?? '').matchAll(IMPORT)].map(([all, type, from, bare, lazy]) => {
    const specifier = from ?? bare ?? lazy ?? ''
    const to = specifier.startsWith('.')
      ? `${normalize(join(dirname(file), specifier))}.ts`
      : specifier
    const names = /\{([^}]*)\}/
      .exec(all)?.[1]
      ?.split(',')
      .filter((name) => name.trim())
    const isType = !!type || !!names?.every((name) => name.trim().startsWith('type '))
    return { to, isType, isOnDemand: lazy !== undefined }
  })
}

const isOurs = ({ to }: Import) => to.startsWith('src/')

/** The files that a file loads before it does anything, directly or not. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  for (const { to, isType, isOnDemand } of importsOf(file)) {
    if (isType || isOnDemand || !sources.has(to) || seen.has(to)) continue
    seen.add(to)
    loadedBy(to, seen)
  }
  return seen
}

describe('imports', () => {
  test('every file is in a room', () => {
    expect(files.length).toBeGreaterThan(20)
    for (const file of files) expect(Object.keys(ALLOWED)).toContain(roomOf(file))
  })

  test('every import is seen, and leads somewhere', () => {
    for (const [file, source] of sources) {
      const lines = source.match(/\bfrom '|^import '|\bimport\('/gm) ?? []
      expect(importsOf(file), file).toHaveLength(lines.length)
      for (const { to } of importsOf(file).filter(isOurs)) {
        if (!to.endsWith('.gen.ts')) expect(files, `${file} → ${to}`).toContain(to)
      }
    }
  })

  test.each(files)('%s imports one way', (file) => {
    const own = roomOf(file)
    for (const { to } of importsOf(file).filter(isOurs)) {
      const room = roomOf(to)
      expect([own, ...(ALLOWED[own] ?? [])], `${file} → ${to}`).toContain(room)
      const within = WITHIN[own]
      if (room !== own || !within) continue
      const part = subRoomOf(file)
      expect([part, ...(within[part] ?? [])], `${file} → ${to}`).toContain(subRoomOf(to))
    }
  })

  test('go in no circle, not even for types', () => {
    const done = new Set<string>()
    const visit = (file: string, way: string[]) => {
      expect(way, `a circle: ${[...way.slice(way.indexOf(file)), file].join(' → ')}`).not.toContain(
        file,
      )
      if (done.has(file)) return
      for (const { to } of importsOf(file)) if (sources.has(to)) visit(to, [...way, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
  })
})

test('articles know nothing of Hono', () => {
  for (const file of files.filter((name) => name.startsWith('src/articles/'))) {
    expect(importsOf(file).filter(({ to }) => to.startsWith('hono'))).toEqual([])
  }
})

test('the API asks D1 through its guard only: what D1 throws is no fault of ours', () => {
  const users = files.filter((file) => /env\.DB|DB }/.test(sources.get(file) ?? ''))
  expect(users.filter((file) => file.startsWith('src/editing/'))).toEqual(['src/editing/api.ts'])
})

test('only one file touches KV', () => {
  const users = files.filter((file) => /KVNamespace/.test(sources.get(file) ?? ''))
  expect(users).toEqual(['src/delivery/copies.ts'])
})

test('only one file touches R2', () => {
  const users = files.filter((file) => /\bbucket\.\w+\(/.test(sources.get(file) ?? ''))
  expect(users).toEqual(['src/delivery/files.ts'])
})

test('readers and crawlers load neither the write path nor what makes bodies', () => {
  const loaded = [...loadedBy('src/app.ts')]
  expect(loaded).toContain('src/reading/layout.ts')
  expect(
    loaded.filter((file) => /^src\/(editing|articles\/(writing|body|files))\//.test(file)),
  ).toEqual([])
})

test('readers do not pay for editors’ libraries: the API is loaded when first asked for', () => {
  const onDemand = importsOf('src/app.ts').filter((one) => one.isOnDemand)
  expect(onDemand.map(({ to }) => to)).toContain('src/editing/api.ts')
})

test('the desk says what is wrong without loading the API, nor any library', () => {
  const loaded = ['src/desk/faults.ts', ...loadedBy('src/desk/faults.ts')]
  expect(
    loaded.filter((file) => !/^src\/desk\/(?:words|faults(?:\/\w+)?)\.ts$/.test(file)),
  ).toEqual([])
  const others = loaded.flatMap(importsOf).filter((one) => !one.isType && !isOurs(one))
  expect(others).toEqual([])
})
