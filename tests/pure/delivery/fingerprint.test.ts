import { expect, test } from 'vitest'
import { sourcesOfPages } from '../../../scripts/fingerprint'

const sources = sourcesOfPages()

test('the fingerprint covers what pages are made with, libraries included', () => {
  expect(sources).toEqual(
    expect.arrayContaining([
      'src/reading/layout.ts',
      'src/reading/style.ts',
      'src/reading/words.ts',
      'src/crawling/feeds.ts',
      'src/articles/store.ts',
      'src/time.ts',
    ]),
  )
  for (const library of ['hono']) {
    expect(
      sources.some((file) => file.includes(`node_modules/${library}/`)),
      library,
    ).toBe(true)
  }
})

test('a deployment that changes editors’ code only leaves every copy good', () => {
  const editors = /^src\/(editing|articles\/(writing|body)|delivery\/engines|clock)/
  expect(sources.filter((file) => editors.test(file))).toEqual([])
  const libraries = /node_modules\/(zod|markdown-it|parse5|hast-util|diff)/
  expect(sources.filter((file) => libraries.test(file))).toEqual([])
})
