/** Why a whole request was refused. */
import type { ProblemName } from '../../editing/door/problems'
import { CONFLICTS } from './conflicts'
import { EN_ONCE, FORMS, ONCE, UNKNOWN } from './requests'
import { ASK, EN_ASK, RIGHTS } from './rights'
import type { Sentence } from './sentence'

export const PROBLEMS = [...RIGHTS, ...CONFLICTS, ...FORMS, ...UNKNOWN]

const TRY_AGAIN = '什么都没有保存，请过一会儿再提交一次。'
const EN_TRY_AGAIN = 'Nothing was stored. Send the form again in a moment.'

/** What the API says when there is nothing particular to say: `help` in src/editing/door/problems.ts. */
export const HELP: Record<ProblemName, Required<Sentence>> = {
  'bad-json': [
    'Send one JSON object in UTF-8.',
    '发送的内容读不出来。请重新打开页面再提交。',
    'What was sent cannot be read. Open the page again, and send the form once more.',
  ],
  unauthorized: [
    'Send `Authorization: Bearer KEY` with a key from `npm run keys -- create`. A key that was mistyped, revoked or never existed is answered alike.',
    '登录已失效。请重新登录。',
    'You are not signed in any more. Sign in again.',
  ],
  forbidden: [
    'Use a key with the scope and the sections it takes. Its manager can see what it has under /api/keys.',
    `您没有做这件事的权限。${ASK}`,
    `You lack the right to do that. ${EN_ASK}`,
  ],
  'not-found': [
    'Check the path and the number in it. The addresses are listed under /api/docs.',
    '没有找到：可能已被删除，或者您的权限看不到。',
    'There is nothing here: it may be gone, or beyond what you may see.',
  ],
  'method-not-allowed': [
    'The `Allow` header lists the methods it takes.',
    '这里不能这样操作。请重新打开页面再试。',
    'That cannot be done here. Open the page again.',
  ],
  'slug-taken': [
    'Addresses are for good: choose another slug, or leave it out to have one made.',
    '网址里的这个名字已被别的文章用过，不能再用。请换一个，或留空由系统生成。',
    'The name in the address is or was another article’s. Choose another, or leave it empty to have one made.',
  ],
  'address-taken': [
    'An old address leads to one article: take it away from that one first, or leave it out here.',
    '这个旧网址已经指向别的文章，一个旧网址只能指向一篇。请先在那篇里去掉，或在这里留空。',
    'This old address leads to another article. Take it away there first, or leave it out here.',
  ],
  conflict: [
    'Read what there is, and see what it allows.',
    '现在的情况不允许这样做。请重新打开页面，看看现在是什么样。',
    'The present state does not allow that. Open the page again, and see what there is.',
  ],
  'stale-revision': [
    'Read it again, make your change to what you find, and send its new ETag in `If-Match`.',
    '您打开之后，又有人改过。什么都没有覆盖：请先看新的一版，把您的改动并进去，再保存。',
    'Somebody changed it after you opened it. Nothing was overwritten. Look at the new revision, put your changes into it, and save again.',
  ],
  'too-large': [
    'A request may take 1 MiB, an article’s body 256 KiB of it. An import may take 32 MiB and 1,000 lines, and each line 1 MiB.',
    '内容太大：一篇文章的正文最多 256 KB（一个汉字占 3 字节）。什么都没有保存，请缩短或分成几篇。',
    'It is too large: the text of an article may take 256 KiB. Nothing was stored. Shorten it, or split the article.',
  ],
  'unsupported-media-type': [
    'POST and PUT take `application/json`, PATCH `application/merge-patch+json`, none of them compressed.',
    '发送的内容不是这里接受的种类。请重新打开页面再提交。',
    'What was sent is of no kind that is taken here. Open the page again, and send the form once more.',
  ],
  'invalid-input': [
    '`errors` lists every fault with its field and how to put it right. Nothing was stored.',
    '填写的内容有问题，请照各项的说明改正。什么都没有保存。',
    'Something is wrong with what was filled in: see what is said of each field. Nothing was stored.',
  ],
  'idempotency-key-reused': [
    'Send the same body to have the same answer again, or another key for another request.',
    '这张表单已经提交过，内容与这次不同，这次没有保存。请到列表里找到已保存的，在那里修改。',
    'This form was sent before, with something else in it, and was not stored this time. Find what was stored, and change it there.',
  ],
  'if-match-required': [
    'Send the ETag you got when reading it in `If-Match`. `*` will not do: it would overwrite what you have not seen.',
    '不知道您改的是哪一版，没有保存。请重新打开页面再改。',
    'It was not said which revision you changed, so nothing was stored. Open the page again, and change it there.',
  ],
  'rate-limited': [
    'Wait as many seconds as `Retry-After` says. A key may make 1,000 writes a minute, of which an import is one for each piece that is written together, and an address 20 failed attempts to log in, unless the newsroom is set up otherwise.',
    '操作太频繁，什么都没有保存。请等一分钟再提交。',
    'Too much was done at once, and nothing was stored this time. Wait a minute, and send the form again.',
  ],
  'answer-erased': [
    'The article it made was changed by its editors for good reason. Read it before you send anything new.',
    '这张表单已经提交过，保存的内容后来被抹除了。请先看看那篇文章现在是什么样。',
    'This form was sent before, and what it stored has been erased since. Look at the article before you send anything new.',
  ],
  'not-stored': [
    'With `atomic=true` a request is stored whole or not at all. Mend the other lines and send all of them again.',
    '其中有不合要求的，所以全都没有保存。请改好再一起提交。',
    'Some of it was refused, so nothing was stored. Put that right, and send all of it again.',
  ],
  busy: [
    'Nothing was stored. Send the request again after `Retry-After` seconds.',
    `同时有别人在保存。${TRY_AGAIN}`,
    `Others are saving at the same time. ${EN_TRY_AGAIN}`,
  ],
  internal: [
    'Nothing was stored. It has been logged; trying again is safe.',
    '系统出了错，已经记录下来。什么都没有保存，可以再提交一次。',
    'Something went wrong on our side, and has been logged. Nothing was stored; you can send the form again.',
  ],
  unavailable: [
    'Nothing was stored. Send the request again after `Retry-After` seconds.',
    `数据库暂时没有回应。${TRY_AGAIN}`,
    `The database does not answer right now. ${EN_TRY_AGAIN}`,
  ],
  'pictures-unavailable': [
    'R2 does not answer. Nothing was kept. Send the picture again after `Retry-After` seconds.',
    '图片暂时存不了。什么都没有保存，请过一会儿再上传一次。',
    'Pictures cannot be stored right now. Nothing was kept. Upload the picture again in a moment.',
  ],
  'outcome-unknown': [
    'What is written together was stored whole or not at all. Send the same request again after `Retry-After` seconds: with the same `Idempotency-Key`, the same `If-Match` or the same `origin` it is stored once, and answered. Without any of these, look first what there is.',
    ONCE,
    EN_ONCE,
  ],
}
