/** What the pages of sections say. */
import type { Words } from '../context'

export const WORDS = {
  zh: {
    intro: '网站导航和首页按这个顺序排列栏目：数字小的在前，数字相同的先建的在前。',
    place: '序号',
    placeOf: (name: string) => `“${name}”的序号`,
    up: (name: string) => `把“${name}”上移`,
    down: (name: string) => `把“${name}”下移`,
    saveOrder: '保存顺序',
    articles: (count: number) => `${count} 篇已发布`,
    address: (slug: string) => `地址：${slug}`,
    new: '新建栏目',
    make: '新建',
    slug: '地址中的名字',
    slugHint: '用小写字母、数字或汉字，词之间用连字符，例如 news 或 文化。建好后不能再改。',
    name: '名称',
    nameHint: '最多 50 个字，显示在导航里。',
    description: '简介',
    descriptionHint: '可以不写，最多 300 个字。显示在栏目页上，也给搜索引擎看。',
    taken: (name: string) => `这个地址已经有栏目“${name}”了。`,
    change: '修改栏目',
    saved: '已保存。',
    created: '栏目已建好。',
    removed: '栏目已删除。',
    placeFault: '序号要是 0 到 9999 之间的整数。',
    placeChanged: (now: number, yours: string) =>
      `这期间别人把它改成了 ${now}，您填的是 ${yours}。再按一次保存就用您的。`,
    changed: (field: string) => `这期间别人改了“${field}”，没有覆盖：`,
    theirs: '现在的：',
    yours: '您填的：',
    empty: '（空）',
    chooseText: '下面是您填的。再按一次保存就用您的；不想改动，就照现在的填写。',
    view: '看栏目页',
    remove: '删除栏目',
    removeText: '栏目页和它的订阅地址会消失，导航里不再有它。栏目没有文章，所以不会丢失文章。',
    used: '不能删除：它有文章或曾经有过文章，草稿也算。可以改名；要从导航里去掉，请管理员在设置里调整。',
    limits: (names: string) =>
      `注意：这些人员的权限限于它：${names}。删除后，他们在这里不能再写文章；以后若再建同名地址的栏目，他们又可以写。`,
    limitsSome: (count: number) =>
      `注意：有 ${count} 个人员的权限限于它。删除后，他们在这里不能再写。`,
    movedOn: '栏目在这期间改了名，没有删除。请再看一遍。',
  },
  en: {
    intro:
      'The site lists its sections in this order: lower numbers first, and of equal ones the older.',
    place: 'Position',
    placeOf: (name: string) => `Position of ${name}`,
    up: (name: string) => `Move ${name} up`,
    down: (name: string) => `Move ${name} down`,
    saveOrder: 'Save the order',
    articles: (count: number) => `${count} published`,
    address: (slug: string) => `Address: ${slug}`,
    new: 'New section',
    make: 'Create',
    slug: 'Name in addresses',
    slugHint:
      'Lower-case letters, digits or Han characters, words joined by hyphens, like news or local-history. It cannot be changed later.',
    name: 'Name',
    nameHint: '50 characters at most. Shown in the navigation.',
    description: 'Description',
    descriptionHint:
      'May be left empty; 300 characters at most. Shown on the section’s page and to search engines.',
    taken: (name: string) => `There is a section at this address: ${name}.`,
    change: 'Change the section',
    saved: 'Saved.',
    created: 'The section is there.',
    removed: 'The section is removed.',
    placeFault: 'A position must be a whole number from 0 to 9999.',
    placeChanged: (now: number, yours: string) =>
      `Somebody set it to ${now} meanwhile; you, to ${yours}. Save once more to have yours.`,
    changed: (field: string) =>
      `Somebody changed this meanwhile, and was not overwritten: ${field}`,
    theirs: 'As it is now:',
    yours: 'Yours:',
    empty: '(empty)',
    chooseText:
      'Below is what you typed. Save once more to have it; to leave things as they are, type what is there now.',
    view: 'See its page',
    remove: 'Remove the section',
    removeText:
      'Its page and its feeds are gone then, and the navigation is without it. It has no articles, so none is lost.',
    used: 'It cannot be removed: it has or had an article, be it a draft. It can be renamed; whoever runs the site can leave it out of the navigation.',
    limits: (names: string) =>
      `Mind that these people are limited to it: ${names}. Once it is gone, they cannot write in it; were one made at the same address later, they could again.`,
    limitsSome: (count: number) =>
      `Mind that ${count === 1 ? 'one person is' : `${count} people are`} limited to it. Once it is gone, they cannot write in it.`,
    movedOn: 'The section was renamed meanwhile, and is not removed. Look at it again.',
  },
} satisfies Words<Record<string, unknown>>
