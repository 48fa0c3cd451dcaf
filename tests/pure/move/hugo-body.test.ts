/** What an editor wrote, in the Markdown that Hugo reads. */
import fc from 'fast-check'
import createMarkdown from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { describe, expect, test } from 'vitest'
import { toHugoBody } from '../../../scripts/hugo/body.ts'
import { toMarkdown, withoutShortcodes } from '../../../scripts/hugo/escapes.ts'
import { withRubyAsHtml } from '../../../scripts/hugo/ruby.ts'
import { bars, ruby } from '../../../src/articles/body/braces.ts'

const HASH = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)
const picture = { hash: HASH, file: `${HASH}.jpg`, alt: null, name: null }
const pictures = new Map([[HASH, picture]])

describe('pinyin', () => {
  const SHE = '<ruby>社<rp>(</rp><rt>shè</rt><rp>)</rp></ruby>'

  test.each([
    ['in a sentence', '旅行{社|shè}', `旅行${SHE}`],
    [
      'in bold, a link and a note',
      '**{社|shè}** [{社|shè}](a)[^1]\n\n[^1]: {社|shè}',
      `**${SHE}** [${SHE}](a)[^1]\n\n[^1]: ${SHE}`,
    ],
    [
      'in a table, with its bar escaped or not',
      '| a | b |\n|---|---|\n| {社|shè} | {社\\|shè} |',
      `| a | b |\n|---|---|\n| ${SHE} | ${SHE} |`,
    ],
    [
      'with signs in it',
      "{西|xī*_}{安|'ān}",
      '<ruby>西<rp>(</rp><rt>xī&#42;&#95;</rt><rp>)</rp></ruby><ruby>安<rp>(</rp><rt>&#39;ān</rt><rp>)</rp></ruby>',
    ],
    ['of what a picture shows goes, as on pages', '![旅行{社|shè}](a.jpg)', '![旅行社](a.jpg)'],
  ])('%s', (_, source, made) => expect(withRubyAsHtml(source)).toBe(made))

  test.each([
    ['in code', '`{社|shè}`\n\n```\n{社|shè}\n```\n\n    {社|shè}'],
    ['in HTML and its attributes', '<div>{社|shè}</div>\n\n<i title="{社|shè}">x</i>'],
    ['in an address', '[a]({社|shè}) <https://a.example/{社|shè}>'],
    ['behind a backslash', '\\{社|shè}'],
    ['that is none', '{甲|乙} {a|b} {社|}'],
  ])('%s stays', (_, source) => expect(withRubyAsHtml(source)).toBe(source))

  test('shows the same as before, in whatever it stands', () => {
    const ours = createMarkdown({ html: true }).use(cjkFriendly).use(bars).use(ruby)
    const plain = createMarkdown({ html: true }).use(cjkFriendly)
    const bits = [
      '{社|shè}',
      '{临*|lín_}',
      '{社\\|shè}',
      '{a|b}',
      '`',
      '```\n',
      '**',
      '*',
      '[',
      '](a)',
      '![',
      '\n',
      '\n\n',
      '| a |\n|---|\n| ',
      '\\',
      '<b>',
      '    ',
      '- ',
      '> ',
      '字',
      ' ',
    ]
    const shown = (html: string) => html.replaceAll(/<rp>[()]<\/rp>/g, '')
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 14 }), (parts) => {
        const source = parts.join('')
        expect(shown(plain.render(withRubyAsHtml(source)))).toBe(
          ours.render(source).replaceAll('\uffff', '|'),
        )
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('plain text', () => {
  test('keeps its paragraphs and lines, and no sign of it becomes markup', () => {
    expect(toMarkdown('1. 第一\n  # 二 *x*\n　　三 <b>\n \n- [a](b)\n2026\n')).toBe(
      '1\\. 第一\\\n\\# 二 \\*x\\*\\\n　　三 \\<b>\n\n\\- \\[a\\](b)\\\n2026',
    )
  })

  test('shows just what it says, whatever that is', () => {
    const markdown = createMarkdown({ html: true }).use(cjkFriendly)
    const bits = [
      '# ',
      '> ',
      '- ',
      '+ ',
      '1. ',
      '12) ',
      '---',
      '===',
      '*',
      '_',
      '`',
      '~~~',
      '[a](b)',
      '![',
      '<b>',
      '&amp;',
      '\\',
      '|',
      ':',
      '    ',
      '\t',
      '\n',
      '\n\n',
      '字',
      'a',
      ' ',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const html = markdown.render(toMarkdown(text))
        expect(html.replaceAll(/<\/?p>|<br>/g, '')).not.toMatch(/<[a-z/]/)
        const read = html
          .replaceAll(/<\/?p>|<br>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&')
        const words = (one: string) => one.split(/\s+/).filter(Boolean)
        expect(words(read)).toEqual(words(text))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('what Hugo would take for a shortcode', () => {
  test.each([
    ['{{< figure src="a" >}}', '{{</* figure src="a" */>}}', false],
    ['{{% note %}} a {{% /note %}}', '{{%/* note */%}} a {{%/* /note */%}}', false],
    ['`{{</* a */>}}`', '`{{</*/* a */*/>}}`', false],
    ['{{< open, {{% too', '{ {< open, { {% too', true],
    ['{{ .Title }} {<b>}', '{{ .Title }} {<b>}', false],
  ])('%s', (source, made, isChanged) => {
    expect(withoutShortcodes(source)).toEqual({ source: made, isChanged })
  })

  test('is told where it could not stay as it was', () => {
    expect(toHugoBody('{{< a', 'html', pictures).notes[0]).toContain('got a blank')
  })
})

describe('a picture', () => {
  test.each([
    ['by its name', 'markdown', `![a](picture:${HASH} "b")`, `![a](${HASH}.jpg "b")`],
    [
      'by the address of a file of it',
      'html',
      `<img src="/pictures/${HASH}/640.webp" alt="">`,
      `<img src="${HASH}.jpg" alt="">`,
    ],
    ['in code stays', 'markdown', `\`![a](picture:${HASH})\``, `\`![a](picture:${HASH})\``],
  ] as const)('%s', (_, format, body, text) => {
    expect(toHugoBody(body, format, pictures).text).toBe(text)
  })

  test('says what it shows where only the newsroom knew', () => {
    const known = new Map([[HASH, { ...picture, alt: '码头 "东" [a]' }]])
    expect(toHugoBody(`![](picture:${HASH}) ![b](picture:${HASH})`, 'markdown', known).text).toBe(
      `![码头 "东" \\[a\\]](${HASH}.jpg) ![b](${HASH}.jpg)`,
    )
    expect(toHugoBody(`<img src="picture:${HASH}"><img alt src="x">`, 'html', known).text).toBe(
      `<img alt="码头 &#34;东&#34; [a]" src="${HASH}.jpg"><img alt src="x">`,
    )
  })

  test('that is not there is told, and its address stays', () => {
    const { text, notes, shown } = toHugoBody(`![a](picture:${OTHER})`, 'markdown', pictures)
    expect([text, shown]).toEqual([`![a](picture:${OTHER})`, []])
    expect(notes).toEqual([`picture ${OTHER} is not there: its address stays`])
  })
})
