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

/** Of times and states: src/editing/contract, and what follows from them in src/editing/saving. */
export const TIMES: Sentence[] = [
  [
    'must be an RFC 3339 date-time in a string',
    '要写明日期和时间，例如 2024-07-13T13:51:02+08:00',
    'must be a date and a time, like 2024-07-13T13:51:02+08:00',
  ],
  [
    'must be an RFC 3339 date-time with an offset, like 2024-07-13T13:51:02+08:00',
    '不是看得懂的时间，请写明日期、时间和时区，例如 2024-07-13T13:51:02+08:00',
    'must be a date and a time with its offset, like 2024-07-13T13:51:02+08:00',
  ],
  ['must lie in the years 0001 to 9999', '的年份要在 0001 到 9999 之间'],
  ['must lie in the future', '要晚于现在'],
  ['lies in the future', '不能晚于现在'],
  [
    'lies in the future; leave it out to publish now, or plan it with publishAt',
    '晚于现在；想立即发布请留空，想到时再发布请填写计划发布的时间',
    'lies in the future; leave it empty to publish now, or say when to publish it',
  ],
  [
    'is required for status scheduled',
    '没有填写；定时发布要写明何时发布',
    'is required for what is planned',
  ],
  [
    'must lie in the future; leave it out to publish now',
    '已经过去，要晚于现在；想立即发布请留空',
    'must lie in the future; leave it empty to publish now',
  ],
  [
    'does not go with status scheduled; it becomes publishAt',
    '要留空；定时发布的文章以计划发布的时间为准',
    'does not go with what is planned; when it is published becomes it',
  ],
  [
    'goes with status scheduled only, and the status is {choice}',
    '只用于定时发布，而文章的状态是“{choice}”；请清空，或把状态改为“待发布”',
    'goes with what is planned only, and the status is “{choice}”',
  ],
  [
    'cannot be taken away; say which it is to be',
    '不能留空，请选择一种',
    'cannot be empty; choose one',
  ],
  [
    'cannot be changed; post a new article instead',
    '不能更改；需要另外的编号，请新建一篇文章',
    'cannot be changed; write a new article instead',
  ],
  [
    'does not go with status {choice}; what was public once is published or withdrawn',
    '与状态“{choice}”不符；公开过的文章只能是“已发布”或“已撤下”',
  ],
]

/** Of slugs and sections: src/articles/writing/slug.ts and src/editing/saving/decide.ts. */
export const SLUGS: Sentence[] = [
  [
    'must be lower-case words or Han characters, joined by single hyphens',
    '只能用小写字母、数字或汉字，词与词之间用一个连字符（-）隔开',
  ],
  [
    'must take at most {n} bytes percent-encoded (a Han character takes 9)',
    '太长：编码后最多 {n} 字节，一个汉字占 9 字节',
  ],
  [
    'has "{x}", which is not a slug: lower-case words or Han characters, joined by single hyphens',
    '里的“{x}”不能用：只能用小写字母、数字或汉字，词与词之间用一个连字符（-）隔开',
  ],
  [
    'cannot be: an article can leave {n} addresses, and no more',
    '不能再改：一篇文章最多换 {n} 次网址',
  ],
  [
    '"{x}" does not exist; create it with PUT /api/sections/{slug}, or check its spelling',
    '“{x}”不存在，请另选一个，或先新建这个栏目',
    '“{x}” does not exist; choose another, or create it first',
  ],
]

/** Of languages: src/site/registered.ts. */
export const LANGUAGES: Sentence[] = [
  [
    'must be a BCP 47 language tag, like zh-CN or en',
    '应填写语言代码，例如 zh-CN 或 en',
    'must be the code of a language, like zh-CN or en',
  ],
  [
    'has "{x}", which is no registered language; if you mean the language of {x2}, write "{x3}"',
    '里的“{x}”不是语言代码；如果指 {x2} 这个国家或地区的语言，请写“{x3}”',
  ],
  [
    'has "{x}", which is no registered language; write the code of the language, like "zh", "en" or "ar"',
    '里的“{x}”不是语言代码；请写语言的代码，例如“zh”“en”“ar”',
  ],
  [
    'has "{x}", which is no registered {noun}; leave it out, as in "{x2}"',
    '里的“{x}”不是登记过的{noun}；请去掉，只写“{x2}”',
  ],
  ['is too long as it should be: "{x}"', '写成规范的形式“{x}”就太长了，请写短一些'],
]

/** Of addresses on the web: src/articles/body/addresses.ts and values.ts. */
export const ADDRESSES: Sentence[] = [
  ['must be an absolute http or https URL', '要写完整的网址，以 https:// 或 http:// 开头'],
  [
    'is too long percent-encoded; at most {n} characters are allowed',
    '编码后太长，最多 {n} 个字符',
  ],
  ['has a backslash; write it with /, or as %5C', '里有反斜杠（\\），请改成 /，或写成 %5C'],
  [
    'begins with three slashes; write it with one, or with https://',
    '以三个斜杠开头，请改成一个，或以 https:// 开头',
  ],
  ['holds a character that cannot be seen; remove it', '里有看不见的字符，请删掉'],
  [
    'must have two slashes and a host after its scheme, like https://example.org/',
    '在 https: 之后要有两个斜杠和域名，例如 https://example.org/',
  ],
  ['has a user name or password in it; leave that out', '里带有用户名或密码，请去掉'],
]

/** Of fronts: src/editing/contract/input.ts and src/editing/saving/fronts.ts. */
export const FRONTS: Sentence[] = [
  ['names no article', '不存在，或者已被删除'],
  ['names an article that is not published', '现在没有发布，不能放在这里'],
  ['names an article that is there already', '前面已经有了，请去掉一个'],
  ['names an article of another section', '属于别的栏目，不能放在这里'],
  ['must be the number of an article', '应填写文章的编号'],
  ['must be a list of { "id": …, "until"?: … }', '应逐篇列出', 'must be a list'],
]
