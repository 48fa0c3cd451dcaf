/** What stands in the way of it. */
import type { Sentence } from './sentence'

/** What the present state does not allow: src/editing and src/editing/saving. */
export const CONFLICTS: Sentence[] = [
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
    'The former address "{x}" leads to another article. Take it away from that one first, or leave it out here.',
    '旧网址“{x}”已经指向别的文章，一个旧网址只能指向一篇。请先在那篇里去掉，或在这里去掉。',
    'The former address “{x}” leads to another article. Take it away from that one first, or leave it out here.',
  ],
  [
    'The front is at version {n} now. Read it again and send its ETag in If-Match.',
    '您打开之后，头条又有人改过，现在是第 {n} 版。什么都没有覆盖：请先看现在的编排，把您的改动并进去，再保存。',
    'Somebody changed the front after you opened it: it is at version {n} now. Nothing was overwritten. Look at that one, put your changes into it, and save again.',
  ],
  [
    'The rules are at version {n} now. Read them again and send their ETag in If-Match.',
    '您打开之后，规则又有人改过，现在是第 {n} 版。什么都没有覆盖：请对照现在的规则，把您的改动并进去，再保存。',
    'Somebody changed the rules after you opened them: they are at version {n} now. Nothing was overwritten. Look at those, put your changes into them, and save again.',
  ],
  [
    'Only drafts are handed in, and the article is {choice}.',
    '只有草稿能交稿，而这篇文章是“{choice}”。',
    'Only drafts are handed in, and the article is “{choice}”.',
  ],
  ['The article is not handed in.', '这篇文章没有交稿。'],
  ['Nothing of this article is pending.', '这篇文章没有待公开的修改。'],
  [
    'Drafts are for what readers can see, and the article is {choice}. Change it with PATCH /api/articles/{id}.',
    '只有读者能看到的文章才有待公开的修改，而这篇文章是“{choice}”，请直接修改。',
    'Changes wait only where readers see the article, and it is “{choice}”: change it as it is.',
  ],
  [
    'The draft is another one now, saved by {x}. Read it again and send its ETag in If-Match.',
    '您打开之后，{x} 又保存了修改。什么都没有覆盖：请先看现在的修改，把您的并进去，再保存。',
    '{x} saved a change after you opened it. Nothing was overwritten. Look at that one, put your changes into it, and save again.',
  ],
  [
    'The article is at revision {n} now, and the draft began from an earlier one. Compare both, save the draft with that `revision`, and publish it then.',
    '文章已经是第 {n} 版，而待公开的修改是从更早的一版开始的。请对照两边，保存以后再发布。',
    'The article is at revision {n} now, and the change began from an earlier one. Compare both, save the change, and publish it then.',
  ],
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
    'TEXT_{n} is {n} % full: bind another text database, and move texts there. See docs/growing.md.',
    'TEXT_{n} 已经用了 {n}%，请再绑定一个正文数据库，把正文移到那里。参见 docs/growing.md。',
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
    'A newsroom may have {n} webhooks, and this one has. Remove one that nobody needs.',
    '推送最多设 {n} 个，已经满了。请先删掉一个用不着的。',
    'There may be {n} webhooks, and there are. Remove one that nobody needs.',
  ],
  [
    'It was tried just now. Try again in {n} seconds.',
    '刚刚试过。请过 {n} 秒再试。',
    'It was tried just now. Try again in {n} seconds.',
  ],
  [
    'A newsroom may have {n} readings, and this one has. Remove some that nobody needs.',
    '读音最多记 {n} 个词，已经满了。请先删掉一些用不着的。',
    'There may be {n} readings, and there are. Remove some that nobody needs.',
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
