import { globSync, readFileSync } from 'node:fs'
// @ts-expect-error it has no types
import { tests } from 'commonmark-spec'
import { expect, test } from 'vitest'
import { articleOf } from './articles'
import { opens } from './gate'
import { REFUSED_ARTICLES, REFUSED_EXAMPLES } from './refused'

test('all samples open', () => {
  const samples = globSync('samples/*.md')
  expect(samples.length).toBeGreaterThan(10)
  for (const file of samples) {
    const body = readFileSync(file, 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '')
    expect(opens(body), file).toBe(true)
  }
}, 300_000)

test('of CommonMark’s own examples, all open but those that are listed', () => {
  const examples = tests as { number: number; section: string; markdown: string }[]
  const refused = examples.filter(({ markdown }) => !opens(markdown.replaceAll('→', '\t')))
  const sections: Record<string, number[]> = {}
  for (const { section, number } of refused)
    sections[section] = [...(sections[section] ?? []), number]
  expect(sections).toEqual(REFUSED_EXAMPLES)
  expect(examples.length - refused.length).toBeGreaterThanOrEqual(examples.length * 0.95)
}, 300_000)

test('of 500 articles as people write them, all open but those that are listed', () => {
  const refused = Array.from({ length: 500 }, (_, i) => i).filter((i) => !opens(articleOf(i)))
  expect(refused).toEqual(REFUSED_ARTICLES)
  expect(refused.length).toBeLessThanOrEqual(25)
}, 300_000)
