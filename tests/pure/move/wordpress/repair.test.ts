import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repairer } from '../../../../scripts/move/wordpress/repair.ts'

/** What a file becomes that comes in these chunks, without the seams in its data; and how much was put right. */
function repaired(chunks: string[]) {
  const repairs = { count: 0 }
  const repair = repairer(repairs)
  const text = chunks.map((chunk) => repair.push(chunk)).join('') + repair.end()
  return { text: text.replaceAll(']]><![CDATA[', ''), count: repairs.count }
}

/** What is apt to be cut in two. */
const PIECES = [
  '<a>',
  '</a>',
  '<![CDATA[',
  ']]>',
  ']',
  '&',
  '&amp;',
  '&nbsp;',
  '&#8;',
  '&#x1F;',
  '<!--',
  '-->',
  '-',
  '<',
  '\0',
  ' ',
  '汉',
  '😀',
]

describe('an export that XML does not allow', () => {
  test('becomes the same wherever it is cut into chunks', () => {
    const file = fc
      .array(fc.constantFrom(...PIECES), { maxLength: 40 })
      .map((parts) => parts.join(''))
    const cuts = fc.array(fc.nat(80), { maxLength: 8 })
    fc.assert(
      fc.property(file, cuts, (text, places) => {
        const ends = [...new Set(places)].filter((at) => at < text.length).sort((a, b) => a - b)
        const chunks = [...ends, text.length].map((end, i) => text.slice(i ? ends[i - 1] : 0, end))
        expect(repaired(chunks)).toEqual(repaired([text]))
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['\ufeff\n\n<a>', '<a>', 1],
    ['<a>R&D</a>', '<a>R&amp;D</a>', 1],
    ['<a>&lt;&#24352;&nbsp;</a>', '<a>&lt;&#24352;&nbsp;</a>', 0],
    ['<a><![CDATA[R&D]]></a>', '<a><![CDATA[R&D]]></a>', 0],
    ['<!-- R&D --><a>&</a>', '<!-- R&D --><a>&amp;</a>', 1],
    ['<a>\0\u0008\t\r\n\u001f</a>', '<a>\t\r\n</a>', 3],
    ['<a>&#0;&#x08;&#9;&#10;&#128;</a>', '<a>&#9;&#10;&#128;</a>', 2],
  ])('%j becomes %j', (source, text, count) => {
    expect(repaired([source])).toEqual({ text, count })
  })
})
