import { describe, expect, test } from 'vitest'
import {
  pictureAddresses,
  withAddresses,
  withoutPictures,
} from '../../scripts/picture-addresses.ts'
import type { Format } from '../../scripts/picture-places.ts'

const A = 'https://x.org/a.jpg'

const brought = (source: string, format: Format = 'markdown') =>
  withAddresses(source, format, (address) => (address.startsWith('http') ? 'picture:H' : null))

describe('the address of a picture is replaced', () => {
  test.each([
    ['in Markdown', `![a](${A})`, '![a](picture:H)'],
    ['with its title', `![a](${A} "一 (二)")`, '![a](picture:H "一 (二)")'],
    ['in angle brackets', `![a](<https://x.org/a b.jpg> 't')`, "![a](<picture:H> 't')"],
    ['with parentheses', '![a](https://x.org/a_(1).jpg)', '![a](picture:H)'],
    ['with escapes', '![a](https://x.org/a\\_\\(1.jpg)', '![a](picture:H)'],
    ['within a link', `[![a](${A})](${A})`, `[![a](picture:H)](${A})`],
    ['in emphasis', `**![a](${A})**（文）`, '**![a](picture:H)**（文）'],
    ['in a quotation, over lines', `> ![q](\n> ${A})`, '> ![q](\n> picture:H)'],
    ['in a table with ruby', `| a | b |\n|-|-|\n| {社|shè} | ![t](${A}) |`, null],
    ['in a note', `文[^1]\n\n[^1]: ![n](${A})`, '文[^1]\n\n[^1]: ![n](picture:H)'],
    ['by reference', `![a][r] ![r]\n\n[r]: ${A} "t"`, '![a][r] ![r]\n\n[r]: picture:H "t"'],
    [
      'by reference before another, and in a note',
      `![r] 文[^1]\n\n[^1]: ![n](${A})\n\n![b](${A})\n\n[r]: ${A}`,
      '![r] 文[^1]\n\n[^1]: ![n](picture:H)\n\n![b](picture:H)\n\n[r]: picture:H',
    ],
    ['by reference in a list', `- ![r]\n\n  [r]: <${A}>`, '- ![r]\n\n  [r]: <picture:H>'],
    ['in HTML', `<p><IMG alt=x SRC="${A}"></p>`, '<p><IMG alt=x SRC="picture:H"></p>'],
    ['in single quotes', `<img src='${A}?a=1&amp;b'>`, "<img src='picture:H'>"],
    ['without quotes', `文<img src = ${A} alt="">`, '文<img src = "picture:H" alt="">'],
    ['where a script would look', `<img data-src="${A}">`, '<img data-src="picture:H">'],
    ['twice', `![a](${A})![b](${A})`, '![a](picture:H)![b](picture:H)'],
    ['after a line of Windows', `文\r\n\r\n![a](${A})\r\n`, '文\r\n\r\n![a](picture:H)\r\n'],
  ])('%s', (_, source, expected) => {
    expect(brought(source)).toEqual({
      source: expected ?? source.replace(A, 'picture:H'),
      left: [],
    })
  })

  test('in HTML, in noscript too, and not in a comment', () => {
    const source = `<img src="${A}"><noscript><img src="${A}"></noscript><!-- <img src="${A}"> -->`
    expect(brought(source, 'html').source).toBe(
      `<img src="picture:H"><noscript><img src="picture:H"></noscript><!-- <img src="${A}"> -->`,
    )
  })
})

test.each([
  ['text', `${A} 与 https://x.org/b.jpg`],
  ['a link', `[a](${A}) <${A}> <a href="${A}">x</a>`],
  ['a code span', `\`![a](${A})\` 与 \`<img src="${A}">\``],
  ['a code block', `    ![a](${A})\n\n\`\`\`\n![a](${A})\n<img src="${A}">\n\`\`\``],
  ['HTML that shows code', `<pre>&lt;img src="${A}"></pre>`],
  ['an escaped picture', `\\![a](${A})`],
  ['a frame or a film', `<iframe src="${A}"></iframe><video src="${A}"></video>`],
  ['a picture of ours', '![a](picture:H) ![b](/pictures/H/1.jpg)'],
  ['a comment', `<!-- ![a](${A}) <img src="${A}"> -->`],
])('%s stays as it is, beside a picture with the same address', (_, source) => {
  expect(brought(source)).toEqual({ source, left: [] })
  expect(brought(`${source}\n\n![p](${A})`).source).toBe(`${source}\n\n![p](picture:H)`)
})

test('a definition that a link shares stays, and is told', () => {
  const source = `![a][r] [a][r] ![b](https://x.org/b.jpg)\n\n[r]: ${A}`
  expect(brought(source)).toEqual({
    source: source.replace('https://x.org/b.jpg', 'picture:H'),
    left: [A],
  })
})

test('an address that cannot be followed stays, and is told', () => {
  const source = '<img src="https&#58;//x.org/a.jpg"><img src="https://x.org/\na.jpg">'
  expect(brought(source, 'html')).toMatchObject({
    source: source.replace('https&#58;//x.org/a.jpg', 'picture:H'),
  })
})

test('addresses are found as they are meant, each once and in their order', () => {
  const source = `![b](<b c.jpg>) ![a](a\\_1.jpg) <img src="x.jpg?a&amp;b"> ![a](a_1.jpg) [l](l.jpg)`
  expect(pictureAddresses(source, 'markdown')).toEqual(['b c.jpg', 'a_1.jpg', 'x.jpg?a&b'])
  expect(pictureAddresses(source, 'text')).toEqual([])
})

test('pictures are left out with their captions, and nothing else', () => {
  const without = (source: string) => withoutPictures(source, 'markdown', (one) => one === 'a.jpg')
  expect(without('文 ![甲 [乙]](a.jpg "丙") `![](a.jpg)` [甲](a.jpg) ![b](b.jpg)')).toBe(
    '文  `![](a.jpg)` [甲](a.jpg) ![b](b.jpg)',
  )
  expect(without('<p>文<img alt="x" src=a.jpg width=3>字</p>')).toBe('<p>文字</p>')
  expect(without('![a][r]\n\n[r]: a.jpg')).toBeNull()
})

test('a long text of nothing but beginnings is gone through', () => {
  for (const part of ['](', '![a](', '<img src="', '[x]: y\n', `![a](${A}) `, '![', '`](']) {
    const source = part.repeat(Math.floor(100_000 / part.length))
    expect(() => brought(source)).not.toThrow()
  }
})
