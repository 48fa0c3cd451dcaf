import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDocument } from '../../../scripts/post-file'
import type { Format } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'

const site = { origin: 'https://news.test', embeds: [] }

function render(source: string, format: Format) {
  const body = renderBody(source, format, site)
  if ('fault' in body) throw new Error(body.fault)
  return body
}

const html = (source: string, format: Format) => render(source, format).html

/** What is left when a reader, or a program, takes the annotations out. */
const without = (page: string) =>
  page.replace(/<(rt|rp)\b[^>]*>.*?<\/\1>/gs, '').replace(/<\/?ruby[^>]*>/g, '')

const ruby = (base: string, rt: string) =>
  `<ruby>${base}<rp>(</rp><rt lang="zh-Latn-pinyin">${rt}</rt><rp>)</rp></ruby>`

describe('plain text', () => {
  test('a group has as many characters as syllables', () => {
    expect(html('区政协(zhèng xié)召开', 'text')).toBe(`<p>区${ruby('政协', 'zhèng xié')}召开</p>`)
    expect(html('徐汇（xu hui）区(qu)', 'text')).toBe(
      `<p>${ruby('徐汇', 'xu hui')}${ruby('区', 'qu')}</p>`,
    )
  })

  test('a long line without end takes no longer than its length', () => {
    expect(html('社'.repeat(80_000), 'text')).toHaveLength(80_007)
  })

  test('what has more syllables than characters, or other words, is no annotation', () => {
    for (const text of ['协(zhèng xié)', '政协(zhèng  xié)', '他说(ok yes)', '政协(WHO an)']) {
      expect(html(text, 'text')).toBe(`<p>${text}</p>`)
    }
  })

  test('removing rt and rp gives exactly the text without its annotations', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '社',
        '政协',
        '徐汇区',
        '𠮷',
        '，',
        '。',
        ' 2024 ',
        'News',
        '(试行)',
        '“',
        '(2)',
      ),
      fc.constantFrom('社(shè)', '政协(zhèng xié)', '𠮷(ji)', '区（qu）'),
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 40 }), (pieces) => {
        const source = `文${pieces.join('')}`
        const bare = source.replace(/\((?:shè|zhèng xié|ji)\)|（qu）/g, '')
        expect(without(html(source, 'text'))).toBe(html(bare, 'text'))
      }),
    )
  })
})

describe('groups that editors wrote in HTML', () => {
  test.each([
    ['<ruby>政协<rt>zhèng xié</rt></ruby>', ruby('政协', 'zhèng xié')],
    [
      '<ruby>政<rt>zhèng</rt>协<rt>xié</rt></ruby>',
      '<ruby>政<rp>(</rp><rt lang="zh-Latn-pinyin">zhèng</rt><rp>)</rp>协<rp>(</rp><rt lang="zh-Latn-pinyin">xié</rt><rp>)</rp></ruby>',
    ],
    [
      '<ruby lang="ja">東京<rt>とうきょう</rt></ruby>',
      '<ruby lang="ja">東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>',
    ],
  ])('%s is kept as a group', (source, expected) => {
    expect(html(source, 'html')).toBe(expected)
  })

  test('rb and rtc, which HTML has no more, are gone, and what they hold is not', () => {
    const page = html('<ruby><rb>政<rb>协<rtc><rt>zhèng<rt>xié</rtc></ruby>', 'html')
    expect(page).not.toMatch(/<\/?(rb|rtc)\b/)
    expect(without(page)).toBe('政协')
  })
})

const samples = globSync('samples/*.md').map((file) => {
  const document = toDocument(readFileSync(file, 'utf8')) as { body: string; format?: Format }
  return { file, ...document }
})

test('there are samples with pinyin', () => {
  const annotated = samples.filter(({ body }) => /\p{Script=Han}\\?[(|]\p{Ll}/u.test(body))
  expect(annotated.length).toBeGreaterThan(3)
})

test.each(samples)(
  '$file: removing rt and rp gives the original text',
  ({ body, format = 'markdown' }) => {
    const bare =
      format === 'text'
        ? body.replace(/(?<=\p{Script=Han})\(\p{Ll}+\)/gu, '')
        : body.replace(/\{([^{}|\\\n]+)\\?\|[^{}|\\\n]+\}/g, '$1')
    expect(bare).not.toMatch(/\p{Script=Han}[(|]\p{Ll}/u)
    expect(without(html(body, format))).toBe(html(bare, format))
    expect(render(body, format).text).toBe(render(bare, format).text)
  },
)
