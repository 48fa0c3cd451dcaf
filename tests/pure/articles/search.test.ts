import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDocument } from '../../../scripts/post-file'
import { FORMATS, type Format } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'
import { highlight, type Part, passages } from '../../../src/articles/search/highlight'
import { parseQuery } from '../../../src/articles/search/query'
import { fold, segment } from '../../../src/articles/search/segment'
import { textLines } from '../../../src/articles/text-of'

/** Whether the index and then the text itself say that a search finds a text. */
function finds(typed: string, text: string): boolean {
  const query = parseQuery(typed)
  if (!query) return false
  const tokens = segment([], [text])
  const isCandidate = query.match.split(' ').every((token) => tokens.includes(token.slice(1, -1)))
  const isThere = query.patterns.every((pattern) => fold(text).search(pattern) >= 0)
  if (query.isExact) expect(isThere).toBe(isCandidate)
  return isCandidate && isThere
}

const han = fc.stringMatching(/^[\u4e00-\u4e30]{2,40}$/)
const mixed = fc.stringMatching(/^[一-十社区江abé3３Ｂ ,。“”\-カなー]{0,60}$/)
const anything = fc.oneof(
  mixed,
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
)

describe('the tokens of a text', () => {
  test('pairs of Han characters, whole words, and single characters of its head', () => {
    expect(segment(['临江区'], ['Repair Café 第3期开放'])).toEqual(
      '临江 江区 repair cafe 3 期开 开放 临 江 区'.split(' '),
    )
  })

  test('the same for every width, case and accent of a letter', () => {
    const plain = segment([], ['Cafe 3 odos Йога'])
    expect(segment([], ['ＣＡＦÉ ３ ODOS йога'])).toEqual(plain)
    expect(segment([], ['cafe\u0301 ③ odos ЙОГА'])).toEqual(plain)
    expect(fold('ΟΔΟΣ')).toBe(fold('οδος'))
  })

  test.each([
    ['省图书\u200b馆', '图书馆'],
    ['news\u00adroom', 'newsroom'],
    ['少年\u2060宫', '少年宫'],
    ['می\u200cخواهم', 'میخواهم'],
    ['⽂化⼴场', '文化广场'],
    ['⻓江⻔户⻋站⻝堂', '长江'],
    ['⻓江⻔户⻋站⻝堂', '门户'],
    ['⻓江⻔户⻋站⻝堂', '车站食堂'],
    ['二○二六年', '二〇二六'],
  ])('%j is found by %s, and the other way round', (text, typed) => {
    expect(finds(typed, text)).toBe(true)
    expect(finds(text, text)).toBe(true)
    const marked = highlight(text, parseQuery(typed)?.patterns ?? []).filter((part) => part.isFound)
    expect(marked.map((part) => fold(part.text))).toEqual([fold(typed)])
  })

  test('kana, Hangul and Thai are paired too, and keep their marks', () => {
    expect(segment([], ['がく サーバー', '한국어', 'ไทย'])).toEqual(
      'がく サー ーバ バー 한국 국어 ไท ทย'.split(' '),
    )
  })

  test('nothing but letters and digits: no text can pass for a section, or for syntax', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const token of segment([text], [text])) expect(token).toMatch(/^[\p{L}\p{M}\p{N}]+$/u)
      }),
    )
  })
})

describe('what is looked for', () => {
  test.each([
    ['社区', '老社区食堂', true],
    ['社区', '社会,区', false],
    ['社区食堂', '社区的食堂,社食区', false],
    ['社区 食堂', '食堂在社区', true],
    ['社区，食堂', '食堂在社区', true],
    ['"社区 食堂"', '食堂在社区', false],
    ['“社区 食堂”', '社区、食堂', true],
    ['「社区食堂」', '社区食堂', true],
    ['15路', '乘15 路公交', true],
    ['15路', '乘115路公交', false],
    ['15路', '乘15号路', false],
    ['ferry', 'The Ferry, again', true],
    ['ferry', 'ferryman', false],
    ['repair-cafe', 'a Repair Café', true],
    ['state-of-the-art', 'art of the state', false],
    ['"the art"', 'state-of-the-art', true],
    ['"art the"', 'the art', false],
    ['1,140', 'carried 1,140 people', true],
    ['1,140', '140 and 1', false],
    ['ferry 渡轮', '渡轮 ferry', true],
    ['ferry"', 'ferry', true],
    ['"ferry', 'ferry', true],
    ['NEAR(ferry boat)', 'a boat near the ferry', true],
    ['ferry*', 'ferryman', false],
    ['tokens:ferry', 'ferry', false],
    ['NOT ferry', 'ferry', false],
    ['桥 社区', '社区的桥', true],
    ['桥 社区', '社区的路', false],
  ])('%s in %s: %s', (typed, text, isFound) => {
    expect(finds(typed, text)).toBe(isFound)
  })

  test.each(['', ' ', '"', '""', '*', '()', '- + :', '。，、', '🙂🙂', '\u0000\u0007', "'--"])(
    'in %j there is nothing to look for',
    (typed) => expect(parseQuery(typed)).toBeNull(),
  )

  test('one Han character is looked for in titles and keywords', () => {
    expect(parseQuery('桥')?.match).toBe('"桥"')
    expect(segment(['二桥'], [])).toContain('桥')
    expect(segment([], ['二桥'])).not.toContain('桥')
  })

  test('any run of two or more Han characters of a text finds the text', () => {
    fc.assert(
      fc.property(han, fc.nat(), fc.nat(), fc.boolean(), (text, a, b, isQuoted) => {
        const start = a % (text.length - 1)
        const part = text.slice(start, start + 2 + (b % (text.length - start - 1)))
        return finds(isQuoted ? `"${part}"` : part, text)
      }),
    )
  })

  test('any words of a text that follow one another, in quotation marks, find the text', () => {
    const words = fc.constantFrom('社区', '渡轮码头', '路', 'ferry', '15', 'Café', 'がく')
    const gaps = fc.constantFrom('', ' ', '，', '-', '、', '. ', '\u3000')
    const text = fc.array(fc.tuple(words, gaps), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (pieces, a, b) => {
        const isLatin = (i: number) => /\w/.test(pieces[i]?.[0] ?? '')
        const spaced = pieces.map(([word, gap], i) =>
          gap === '' && isLatin(i) && isLatin(i + 1) ? `${word} ` : word + gap,
        )
        const start = a % (pieces.length - 1)
        const phrase = spaced.slice(start, start + 2 + (b % pieces.length)).join('')
        fc.pre(/\w|[社渡が]/.test(phrase))
        expect(finds(`"${phrase}"`, spaced.join(''))).toBe(true)
      }),
    )
  })

  test('whatever is typed, nothing breaks, and the match holds quoted tokens only', () => {
    fc.assert(
      fc.property(anything, (typed) => {
        const query = parseQuery(typed)
        if (!query) return
        expect(query.match).toMatch(/^"[\p{L}\p{M}\p{N}]+"( "[\p{L}\p{M}\p{N}]+")*$/u)
        for (const pattern of query.patterns) fold(typed).search(pattern)
      }),
    )
  })

  test('a search that could go back and forth does not', () => {
    const query = parseQuery(`"${'a '.repeat(99)}b"`)
    const text = 'a '.repeat(5_000)
    expect(query?.patterns.map((pattern) => text.search(pattern))).toEqual([-1])
  })
})

describe('what shows why', () => {
  const patternsOf = (typed: string) => parseQuery(typed)?.patterns ?? []
  const written = (parts: Part[]) =>
    parts.map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join('')

  test('the words are marked as they are written, not as they are compared', () => {
    const text = '㎏ Ｃａｆé 社区、ﬁn'
    expect(written(highlight(text, patternsOf('CAFE 社区 fin')))).toBe('㎏ [Ｃａｆé] [社区]、[ﬁn]')
  })

  test('marks that touch or overlap', () => {
    expect(written(highlight('社区食堂', patternsOf('社区食 食堂')))).toBe('[社区食][堂]')
  })

  test('marking changes no text', () => {
    fc.assert(
      fc.property(anything, anything, (text, typed) => {
        const parts = highlight(text, patternsOf(typed))
        expect(parts.map((part) => part.text).join('')).toBe(text)
      }),
    )
  })

  const shown = (lines: string[], typed: string) => {
    const parts = passages(lines, fold(lines.join('\n')), patternsOf(typed))
    return parts && written(parts)
  }

  test('a passage from around the first place', () => {
    const lines = ['开头'.repeat(100), `${'前'.repeat(60)}渡轮${'后'.repeat(200)}`]
    expect(shown(lines, '渡轮')).toMatch(/^…前{27}\[渡轮\]后{81}…$/)
    expect(shown(lines, '没有')).toBeNull()
  })

  test('one passage for each term that stands elsewhere, three at most, in the text’s order', () => {
    const filler = 'word '.repeat(60)
    const lines = ['one', 'two', 'three', 'four'].map((word) => `${filler}${word} ${filler}`)
    const passage = shown(lines, 'four two one three') ?? ''
    expect(passage.match(/\[\w+\]/g)).toEqual(['[one]', '[two]', '[four]'])
    expect(passage.replace(/\[(\w+)\]/g, '$1').match(/\w+/g)).not.toContain('wor')
  })

  test('short lines bring the next ones along', () => {
    expect(shown(['线路', '15路', '起点调整', '末班 21:00'], '15路')).toBe(
      '[15路] 起点调整 末班 21:00',
    )
  })

  test('no passage is much longer than an excerpt', () => {
    fc.assert(
      fc.property(fc.array(anything), anything, (lines, typed) => {
        const parts = passages(lines, fold(lines.join('\n')), patternsOf(typed)) ?? []
        const rest = parts.filter(({ isFound }) => !isFound).map(({ text }) => text)
        expect(rest.join('').length).toBeLessThan(3 * 220)
      }),
    )
  })
})

describe('the text of a rendered body', () => {
  const linesFrom = (source: string, format: Format = 'markdown') => {
    const body = renderBody(source, format, { origin: 'https://news.test', embeds: [] })
    if ('fault' in body) return null
    return { lines: textLines(body.html), text: body.text }
  }

  test('the marks of footnotes do not come between words', () => {
    expect(linesFrom('会议[^1]今天[^1]召开。\n\n[^1]: 注。')?.lines).toEqual([
      '会议今天召开。',
      '注。',
    ])
  })

  test('a line for each block, entities resolved, without pinyin', () => {
    const source =
      '反映{社|shè}情\n民意 a<b> &amp; c\n\n- 一\n- 二 `x < y`\n\n| 甲 | 乙 |\n|-|-|\n| 1 | 2 |'
    expect(linesFrom(source)?.lines).toEqual(['反映社情民意 a & c', '一', '二 x < y', ...'甲乙12'])
  })

  test('an attribute can hold anything', () => {
    const source = '<p><a href="https://e.org/?a=1&b=%22" title="a > b &quot;<i>&quot;">x</a>y</p>'
    expect(linesFrom(source, 'html')?.lines).toEqual(['xy'])
  })

  const bare = (text: string) => text.normalize('NFC').replace(/\s+/g, '')

  test('is the text that the renderer says it is, for all samples', async () => {
    const files = readdirSync('samples').filter((file) => file.endsWith('.md'))
    expect(files.length).toBe(16)
    for (const file of files) {
      const { body } = toDocument(await readFile(`samples/${file}`, 'utf8'))
      const found = linesFrom(String(body))
      expect(bare(found?.lines.join('') ?? '')).toBe(bare(found?.text ?? '-'))
    }
  })

  test('and for anything else', () => {
    const pieces = fc.constantFrom(
      ...'<ruby>|</ruby>|<rt>|</rt>|<rp>(</rp>|<p>|</p>|<b>|</b>|<table>|<tr>|<td>|<pre>|<a title="x>y">|</a>|<br>|<img alt="a>b" src="https://e.org">|&lt;|&amp;amp;|&#60;|{社|shè}|社(she)|**|\n\n|\n|- |"|\'|>|<|社区|ferry '.split(
        /(?<!社)\|/,
      ),
    )
    const source = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 20 })
    fc.assert(
      fc.property(source, fc.constantFrom(...FORMATS), (parts, format) => {
        const found = linesFrom(parts.join(''), format)
        if (found) expect(bare(found.lines.join(''))).toBe(bare(found.text))
      }),
      { numRuns: 500 },
    )
  })
})
