import { describe, expect, test } from 'vitest'
import { withoutShortcodes } from '../../../../scripts/move/wordpress/shortcodes.ts'

/** With its name and attributes, and what it encloses, for each shortcode. */
const read = (html: string) =>
  withoutShortcodes(html, ({ name, attributes }, inner) => {
    const all = Object.entries(attributes).map(([key, value]) => ` ${key}=${value}`)
    return `{${name}${all.join('')}${inner === null ? '' : `|${inner}`}}`
  })

describe('what stands in square brackets', () => {
  test.each([
    ['[a b="1" c=\'2\' d=3]', '{a b=1 c=2 d=3}'],
    ['[a]x[/a]', '{a|x}'],
    ['[a][b]x[/b][/a]', '{a|{b|x}}'],
    ['[a x=1][b]x[/b]', '{a x=1}{b|x}'],
    ['[a]x[b y=1]z[/a]', '{a|x{b y=1}z}'],
    ['[a/] [a /]', '{a} {a}'],
    ['[gallery]', '{gallery}'],
    ['[Gallery IDS="1,2"]', '{gallery ids=1,2}'],
    ['[a b="1"]<p>x</p>[/a]', '{a b=1|<p>x</p>}'],
    ['[a b=“1”]', '{a b=1}'],
    ['[a b="&quot;"]', '{a b=&quot;}'],
  ])('is a shortcode: %s', (html, text) => {
    expect(read(html)).toBe(text)
  })

  test.each([
    '[注] [1] [sic] [2024年] [a] [see below] [] [ a="1" ] arr[i] [汉 a="1"]',
    '[a](https://example.com) and [x][1]',
    '<pre>[a b="1"]</pre><code>[gallery]</code>',
    '<a title="[a b=1]">x</a>',
    '[/a] [a]',
    '[a b="1"',
  ])('is text: %s', (text) => {
    expect(read(text)).toBe(text)
  })

  test('that was escaped loses the second pair', () => {
    expect(read('[[gallery ids="1"]] [[a]]')).toBe('[gallery ids="1"] [a]')
  })
})
