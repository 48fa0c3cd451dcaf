import { expect, test } from 'vitest'
import { readMoment } from '../../../../src/clients/moments'
import { isUnchanged, rawBody, readBody } from '../../../../src/clients/wordpress/bodies'
import { gmtDate, localDate } from '../../../../src/clients/wordpress/dates'
import { narrowed } from '../../../../src/clients/wordpress/fields'
import { baseName, nameIn } from '../../../../src/clients/wordpress/media-upload'
import { fromObject, fromPairs } from '../../../../src/clients/wordpress/params'
import { plainOf, rawOf } from '../../../../src/clients/wordpress/plain'

const pairs = (query: string) => fromPairs(new URLSearchParams(query))

test.each(['tags[]=1&tags[]=2', 'tags=1,2', 'tags[0]=1&tags[1]=2', 'tags=1&tags=2', 'tags[]=1,2'])(
  '%s is a list of two',
  (query) => {
    expect(pairs(query).numbers('tags')).toEqual([1, 2])
  },
)

test('JSON has lists of numbers, of text, or one alone', () => {
  for (const tags of [[1, 2], ['1', '2'], '1,2', { a: 1, b: 2 }]) {
    expect(fromObject({ tags }).numbers('tags')).toEqual([1, 2])
  }
  expect(fromObject({ tags: 1 }).numbers('tags')).toEqual([1])
  expect(fromObject({ tags: [] }).numbers('tags')).toEqual([])
  expect(fromObject({ tags: ['a'] }).numbers('tags')).toBeNull()
  expect(fromObject({ tags: [-1] }).numbers('tags')).toBeNull()
})

test('text may be an object with what is raw in it, and of more than one the last counts', () => {
  expect(fromObject({ title: { raw: '一', rendered: '二' } }).text('title')).toBe('一')
  expect(pairs('title[raw]=一').text('title')).toBe('一')
  expect(pairs('title=一&title=二').text('title')).toBe('二')
  expect(fromObject({ title: { rendered: '二' } }).text('title')).toBeNull()
})

test('the body goes before the address', () => {
  const params = fromObject({ title: '一' }).over(pairs('title=二&status=draft'))
  expect([params.text('title'), params.text('status')]).toEqual(['一', 'draft'])
})

test.each([
  ['2026-01-02T03:04:05', '2026-01-01T19:04:05'],
  ['2026-01-02 03:04:05', '2026-01-01T19:04:05'],
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05'],
  ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05'],
  ['2026-01-02T03:04:05-02:30', '2026-01-02T05:34:05'],
  ['2026-01-02T03:04:05+08', '2026-01-01T19:04:05'],
  ['2026-01-02', '2026-01-01T16:00:00'],
])('%s on the clocks of Shanghai is %s in Greenwich', (text, gmt) => {
  const at = readMoment(text, 'Asia/Shanghai') ?? 0
  expect(gmtDate(at)).toBe(gmt)
  expect(readMoment(localDate(at, 'Asia/Shanghai'), 'Asia/Shanghai')).toBe(at)
  expect(readMoment(gmtDate(at), 'UTC')).toBe(at)
})

test.each([
  '',
  'morgen',
  '2026-02-30T00:00:00',
  '2026-13-01',
  '2026-01-01T24:00:00',
  '0000-00-00T00:00:00',
])('"%s" is no date', (text) => {
  expect(readMoment(text, 'UTC')).toBeNull()
})

test.each([
  ['R&amp;D', 'R&D'],
  ['R&D', 'R&D'],
  ['一&nbsp;二', '一 二'],
  ['<b>一</b><script>x</script>', '一'],
  ['1 < 2 &#8211; 3', '1 < 2 – 3'],
  ['a<br>b', 'a b'],
  ['<p>一</p><p>二</p>', '一 二'],
  ['<ruby>汉<rt>hàn</rt></ruby>', '汉'],
])('%s is, as text, %s', (html, text) => {
  expect(plainOf(html)).toBe(text)
})

test.each(['R&D', '&amp;', '<b>', '1 < 2', 'a & b', '&lt;'])(
  '%s comes back as it went out',
  (text) => {
    expect(plainOf(rawOf(text))).toBe(text)
  },
)

test('HTML and text are read as they were written, Markdown as it is rendered', () => {
  expect(rawBody({ format: 'html', body: '<p>a</p>' }, '<p>b</p>')).toBe('<p>a</p>')
  expect(rawBody({ format: 'text', body: 'a\n\nb' }, '<p>a</p>')).toBe('a\n\nb')
  expect(rawBody({ format: 'text', body: '<b>' }, '<p>&lt;b></p>')).toBe('<p>&lt;b></p>')
  expect(rawBody({ format: 'markdown', body: '*a*' }, '<p>x</p>')).toBe('<p>x</p>')
})

test('line ends and what stands around a text are no change', () => {
  const before = { format: 'html', body: '<p>a</p>\n<p>b</p>' } as const
  expect(isUnchanged('<p>a</p>\r\n<p>b</p>\r\n', before, '<p>z</p>')).toBe(true)
  expect(isUnchanged('<p>z</p>', before, '<p>z</p>')).toBe(true)
  expect(isUnchanged('<p>a</p>', before, '<p>z</p>')).toBe(false)
})

test('what has elements is HTML, with its paragraphs where it has none of its own', () => {
  expect(readBody('a\n\nb')).toEqual({ format: 'text', body: 'a\n\nb' })
  expect(readBody('a &amp; b')).toEqual({ format: 'html', body: '<p>a &amp; b</p>' })
  expect(readBody('a<b>c</b>\nd\n\n\ne').body).toBe('<p>a<b>c</b><br>\nd</p>\n\n<p>e</p>')
  const blocks = '<!-- wp:paragraph --><p>a</p>\n\n<!-- /wp:paragraph -->'
  expect(readBody(blocks)).toEqual({ format: 'html', body: blocks })
})

test('a thing is narrowed to its members, and to theirs', () => {
  const thing = { id: 1, title: { rendered: 'a', raw: 'b' }, tags: [1] }
  expect(narrowed(thing, ['title.raw', 'tags'])).toEqual({ title: { raw: 'b' }, tags: [1] })
  expect(narrowed(thing, ['none', 'id.x'])).toEqual({})
})

test.each([
  ['attachment; filename="a b.png"', 'a b.png'],
  ['attachment; filename=a.png', 'a.png'],
  ['attachment; filename="a\\"b.png"', 'a"b.png'],
  [`attachment; filename=x; filename*=UTF-8''%E5%9B%BE.png`, '图.png'],
  ['attachment; filename="å\u009b¾.png"', '图.png'],
  ['attachment; filename=""', null],
  [null, null],
])('%s names %s', (header, name) => {
  expect(nameIn(header)).toBe(name)
})

test('a file is in no folder', () => {
  expect(['../a', '/etc/a', 'C:\\b\\a', 'a'].map(baseName)).toEqual(['a', 'a', 'a', 'a'])
})
