/** What a desk does in the course of time, as values: articles in all states, and imports of all kinds. */
import fc from 'fast-check'
import { LIMITS } from '../../../src/editing/contract/input'

const SLUGS = ['a', 'b', 'c-1', '第三篇', '发展', '12', 'ü']
const TITLES = ['题', '区政协召开推进会', 'One two', '😀', 'a', '"\\ \u2028<b>', '字'.repeat(200)]
const BODIES = [
  '文',
  '会议{社|shè}',
  '# 题\n\n一。\n\n二。',
  '<b>',
  'a[^1]\n\n[^1]: b',
  '"'.repeat(3_000),
]
const MOMENTS = [
  '2024-07-13T13:51:02+08:00',
  '0001-01-01T00:00:00Z',
  '1999-12-31T23:59:59Z',
  '2026-11-21T00:00:00Z',
]
/** A moment before the histories begin, one in their course, and one after their end. */
const PLANS = ['2026-11-21T23:00:00Z', '2026-11-22T00:10:00Z', '9999-12-31T23:59:59Z']
const NAMES = ['Test', '张三', 'Desk', 'é"\\', 'x'.repeat(100)]
const SECTIONS = ['news', 'culture', '第三', 'new']

const RULES = [
  { from: '/标签/:name', to: '/keywords/:name' },
  { from: '/?p=:id', origin: 'cms' },
  { from: '/bbs/*', gone: true },
]

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values)
/** Now and then: a document with all its fields at odds would be refused. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary, weight: 1 })

const content = {
  title: oneOf(TITLES),
  section: fc.oneof({ arbitrary: oneOf(['news', 'culture']), weight: 4 }, oneOf(SECTIONS)),
  body: oneOf(BODIES),
  format: maybe(oneOf(['markdown', 'html', 'text'])),
  slug: maybe(oneOf(SLUGS)),
  keywords: maybe(fc.subarray(['发展', '市政协', 'K'])),
  summary: maybe(oneOf(['摘要', ' 摘 要 '])),
  author: maybe(oneOf(NAMES)),
  language: maybe(oneOf(['zh-cn', 'en', 'zh-min-nan', 'en-u-ca-islamicc'])),
  source: maybe(
    fc.record({
      name: oneOf(NAMES),
      url: maybe(oneOf(['https://example.org/', 'HTTP://Example.org'])),
    }),
  ),
  publishedAt: maybe(oneOf(MOMENTS)),
  publishAt: maybe(oneOf(PLANS)),
  status: maybe(oneOf(['draft', 'published', 'scheduled', 'withdrawn'])),
  origin: maybe(fc.record({ system: oneOf(['cms', ' wire ']), id: oneOf(['1', '2', '3']) })),
}

const document = fc.record(content, { requiredKeys: ['title', 'section', 'body'] })
/** A field or two of a document. */
const patch = fc
  .tuple(document, fc.subarray(Object.keys(content), { minLength: 1, maxLength: 2 }))
  .map(([fields, names]) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name))),
  )

const number = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 9 }), weight: 4 },
  // Far enough below the highest that a history cannot pass it.
  oneOf([150, 999_999_999, LIMITS.number - 100]),
)

const article = fc.record(
  {
    ...content,
    id: number,
    revision: number,
    editor: oneOf(NAMES),
    retiredSlugs: fc.subarray(SLUGS),
    wasPublic: fc.boolean(),
    createdAt: oneOf(MOMENTS),
    updatedAt: oneOf(MOMENTS),
  },
  { requiredKeys: ['title', 'section', 'body'] },
)

const past = fc
  .record({
    article: oneOf(SLUGS),
    number,
    editor: oneOf(NAMES),
    createdAt: oneOf(MOMENTS),
    isErased: fc.boolean(),
    title: oneOf(TITLES),
    section: oneOf(SECTIONS),
    slug: oneOf(SLUGS),
  })
  .map(({ isErased, title, section, slug, ...line }) => ({
    type: 'revision',
    ...line,
    erasedAt: isErased ? line.createdAt : null,
    content: isErased
      ? null
      : {
          title,
          section,
          slug,
          status: 'draft',
          format: 'text',
          body: 'b',
          keywords: [],
          summary: null,
          author: null,
          language: null,
          source: null,
          publishedAt: null,
          publishAt: null,
          origin: null,
        },
  }))

const step = <T extends Record<string, fc.Arbitrary<unknown>>>(name: string, fields: T) =>
  fc.record({ do: fc.constant(name), by: fc.nat({ max: 5 }), at: fc.nat({ max: 9 }), ...fields })

export type DeskStep = { by: number; at: number } & (
  | { do: 'post' | 'change'; fields: Record<string, unknown> }
  | { do: 'withdraw' | 'again' }
  | { do: 'restore' | 'erase'; number: number }
  | { do: 'section'; slug: string; name: string }
  | { do: 'key'; name: string }
  | { do: 'import'; line: Record<string, unknown> }
  | { do: 'front'; list: string; isBackwards: boolean; ends: (string | null)[] }
  | { do: 'reading'; word: string; pinyin: string | null }
  | { do: 'rules'; rules: object[] }
  | { do: 'wait'; seconds: number }
)

export const deskSteps = fc.oneof(
  { weight: 12, arbitrary: step('post', { fields: document }) },
  { weight: 6, arbitrary: step('change', { fields: patch }) },
  { weight: 3, arbitrary: step('change', { fields: fc.record({ slug: oneOf(SLUGS) }) }) },
  { weight: 3, arbitrary: step('change', { fields: fc.record({ title: oneOf(TITLES) }) }) },
  {
    weight: 2,
    arbitrary: step('change', { fields: fc.record({ status: oneOf(['published', 'draft']) }) }),
  },
  { weight: 2, arbitrary: step('withdraw', {}) },
  { weight: 1, arbitrary: step('restore', { number: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: step('erase', { number: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 1,
    arbitrary: step('section', { slug: oneOf(SECTIONS), name: oneOf(['新', 'x'.repeat(50)]) }),
  },
  {
    weight: 1,
    arbitrary: step('reading', {
      word: oneOf(['闵行', 'A股', '𠮷']),
      pinyin: oneOf(['mǐn háng', 'gǔ', 'jí', null]),
    }),
  },
  { weight: 1, arbitrary: step('rules', { rules: fc.subarray(RULES) }) },
  { weight: 1, arbitrary: step('key', { name: oneOf(NAMES) }) },
  { weight: 8, arbitrary: step('import', { line: article }) },
  { weight: 2, arbitrary: step('import', { line: past }) },
  { weight: 1, arbitrary: step('again', {}) },
  {
    weight: 3,
    arbitrary: step('front', {
      list: oneOf(['home', ...SECTIONS]),
      isBackwards: fc.boolean(),
      ends: fc.array(maybe(oneOf(['2026-11-22T00:10:00Z', '9999-12-31T23:59:59Z'])), {
        maxLength: 6,
      }),
    }),
  },
  { weight: 2, arbitrary: step('wait', { seconds: oneOf([1, 300, 4_000]) }) },
) as fc.Arbitrary<DeskStep>
