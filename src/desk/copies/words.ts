/** What the desk says of what was typed and is not saved. */
import type { Words } from '../context'

export const COPIES = {
  zh: {
    notSaved: (at: string) => `这是您在 ${at} 写下的内容，还没有保存。`,
    moved: '在那以后又保存过别的改动；您按保存时，会先看到两边的比较。',
    discard: '丢弃，回到已保存的内容',
    discardNew: '丢弃',
    begun: '写了一半、还没有保存的',
    begunAt: (at: string) => `写于 ${at}`,
    newArticle: '新文章',
    untitled: '（没有标题）',
    tooLong: (kib: number) =>
      `内容太长，没有存到服务器上：正文最多 ${kib} KiB，其余各项合计最多 64 KiB。`,
    tooMany: (n: number) =>
      `没有存到服务器上：您已有 ${n} 篇新文章没有保存。请先保存或丢弃其中几篇，在“今日”里可以找到。`,
    notYours: '这个浏览器里现在登录的是另一个人，没有存到服务器上。请用原来的身份重新登录。',
    tooOften: '请求太多，请等一分钟。',
    noVersion: 'version 必须是一到十五位数字。',
  },
  en: {
    notSaved: (at: string) => `You typed this at ${at}; it is not saved yet.`,
    moved:
      'Since then something else was saved: when you press Save, you will see both compared first.',
    discard: 'Discard it, back to what is saved',
    discardNew: 'Discard it',
    begun: 'Begun, and not saved yet',
    begunAt: (at: string) => `typed ${at}`,
    newArticle: 'New article',
    untitled: '(no title)',
    tooLong: (kib: number) =>
      `Too long to be kept on the server: the text may have ${kib} KiB, and everything else together 64 KiB.`,
    tooMany: (n: number) =>
      `Not kept on the server: ${n} new articles of yours are not saved yet. Save or discard some; they are listed on Today.`,
    notYours:
      'Somebody else is signed in with this browser now, so it was not kept on the server. Sign in again as yourself.',
    tooOften: 'Too many requests; wait a minute.',
    noVersion: 'version must be a number of at most fifteen digits.',
  },
} satisfies Words<Record<string, unknown>>
