/** What is wrong with fields of articles besides their text: ends of sentences that begin with the field. */
import type { Sentence } from './sentence'

/** Of old addresses: src/editing/contract. */
export const FORMER_ADDRESSES: Sentence[] = [
  [
    'must be a path of the old site, like /2019/05/title/ or /?p=123: no scheme, no host, at most {n} bytes',
    '要写旧网站上的路径，如 /2019/05/标题/ 或 /?p=123：不写 https:// 和域名，最多 {n} 字节（一个汉字占 3 字节）',
  ],
  [
    'names {x}, where the newsroom itself answers: nobody gets from there to an article',
    '写了 {x}，这是本站自己的网址，不会转到文章，请去掉',
    'names {x}, where this site itself answers: nobody gets from there to an article',
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
    '只用于定时发布，而文章的状态是“{choice}”；请清空，或按“定好时间”',
    'goes with what is planned only, and the status is “{choice}”',
  ],
  [
    'cannot be taken away; say which it is to be',
    '不能留空，请选择一种',
    'cannot be empty; choose one',
  ],
  ['is not part of a draft; change the article itself', '不属于待公开的修改，请直接改这篇文章'],
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
