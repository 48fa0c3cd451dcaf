import { describe, expect, test } from 'vitest'
import { annotate } from '../../../src/articles/body/ruby'

/** What stands above what; text is left out. */
const above = (line: string) =>
  annotate(line)
    .flatMap((node) =>
      node.type === 'element'
        ? [node.children.flatMap((child) => ('children' in child ? child.children : [child]))]
        : [],
    )
    .map((parts) => parts.map((part) => ('value' in part ? part.value : '')).join(':'))

describe('in plain text, what stands in parentheses is pinyin', () => {
  test.each([
    ['社(she)会', ['社:she']],
    ['社（shè）会', ['社:shè']],
    ['社(Shè)', ['社:Shè']],
    ['政协(zheng xie)', ['政协:zheng xie']],
    ['妈妈(mā ma)', ['妈妈:mā ma']],
    ['好啊(hǎo a)', ['好啊:hǎo a']],
    ['女(nü)女(nv)略(lüe)略(lue)', ['女:nü', '女:nv', '略:lüe', '略:lue']],
    ['重(chong)庆重(zhong)要', ['重:chong', '重:zhong']],
    ['行(háng)行(xing)', ['行:háng', '行:xing']],
    // Letters of textbooks' fonts.
    ['国(ɡuó)妈(mɑ)大(dă)', ['国:guó', '妈:ma', '大:dǎ']],
    // Rare: above these nobody puts anything else.
    ['𠮷(ji)祥', ['𠮷:ji']],
  ])('%s', (line, found) => expect(above(line)).toEqual(found))
})

describe('and everything else is text', () => {
  test.each([
    '如图(a)和图(b)所示',
    '硅(Si)与锗(Ge)、铁(Fe)',
    '锂(Li)、镥(Lu)、氦(He)',
    '图(ta)',
    '按(e)键或(o)键，啊(a)',
    '歌手(gao)、歌曲(mei mei)',
    '社会(she)',
    '条例(试行)',
    '组织(WHO)',
    '社 (she)',
  ])('%s', (line) => expect(above(line)).toEqual([]))
})
