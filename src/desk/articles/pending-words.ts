/** What the desk says of a published article's change that readers do not see yet. */
import type { Words } from '../context'

export const PENDING = {
  zh: {
    save: '保存修改（暂不公开）',
    publish: '发布修改',
    saved: (name: string, at: string) =>
      `${name} 于 ${at} 保存了修改，还没有公开：读者看到的仍是原来的内容。`,
    seePublic: '看读者看到的页面',
    compare: '对照修改前后',
    behind: '开始修改以后，文章本身又有改动。发布之前请先对照两边。',
    discarding: '放弃修改',
    discardText: '保存的修改会被删除，不能找回。读者看到的内容不变。',
    discard: '放弃这些修改',
    proposing: '读者已经能看到这篇文章。您的修改会先保存下来，由有发布权限的人公开。',
    title: (title: string) => `《${title}》的修改`,
    back: '回到文章',
    before: '读者看到的',
    after: '修改后',
    theirs: (name: string) =>
      `您打开这篇文章以后，${name} 又保存了修改。什么都没有覆盖：下面是两边合在一起的内容，还没有保存。请看过再按保存。`,
    gone: '您打开这篇文章以后，这些修改已经由别人发布或放弃了。您写的都在下面，还没有保存。请看过再按保存。',
    moved: (name: string) =>
      `开始修改以后，${name} 改动了文章本身。什么都没有覆盖：下面是两边合在一起的内容，还没有保存。请看过再发布。`,
    mark: '有修改待公开',
    today: '等待公开的修改',
    savedBy: (name: string, at: string) => `${name}，${at} 保存`,
  },
  en: {
    save: 'Save change',
    publish: 'Publish change',
    saved: (name: string, at: string) =>
      `${name} saved a change at ${at} that is not public yet: readers still see the former text.`,
    seePublic: 'Open the page that readers see',
    compare: 'Compare with what readers see',
    behind:
      'The article itself has been changed since this change began. Compare both before you publish it.',
    discarding: 'Discard change',
    discardText: 'The saved change is removed for good. What readers see stays as it is.',
    discard: 'Discard change',
    proposing:
      'Readers can see this article. Your change is saved first, and whoever may publish makes it public.',
    title: (title: string) => `Change of “${title}”`,
    back: 'Back to the article',
    before: 'What readers see',
    after: 'With the change',
    theirs: (name: string) =>
      `Since you opened this article, ${name} has saved a change of it. Nothing was overwritten: here are both brought together, not saved yet. Look it over, then save.`,
    gone: 'Since you opened this article, somebody has published or discarded that change. What you wrote stands below, not saved yet. Look it over, then save.',
    moved: (name: string) =>
      `Since this change began, ${name} has changed the article itself. Nothing was overwritten: here are both brought together, not saved yet. Look it over, then publish.`,
    mark: 'change not public yet',
    today: 'Changes not public yet',
    savedBy: (name: string, at: string) => `saved by ${name}, ${at}`,
  },
} satisfies Words<Record<string, unknown>>
