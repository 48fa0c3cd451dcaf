/** How a request came in, and how it ended. */
import type { Sentence } from './sentence'

/** How a request was sent: src/editing/door/request.ts and src/editing/receiving. */
export const FORMS: Sentence[] = [
  ['{choice} is not taken here; {choices} is.', '这个地址不接受 {choice}，只接受 {choices}。'],
  [
    'Content-Encoding "{x}" is not accepted; send the body uncompressed.',
    '不接受压缩方式“{x}”，请不压缩再发送。',
  ],
  ['Content-Type must be {x}, not "{x2}".', '不接受“{x2}”这种内容，只接受 {x}。'],
  ['Content-Type must be {x}.', '没有写明内容的种类，只接受 {x}。'],
  ['The body cannot be read as JSON: {x}.', '发送的内容不是 JSON：{x}。'],
  ['The body cannot be read as JSON: {x}', '发送的内容不是 JSON：{x}'],
  ['The body must be one JSON object: { … }.', '发送的内容必须是一个 JSON 对象：{ … }。'],
  [
    'The body must be one JSON object: { "url": … }',
    '发送的内容必须是一个 JSON 对象：{ "url": … }',
  ],
  [
    'The body cannot be read: this is {x}, not UTF-8. Save it as UTF-8 and send it again; nothing was stored.',
    '发送的内容是 {x} 编码，不是 UTF-8，读不出来。请存成 UTF-8 再发送；什么都没有保存。',
  ],
  [
    'The body cannot be read: this is not UTF-8: byte {n} is {x}. Save it as UTF-8 and send it again; nothing was stored.',
    '发送的内容不是 UTF-8 编码（第 {n} 个字节是 {x}），读不出来。请存成 UTF-8 再发送；什么都没有保存。',
  ],
  [
    'The body cannot be read: this is not UTF-8: byte {n} ends within a character. Save it as UTF-8 and send it again; nothing was stored.',
    '发送的内容不完整：到第 {n} 个字节，最后一个字只有一半。请重新发送；什么都没有保存。',
  ],
  [
    'The body cannot be read as multipart/form-data; send `picture` as a file in it',
    '发送的表单读不出来。请重新选择图片文件再上传',
    'The form cannot be read; choose the file of the picture again',
  ],
  [
    'The form has {n} parts; send {fields} in it, and nothing else',
    '表单有 {n} 项，太多了，只能有这些：{fields}。请重新打开页面再上传',
    'The form has {n} parts, and takes these only: {fields}; open the page again',
  ],
  [
    'A picture may take 20 MB, and a form with smaller ones 32 MB. Send it smaller, or packed more tightly.',
    '图片太大：一张最多 20 MB，连同缩小的图片最多 32 MB。请缩小或压缩后再传。',
  ],
]

export const ONCE = '不知道有没有保存成功。请把表单原样再提交一次：只会保存一次，不会重复。'
export const EN_ONCE =
  'Nobody knows whether it was stored. Send the form again as it is: it is stored once, and no more.'

/** When D1 did not say what became of a write: src/editing/door/failed.ts. */
export const UNKNOWN: Sentence[] = [
  [
    'What is written together was stored whole or not at all. Send the same request again, with the same Idempotency-Key: it is stored once, and answered.',
    ONCE,
    EN_ONCE,
  ],
  [
    'What is written together was stored whole or not at all. Send the same request again, with the same If-Match: if it was stored, that is the answer.',
    ONCE,
    EN_ONCE,
  ],
  [
    'What is written together was stored whole or not at all. Send the same request again: what has an origin is stored once. Send an Idempotency-Key, and all is.',
    '不知道有没有保存成功。请原样再发送一次：有原系统编号的只会保存一次。',
    'Nobody knows whether it was stored. Send it again as it is: what has an origin is stored once.',
  ],
  [
    'What is written together was stored whole or not at all. Send the same request again: done twice it does no harm.',
    '不知道有没有做成。请把表单原样再提交一次：做两次也没有关系。',
    'Nobody knows whether it was done. Send the form again as it is: done twice it does no harm.',
  ],
  [
    'It was stored whole or not at all. With an `origin` it can be sent again, and is stored once; without, see in GET /api/articles whether it is there. Send an `Idempotency-Key` next time.',
    '不知道有没有保存成功。请先到文章列表里看有没有这篇文章，没有再重新提交。',
    'Nobody knows whether it was stored. See among the articles whether it is there; if not, send it again.',
  ],
  [
    'It was made or not. See in GET /api/keys; if it is there, revoke it, for nobody knows its secret, and make another.',
    '不知道有没有建成。请到人员列表里看；如果有，请停用它（密钥已无人知道），再新建一个。',
    'Nobody knows whether it was made. See among the people; if it is there, revoke it, for nobody knows its secret, and make another.',
  ],
]
