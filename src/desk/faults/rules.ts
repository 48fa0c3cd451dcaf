/** What is wrong with rules of old addresses: src/articles/writing/rule-faults.ts and their contract. */
import type { Sentence } from './sentence'

export const RULES: Sentence[] = [
  ['must be a list of rules', '应逐条列出'],
  [
    'must be { "from": …, "to": … }, { "from": …, "origin": … } or { "from": …, "gone": true }',
    '要写成“旧网址 → 去处”',
    'must be an old address, an arrow, and where it leads',
  ],
  [
    'must lead somewhere: by one of to, origin or gone',
    '要有一个去处，而且只有一个',
    'must lead to one place',
  ],
  ['must be true', '只能是 true'],
  [
    'take too many keys of the home page; encoded, they take at most {n} bytes',
    '用到首页的参数太多，编码以后合计最多 {n} 字节',
  ],
  [
    'is like the same addresses as that of rule {n}; remove one of them',
    '与第 {n} 行的相同，请删掉一条',
    'is like the same addresses as that in line {n}; remove one of them',
  ],
  [
    'must be a path from the root, perhaps with a query, like /tag/:name or /?p=:id',
    '要以 / 开头写出路径，可以带参数，例如 /tag/:name 或 /?p=:id',
  ],
  ['may have * at the end of its path only', '里的 * 只能放在路径的末尾'],
  ['begins with {x}, which is the newsroom’s own', '以 {x} 开头，这是本站自己用的地址'],
  [
    'is the home page, which stays as it is; add the query that it had, like /?p=:id',
    '是首页，不能转走；请写上旧网址带的参数，例如 /?p=:id',
  ],
  ['names :{x} twice; give each a name of its own', '里 :{x} 用了两次，请各起一个名字'],
  [
    'needs a sign between :{x} and what follows it, as in /:year-:month',
    '里 :{x} 后面紧接着另一个，中间要有别的字符，例如 /:year-:month',
  ],
  [
    'may have placeholders in what its query says, and none in its keys',
    '里参数的名字不能用 :名称，只有参数的值可以',
  ],
  [
    'asks for "{x}", which campaigns add to any address; leave it out',
    '里的“{x}”是推广链接加上去的，任何地址都可能有，请去掉',
  ],
  ['asks for "{x}" twice; once is enough', '里的参数“{x}”写了两次，请去掉一个'],
  ['must have no query and no fragment', '不能带 ? 或 #'],
  [
    'may have no *; give what is to be passed on a name, like :name',
    '不能用 *；要带过去的部分请起个名字，例如 :name',
  ],
  ['must be one of ours: {x}', '要是本站的页面之一：{x}', 'must be a page of this site: {x}'],
  [
    'has :{x}, which "from" does not have; write it there too',
    '里有 :{x}，而旧网址里没有；请在旧网址里也写上',
    'has :{x}, which the old address does not have; write it there too',
  ],
  [
    'is itself like "from", so that readers would go round in a circle; make "from" narrower',
    '自己也符合这条旧网址，读者会转圈；请把旧网址写得更具体',
    'is itself like the old address, so that readers would go round in a circle; make that one narrower',
  ],
  [
    'must have :id and no other name where the rule has an origin',
    '要有 :id，而且只有它，才能按原系统编号找到文章',
    'must have :id and no other name where it leads by the number in an earlier system',
  ],
]
