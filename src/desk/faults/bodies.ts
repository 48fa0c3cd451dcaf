/** What is wrong with a body: ends of sentences that begin with it. See src/articles/body. */
import type { Sentence } from './sentence'

/** How much it holds. */
const BOUNDS: Sentence[] = [
  [
    'renders to more than 1.5 MB of HTML; split the article or simplify its markup',
    '排版后超过 1.5 MB；请分成几篇，或把格式弄简单些',
    'is larger than 1.5 MB once laid out; split the article or simplify its markup',
  ],
  ['is nested too deeply; flatten its markup', '的格式一层套一层，套得太深；请减少层次'],
  ['has more than 1,000 footnote marks; split the article', '的脚注标记超过 1,000 处；请分成几篇'],
  [
    'has more than {n} elements, or 1.5 MB of HTML; split the article or simplify its markup',
    '太复杂：排版后的元素超过 {n} 个，或超过 1.5 MB；请分成几篇，或把格式弄简单些',
  ],
  [
    'is nested too deeply: more than {n} lists and quotations within each other; flatten them',
    '的列表和引用套得太深，超过 {n} 层；请减少层次',
  ],
  [
    'has more than {n} links; split the article or leave some out',
    '的链接超过 {n} 个；请分成几篇，或去掉一些',
  ],
  [
    'has more than {n} pictures; split the article or leave some out',
    '的图片超过 {n} 张；请分成几篇，或去掉一些',
  ],
  [
    'embeds more than {n} frames; split the article or link to some',
    '嵌入的外部内容超过 {n} 个；请分成几篇，或把一些改成链接',
  ],
  [
    'has more Markdown in it than can be taken apart in time; split the article, or put what is not Markdown into a code block',
    '里的 Markdown 记号太多，处理不完；请分成几篇，或把不是 Markdown 的内容放进代码块',
  ],
]

/** What it holds. */
const CONTENTS: Sentence[] = [
  [
    'refers to a control character, or to one that there is not (like &#8;); remove it',
    '里写了控制字符或不存在的字符（像 &#8; 这样的），请删掉',
  ],
  ['refers to the control character {code}; remove it', '里写了控制字符 {code}，请删掉'],
  [
    'must have something left to show once unsafe markup is gone',
    '去掉不安全的内容后什么也不剩，请写上文字',
  ],
  ['holds {noun} without an address; link to it instead', '里有{noun}没有写地址，请改成链接'],
  [
    'has an address ({x}) that {fault}',
    '里的地址（{x}）{fault}',
    'has an address ({x}) that {fault}',
  ],
  [
    'embeds nothing, and nothing may be (SITE_EMBEDS); link to it instead',
    '里有一个没有写地址的嵌入框，请去掉或改成链接',
    'has a frame without an address; take it out, or put a link in its place',
  ],
  [
    'embeds nothing, and only {x} may be (SITE_EMBEDS); link to it instead',
    '里有一个没有写地址的嵌入框；本站只允许嵌入 {x}，请补上地址或改成链接',
    'has a frame without an address, and only {x} may be embedded here; give it one, or link to it',
  ],
  [
    'embeds {x}, and nothing may be (SITE_EMBEDS); link to it instead',
    '里嵌入了外部内容（{x}），本站不允许嵌入；请改成链接',
    'embeds {x}, and nothing may be embedded here; link to it instead',
  ],
  [
    'embeds {x}, and only {x2} may be (SITE_EMBEDS); link to it instead',
    '里嵌入了外部内容（{x}），本站只允许嵌入 {x2}；请改成链接',
    'embeds {x}, and only {x2} may be embedded here; link to it instead',
  ],
  [
    'embeds {x} without a title; say what it is in title="…"',
    '里嵌入的 {x} 没有标题，请用 title="…" 写明是什么',
  ],
]

/** Pictures in it. */
const PICTURES: Sentence[] = [
  [
    'has a picture without an address that pages can show; give it one that begins with https:// or /',
    '里有一张图片没有能显示的地址，地址要以 https:// 或 / 开头',
  ],
  [
    'has a picture ({x}) whose address depends on where it is read; begin it with https:// or /',
    '里的图片（{x}）地址不完整，要以 https:// 或 / 开头',
  ],
  [
    'has a picture ({x}) whose address is no picture but a page that is made anew each time; leave it out',
    '里的图片（{x}）地址不是图片，而是本站的网页，请去掉',
  ],
  [
    'has a picture without alt ({x}); say what it shows in alt="…", or alt="" if it only decorates',
    '里的图片（{x}）没有内容说明；请用 alt="…" 写明图上是什么，只起装饰作用的写 alt=""',
  ],
  [
    'has a picture ({x}) that is named by no hash; it has 64 digits, as POST /api/pictures answers it',
    '里的图片（{x}）编号不对；编号是 64 位，请从图片库里复制',
    'has a picture ({x}) whose number is wrong; it has 64 digits, as the pictures’ pages show it',
  ],
  [
    'has a picture ({x}) that is not there, or not any more; send it with POST /api/pictures, or take it out',
    '里的图片（{x}）不存在或已被删除；请重新上传，或从正文里去掉',
    'has a picture ({x}) that is not there, or not any more; upload it, or take it out',
  ],
  [
    'has a picture ({x}) that is not here; send it, and then have articles drawn anew (npm run renew)',
    '里的图片（{x}）还没有传上来',
    'has a picture ({x}) that is not here yet',
  ],
  [
    'has a picture ({x}) without alt; say what it shows, or that it only decorates with alt="" in HTML',
    '里的图片（{x}）没有内容说明；请写明图上是什么，只起装饰作用的用 HTML 写 alt=""',
  ],
  [
    'names a picture that is not there, or not any more; send it with POST /api/pictures, or take it out',
    '不存在或已被删除；请重新上传，或另选一张',
    'is not there, or not any more; upload it, or choose another',
  ],
  [
    'names a picture that is not here; send it, and then have articles drawn anew (npm run renew)',
    '还没有传上来',
    'is not here yet',
  ],
  [
    'is missing; say what it shows, or that it only decorates with ""',
    '没有填写；请写明图上是什么，或注明只起装饰作用',
    'is missing; say what it shows, or that it only decorates',
  ],
]

export const BODIES = [...BOUNDS, ...CONTENTS, ...PICTURES]
