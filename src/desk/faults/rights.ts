/** What somebody lacks to do it. */
import type { Sentence } from './sentence'

export const ASK = '请向管理员申请。'
export const EN_ASK = 'Ask whoever manages people for it.'

/** Rights: src/editing/door/rights.ts, pictures.ts and keys.ts. */
export const RIGHTS: Sentence[] = [
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
    `这要有“撤下文章”的权限。${ASK}`,
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
    'This key was rotated, and manages no webhooks any more. Use its successor.',
    '您的密钥已经换新，旧的不能再管理推送。请用新密钥登录。',
    'Your key was replaced, and manages no webhooks any more. Sign in with the new one.',
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
