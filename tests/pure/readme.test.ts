import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'

const english = readFileSync('README.md', 'utf8')
const chinese = readFileSync('README.zh-CN.md', 'utf8')

const all = (text: string, pattern: RegExp) => text.match(pattern) ?? []

test('the two READMEs link each other', () => {
  expect(english).toContain('(README.zh-CN.md)')
  expect(chinese).toContain('(README.md)')
})

test.each([
  ['levels of headings', /^#+/gm],
  ['commands and files', /^```.*?^```/gms],
  ['pictures', /<img src="[^"]+"/g],
  ['code in the text', /(?<!`)`[^`\n]+`(?!`)/g],
  ['points of the list', /^- \*\*/gm],
])('they have the same %s', (_, pattern) => {
  expect(all(english, pattern).length).toBeGreaterThan(0)
  expect(all(chinese, pattern).sort()).toEqual(all(english, pattern).sort())
})

test('they lead to the same places, in their own language where there is one', () => {
  const links = (text: string) =>
    all(text, /\]\((?!README)[^)]+\)/g).map((link) => link.replace('.zh-CN', ''))
  expect(links(chinese)).toEqual(links(english))
})

test('neither takes more than two screens, nor a picture more than 200 KB', () => {
  for (const text of [english, chinese]) expect(text.split('\n').length).toBeLessThanOrEqual(110)
  for (const tag of all(english, /docs\/images\/[a-z]+\.png/g)) {
    expect(statSync(tag).size).toBeLessThan(200_000)
  }
})
