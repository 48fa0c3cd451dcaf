import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** What each room may import from: the way runs from the Worker down to the site, never back. */
const ALLOWED: Record<string, string[]> = {
  index: ['app'],
  app: ['reading', 'crawling', 'editing', 'delivery', 'site', 'time'],
  reading: ['articles', 'delivery', 'site', 'time'],
  crawling: ['articles', 'delivery', 'site', 'time'],
  editing: ['articles', 'delivery', 'site', 'time'],
  articles: ['delivery', 'site', 'time'],
  delivery: ['site', 'time'],
  site: [],
  time: [],
}

const roomOf = (path: string) => path.replace(/^src\//, '').replace(/(\.ts|\/.*)$/, '')

function importsOf(file: string): string[] {
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(.+?)'/g)
  return [...specifiers].map(([, specifier]) => specifier as string)
}

const files = globSync('src/**/*.ts')

test('every file is in a room', () => {
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) expect(Object.keys(ALLOWED)).toContain(roomOf(file))
})

test.each(files)('%s imports one way', (file) => {
  const own = roomOf(file)
  for (const specifier of importsOf(file).filter((name) => name.startsWith('.'))) {
    const room = roomOf(normalize(join(dirname(file), specifier)))
    expect([own, ...(ALLOWED[own] ?? [])], `${file} → ${specifier}`).toContain(room)
  }
})

test('articles know nothing of Hono', () => {
  for (const file of globSync('src/articles/**/*.ts')) {
    expect(importsOf(file).filter((name) => name.startsWith('hono'))).toEqual([])
  }
})

test('readers never load what writes articles, nor what renders bodies', () => {
  const loaded = new Set(globSync('src/{reading,crawling}/**/*.ts'))
  for (const file of loaded) {
    const relative = importsOf(file).filter((name) => name.startsWith('.'))
    for (const name of relative) loaded.add(`${normalize(join(dirname(file), name))}.ts`)
  }
  const articles = [...loaded].filter((file) => file.startsWith('src/articles/'))
  expect(articles).toContain('src/articles/search/find.ts')
  expect(articles.filter((file) => /\/(?:writing|body)\//.test(file))).toEqual([])
})

test('only one file touches KV', () => {
  const users = files.filter((file) => /KVNamespace/.test(readFileSync(file, 'utf8')))
  expect(users).toEqual(['src/delivery/copies.ts'])
})

test('readers do not pay for editors’ libraries: the API is loaded when first asked for', () => {
  const app = readFileSync('src/app.ts', 'utf8')
  expect(app).toContain("await import('./editing/api')")
  expect(app).not.toMatch(/^import .*editing/m)
})
