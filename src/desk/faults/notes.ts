/** What was not kept as it was sent: ends of sentences that begin with the field. */
import type { Sentence } from './sentence'

/** Of fields: src/editing/saving/notes.ts. */
const NAMES: Sentence[] = [
  [
    'was composed (Unicode NFC)',
    '里拆开编码的字符已合并，看起来没有变化',
    'had characters put together that were sent in parts; it looks the same',
  ],
  ['was kept as “{x}”', '保存为“{x}”'],
  ['lost some characters, which cannot be seen', '里有些看不见的字符已去掉'],
  ['lost {x}, which cannot be seen', '里看不见的字符已去掉：{x}'],
  ['has {n} fewer: those that are alike were kept once', '少了 {n} 个：相同的只保留一个'],
]

/** Of bodies: src/articles/body. */
const BODIES: Sentence[] = [
  [
    'has pictures at addresses that were kept for a script: {list}',
    '里有些图片的地址原是留给网页程序用的，已取出：{list}',
  ],
  [
    'has pictures at http addresses, which browsers ask for by https, and do not show where that fails: {list}',
    '里有些图片的地址是 http 开头，浏览器会改用 https 去取，取不到就不显示：{list}',
  ],
  [
    'has links in place of what pages do not play: {list}',
    '里有些音视频在网页上不能播放，已换成链接：{list}',
  ],
  ['has addresses that were completed: {pairs}', '里有些地址已补全：{pairs}'],
  ['lost what pages do not show: {list}', '里网页不显示的内容已去掉：{list}'],
  ['has only the text of: {list}', '里这些标记只保留了文字：{list}'],
  [
    'lost the addresses of links that lead where none may: {list}',
    '里有些链接指向不允许的地方，已去掉链接：{list}',
  ],
  [
    'has pinyin above its text where parentheses were: {list}',
    '里括号中的拼音已改为注在字的上方：{list}',
  ],
  ['lost links to what is not in it: {list}', '里有些链接要跳到文中没有的位置，已去掉链接：{list}'],
  ['lost notes that nothing refers to: {list}', '里没有引用到的脚注已去掉：{list}'],
  [
    'lost cells of tables that have no column: {list}',
    '里表格多出来、没有对应列的单元格已去掉：{list}',
  ],
]

/** Of pictures: src/editing/receiving/take.ts. */
const PICTURES: Sentence[] = [
  ['was HEIC, and is kept as JPEG', '原是 HEIC 格式，已转成 JPEG 保存'],
  [
    'lost {n} bytes that say where, when or with what it was taken',
    '里记录拍摄地点、时间和设备的 {n} 字节已去掉',
  ],
]

export const NOTES = [...NAMES, ...BODIES, ...PICTURES]
