/** Why a whole request was refused. */
import type { ProblemName } from '../../editing/door/problems'
import type { Sentence } from './sentence'

const ASK = '请向管理员申请。'
const EN_ASK = 'Ask whoever manages people for it.'

/** Rights: src/editing/door/rights.ts, pictures.ts and keys.ts. */
const RIGHTS: Sentence[] = [
  [
    'This key lacks the scope {choices}.',
    `您没有这项权限：{choices}。${ASK}`,
    `You lack the right to {choices}. ${EN_ASK}`,
  ],
  [
    'This key lacks the scopes {choices}.',
    `您没有这些权限：{choices}。${ASK}`,
    `You lack the rights to {choices}. ${EN_ASK}`,
  ],
  [
    'This key lacks the scope articles:write. An import takes that, or {choices}.',
    `您没有导入的权限，要有其中之一：写稿、{choices}。${ASK}`,
    `You lack the right to import: that is to write articles, or to {choices}. ${EN_ASK}`,
  ],
  [
    'This key lacks a scope for articles.',
    `您没有查看文章的权限。${ASK}`,
    `You lack the right to see articles. ${EN_ASK}`,
  ],
  [
    'This key does not reach the section "{x}".',
    `您的权限不包括栏目“{x}”。${ASK}`,
    `Your rights do not reach the section “{x}”. ${EN_ASK}`,
  ],
  [
    'This key is limited to sections.',
    '您的权限只限于部分栏目，而这里涉及所有栏目。',
    'Your rights are limited to sections, and this is about all of them.',
  ],
  [
    'It takes a key with articles:withdraw.',
    `这要有“撤稿”的权限。${ASK}`,
    `It takes the right to withdraw articles. ${EN_ASK}`,
  ],
  [
    'It takes a key for all sections: a picture may be shown in any of them.',
    '这要有所有栏目的权限：图片可能用在任何栏目里。',
    'It takes rights for all sections: a picture may be shown in any of them.',
  ],
  [
    'This key was rotated, and manages no keys any more. Use its successor.',
    '您的密钥已经换新，旧的不能再管理人员。请用新密钥登录。',
    'Your key was replaced, and manages nobody any more. Sign in with the new one.',
  ],
  [
    'A key can only hand on scopes and sections that it has itself.',
    '您只能把自己有的权限和栏目交给别人。',
    'You can only hand on rights and sections that you have yourself.',
  ],
  [
    'This key ends at {time}, and manages none that lasts longer.',
    '您的权限到 {time} 为止，不能管理比这更晚到期的人员。',
    'Your rights end at {time}, and manage nobody’s that last longer.',
  ],
  [
    'A key in this was revoked or rotated meanwhile.',
    '这期间有一个密钥被停用或换新了，没有做成。请重新打开页面看看。',
    'A key in this was revoked or replaced meanwhile, and nothing was done. Open the page again.',
  ],
]

/** What the present state does not allow: src/editing and src/editing/saving. */
const CONFLICTS: Sentence[] = [
  [
    'The article is at revision {n} now. Read it again and send its ETag in If-Match.',
    '您打开之后，这篇文章又有人改过，现在是第 {n} 版。什么都没有覆盖：请先看新的一版，把您的改动并进去，再保存。',
    'Somebody changed the article after you opened it: it is at revision {n} now. Nothing was overwritten. Look at that one, put your changes into it, and save again.',
  ],
  [
    'The slug "{x}" is or was another article’s. Choose another, or leave it out to have one made.',
    '网址里的名字“{x}”已被别的文章用过，不能再用。请换一个，或留空由系统生成。',
    'The name “{x}” in the address is or was another article’s. Choose another, or leave it empty to have one made.',
  ],
  [
    'The front is at version {n} now. Read it again and send its ETag in If-Match.',
    '您打开之后，头条又有人改过，现在是第 {n} 版。什么都没有覆盖：请先看现在的编排，把您的改动并进去，再保存。',
    'Somebody changed the front after you opened it: it is at version {n} now. Nothing was overwritten. Look at that one, put your changes into it, and save again.',
  ],
  [
    'Only drafts are handed in, and the article is {choice}.',
    '只有草稿能交稿，而这篇文章是“{choice}”。',
    'Only drafts are handed in, and the article is “{choice}”.',
  ],
  ['The article is not handed in.', '这篇文章没有交稿。'],
  [
    'It was sent back already. Once it is handed in again, it can be sent back again.',
    '这篇稿子已经退回。再次交稿以后，才能再退。',
  ],
  [
    'It was handed in anew, taken back or sent back just now. Look at it again.',
    '就在刚才，它被重新交稿、收回或退回了。请再看一看。',
  ],
  [
    'An article came from this origin already, and this key does not reach it.',
    '已有一篇文章用了这个原系统编号，而您的权限看不到它。',
    'An article came from this origin already, and your rights do not reach it.',
  ],
  [
    'Another article came from this origin. Only one can.',
    '另一篇文章已用了这个原系统编号，一个编号只能有一篇。',
  ],
  [
    'This newsroom takes no pictures yet: add [[r2_buckets]] with binding = "PICTURES" to wrangler.toml and deploy it. See docs/pictures.md.',
    '本站还不能存图片。请让管理网站的人按 docs/pictures.md 开通。',
    'This newsroom takes no pictures yet. Whoever runs the site can change that: see docs/pictures.md.',
  ],
  [
    'This very picture was taken down, and is not taken again. Whoever may take pictures down can lift that: see docs/pictures.md.',
    '这张图片曾被撤下，不能再传。有撤下图片权限的人可以解除。',
    'This very picture was taken down, and is not taken again. Whoever may take pictures down can lift that.',
  ],
  [
    'An article shows it: see GET /api/pictures/{hash}. Take it out there first, or take the picture down with POST /api/pictures/{hash}/takedown.',
    '有文章正在用这张图片。请先从文章里去掉，或把图片撤下。',
    'An article shows it. Take it out there first, or take the picture down.',
  ],
  [
    'Its files are still being removed, or articles drawn without it: that is done ten minutes after it was taken down, if nothing is in the way. Lift it then.',
    '图片文件还在删除，用过它的文章也还在重新生成；没有意外的话，撤下十分钟后就会完成，到时再解除。',
  ],
  [
    'A newsroom may have {n} sections, and this one has. Use one there is, or remove one that never had an article.',
    '栏目最多 {n} 个，已经满了。请用现有的栏目，或删掉一个从没有过文章的。',
  ],
  [
    'The section has or had an article, be it a draft: it can be renamed, but not removed. `SITE_NAVIGATION` can leave it out.',
    '这个栏目有过文章（草稿也算），可以改名，不能删除。不想让它出现在导航里，请让管理网站的人改 SITE_NAVIGATION。',
    'The section has or had an article, be it a draft: it can be renamed, but not removed. Whoever runs the site can leave it out of the navigation (SITE_NAVIGATION).',
  ],
  [
    'A key that no longer works cannot be rotated; create a new one.',
    '已经失效的密钥不能换新，请新建一个。',
  ],
  [
    'The current revision cannot be erased. Change the article, withdrawn if need be, so that another is current.',
    '当前这一版不能抹除。请先修改文章（必要时先撤下），让另一版成为当前版。',
  ],
  ['The revision was erased; nothing is left of its content.', '这一版已被抹除，内容没有留下。'],
]

/** How a request was sent: src/editing/door/request.ts and src/editing/receiving. */
const FORMS: Sentence[] = [
  ['{x} is not taken here; {x2} is.', '这个地址不接受 {x}，只接受 {x2}。'],
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

const ONCE = '不知道有没有保存成功。请把表单原样再提交一次：只会保存一次，不会重复。'
const EN_ONCE =
  'Nobody knows whether it was stored. Send the form again as it is: it is stored once, and no more.'

/** When D1 did not say what became of a write: src/editing/door/failed.ts. */
const UNKNOWN: Sentence[] = [
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
