import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readHeaded } from '../../scripts/head.ts'
import { toDocument } from '../../scripts/post-file.ts'

describe('an article as a file', () => {
  test('is a head of YAML and a body', () => {
    const file = '---\ntitle: 你好\nsection: news\nkeywords: [a, b]\n---\n\n正文\n\n---\n\n第二段\n'
    expect(toDocument(file)).toEqual({
      title: '你好',
      section: 'news',
      keywords: ['a', 'b'],
      body: '正文\n\n---\n\n第二段',
    })
  })

  test('may come from Windows, with a byte order mark', () => {
    const file = '\uFEFF---\r\ntitle: a\r\n---\r\nb\r\n'
    expect(toDocument(file)).toEqual({ title: 'a', body: 'b' })
  })

  test('keeps a date as it is written, quoted or not', () => {
    const date = '2024-07-13T13:51:02+08:00'
    expect(toDocument(`---\npublishedAt: ${date}\n---\nb`)).toMatchObject({ publishedAt: date })
    expect(toDocument(`---\npublishedAt: "${date}"\n---\nb`)).toMatchObject({ publishedAt: date })
  })

  test.each([
    '2026',
    '1e3',
    '007',
    '1.10',
    'no',
    'Yes',
    'true',
    '12:30',
    '2026-11-25',
    '0x1F',
    '.5',
    'Null',
    '1_000',
  ])('keeps %s as it is written, wherever it stands', (text) => {
    const file = `---\ntitle: ${text}\nkeywords: [${text}, b]\nsource:\n  name: ${text}\n---\nb`
    expect(toDocument(file)).toMatchObject({
      title: text,
      keywords: [text, 'b'],
      source: { name: text },
    })
  })

  test('has no value for what is left empty, and the word null for what is quoted', () => {
    const file = '---\nsummary:\nauthor: ~\nslug: null\ntitle: "null"\nlanguage: ""\n---\nb'
    expect(toDocument(file)).toMatchObject({
      summary: null,
      author: null,
      slug: null,
      title: 'null',
      language: '',
    })
  })

  test('may end its head with the file, and hold lines of --- below it', () => {
    expect(toDocument('---\ntitle: a\n---')).toEqual({ title: 'a', body: '' })
    expect(toDocument('---\ntitle: a--- b\n---\nx\n---\n')).toEqual({
      title: 'a--- b',
      body: 'x\n\n---'.replace('\n\n', '\n'),
    })
  })

  test.each([
    'title: 通知: 停水',
    'title: @某人',
    'title: [方括号] 标题',
    'title: "a" b',
    'title: a\ntitle: b',
  ])('%j is refused with its line, and the remedy', (head) => {
    const read = () => readHeaded(`---\nsection: news\n${head}\n---\nb`)
    expect(read).toThrow(/goes between quotation marks, like title: "通知: 停水"/)
    expect(read).not.toThrow(/at line/)
    try {
      read()
    } catch (fault) {
      expect((fault as { line: number }).line).toBe(head.includes('\n') ? 4 : 3)
    }
  })

  test.each(['no head', '---\n---\nbody', '---\n- a list\n---\nbody', '---\na: [\n---\nbody'])(
    '%j is refused',
    (file) => expect(() => toDocument(file)).toThrow(),
  )
})

test.each([
  ['title: &锚 标题', 2],
  ['title: &amp; 与', 2],
  ['section: news\ntitle: ! 感叹', 3],
  ['title: *星号', 2],
  ['keywords:\n  - a\n  - !b c', 4],
  ['source: &s\n  name: x', 3],
  ['title: a\nbody: x', 3],
])('a head that would lose a text is refused, with its line: %j', (head, line) => {
  expect(() => readHeaded(`---\n${head}\n---\n文`)).toThrow(expect.objectContaining({ line }))
})

test('a comment in a list is told', () => {
  expect(readHeaded('---\nkeywords:\n  - C #语言\n---\n文').notes).toEqual([
    expect.stringMatching(/^line 3: what stands after # is a comment/),
  ])
})

describe('the sample newsroom', () => {
  const files = globSync('samples/*.md').map((file) => toDocument(readFileSync(file, 'utf8')))
  const bodies = files.map(({ body }) => String(body))

  test('has the variety that a first look should show', () => {
    expect(files.length).toBeGreaterThanOrEqual(12)
    expect(new Set(files.map(({ section }) => section)).size).toBeGreaterThanOrEqual(3)
    expect(files.filter(({ language }) => language === 'en')).toHaveLength(1)
    expect(bodies.some((body) => body.length > 5_000)).toBe(true)
    expect(bodies.some((body) => /\{.+?\|.+?\}/.test(body))).toBe(true)
    const isRich = (body: string) =>
      [/^\|.*\|$/m, /^- /m, /^> /m, /\]\(/].every((part) => part.test(body))
    expect(bodies.some(isRich)).toBe(true)
  })
})
