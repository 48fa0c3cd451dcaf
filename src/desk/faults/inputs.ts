/** What is wrong with a field: ends of sentences that begin with its name. */
import type { Sentence } from './sentence'

/** Of text, numbers and choices: src/editing/contract. */
export const VALUES: Sentence[] = [
  ['is required', '必须填写'],
  ['is required: the file', '还没有选择文件', 'is missing: choose a file'],
  [
    'must be a string of 1 to {n} characters',
    '应填写 1 到 {n} 个字',
    'must have 1 to {n} characters',
  ],
  [
    'must be a string of at most {n} KiB',
    '必须填写文字，最多 {n} KB',
    'must be text, of at most {n} KiB',
  ],
  ['must be one line, without tabs or line breaks', '只能写成一行，不能换行或用制表符'],
  ['is empty; it takes 1 to {n} characters', '没有填写，应填写 1 到 {n} 个字'],
  ['is too long; at most {n} characters are allowed', '太长，最多 {n} 个字'],
  ['is empty; an article needs text', '没有内容，请写上文章的正文'],
  [
    'is too long; at most {n} KiB of UTF-8 is allowed',
    '太长，最多 {n} KB（一个汉字占 3 字节）；请分成几篇',
    'is too long; at most {n} KiB is allowed: split the article',
  ],
  [
    'holds half a surrogate pair; send well-formed Unicode',
    '里有一个残缺的字符，请找出来删掉',
    'holds a broken character; remove it',
  ],
  [
    'holds the control character {code} at line {n}, character {n2}; remove it',
    '第 {n} 行第 {n2} 个字的位置有看不见的控制字符 {code}，请删掉',
  ],
  [
    'holds the control character {code} at character {n}; remove it',
    '第 {n} 个字的位置有看不见的控制字符 {code}，请删掉',
  ],
  [
    'holds {code}, which turns text round; remove it',
    '里有看不见的字符 {code}，会把文字的方向颠倒过来，请删掉',
  ],
  [
    'holds U+2069 with nothing for it to end; remove it',
    '里有看不见的字符 U+2069，没有与它成对的，请删掉',
  ],
  [
    'holds {code}, which no U+2069 ends; end it, or remove it',
    '里有看不见的字符 {code}，没有用 U+2069 收尾，请补上或删掉',
  ],
  [
    'shows nothing: it is made of characters that cannot be seen',
    '全是看不见的字符，显示出来是空白，请重新填写',
  ],
  ['must not be "." or "..": no address can end in it', '不能只写“.”或“..”，网址不能这样结尾'],
  ['must be one of: {choices}', '只能是其中之一：{choices}'],
  ['must be a number', '应填写数字'],
  ['must be whole', '应填写整数'],
  ['must be a whole number', '应填写整数'],
  ['must be a whole number, at most 9007199254740991', '应填写整数'],
  ['must be a number from 1 to {n}', '应填写 1 到 {n} 的数字'],
  ['must be at least 1', '不能小于 1'],
  ['must be at most {n}', '不能大于 {n}'],
  ['must not be negative', '不能是负数'],
  ['must be a number of seconds', '应填写秒数'],
  ['must be at least {n} seconds', '至少 {n} 秒'],
  ['must be at most {n} seconds', '最多 {n} 秒'],
  ['must be true or false', '只能是“是”或“否”'],
  ['must be 64 hexadecimal digits', '应是 64 位十六进制数字'],
  ['must be a list of strings', '要逐个填写', 'must be a list'],
  ['must be a list of scopes', '要逐项选择', 'must be a list'],
  ['must be a list of section slugs', '要逐个选择', 'must be a list of sections'],
  ['has too many entries', '太多'],
  ['has too many entries; at most {n} are allowed', '太多，最多 {n} 个'],
  ['has too many; at most {n} are allowed', '太多，最多 {n} 个'],
  [
    'is empty; a key without scopes can do nothing',
    '一项也没有选，什么都做不了，至少选一项',
    'is empty; choose one at least',
  ],
  [
    'is empty; leave it out for all sections',
    '一个也没有选；不限栏目请选“全部栏目”',
    'is empty; choose one at least, or all sections',
  ],
  [
    'must be a cursor: the `next` of an earlier answer',
    '不对，请从第一页重新翻',
    'is wrong; start again from the first page',
  ],
  [
    'must be `next` of an answer to the same query',
    '不对，请从第一页重新翻',
    'is wrong; start again from the first page',
  ],
  [
    'must be the `hash` that POST /api/pictures answered, 64 hexadecimal digits',
    '要从图片库里选，或填写图片的编号（64 位十六进制数字）',
    'must be chosen among the pictures, or be the number of one: 64 hexadecimal digits',
  ],
  [
    'must be { "name": …, "url"?: … }',
    '要写明名称，网址可写可不写',
    'must have a name, and may have an address',
  ],
  ['must be { "system": …, "id": … }', '要写明系统名称和编号', 'must have a system and a number'],
  [
    'must be { "picture": …, "alt"?: …, "caption"?: … }',
    '要选一张图片，内容说明和图注可写可不写',
    'must have a picture, and may have a description and a caption',
  ],
  ['is not known here', '不是这里的项目，请去掉'],
  ['stands in the query; send it in the body', '不能写在网址里，要写在表单里'],
  ['may be there once', '只能有一个'],
  ['may be there {n} times', '最多 {n} 个'],
  ['must be a file', '必须是文件'],
  [
    'must be 1 to 255 printable ASCII characters',
    '不对，请重新打开表单再提交',
    'is wrong; open the form again',
  ],
]
