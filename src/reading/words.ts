import { html } from 'hono/html'

type Html = ReturnType<typeof html>

/** What the interface says, in the languages it speaks. Labels bring their own punctuation. */
const chinese = {
  home: '首页',
  skip: '跳到正文',
  trail: '当前位置',
  sections: '栏目',
  pinyin: '显示拼音',
  keywords: '关键词：',
  source: '来源：',
  author: '作者：',
  latest: '最新',
  noArticles: '这里还没有文章。',
  missingTitle: '没有这个页面',
  missingText: '地址可能有误，或者文章尚未发布。可以搜索，也可以从下面的栏目看起。',
  goneTitle: '文章已撤下',
  goneText: '这篇文章已由编辑撤下，不再提供。可以搜索别的文章，也可以从下面的栏目看起。',
  expiredTitle: '预览链接已过期',
  expiredText: '请向编辑索取新的链接。',
  unavailableTitle: '暂时无法打开',
  unavailableText: '我们正在处理，请过一会儿重新打开这个页面。已经发布的文章都还在。',
  backHome: '回到首页',
  sitemaps: '网站地图',
  search: '搜索',
  searchField: '要找的词',
}

type Words = typeof chinese

const english: Words = {
  home: 'Home',
  skip: 'Skip to the text',
  trail: 'You are here',
  sections: 'Sections',
  pinyin: 'Show pinyin',
  keywords: 'Keywords: ',
  source: 'Source: ',
  author: 'By ',
  latest: 'Latest',
  noArticles: 'There are no articles here yet.',
  missingTitle: 'There is no such page',
  missingText:
    'The address may be wrong, or the article is not published yet. Search for it, or start from a section below.',
  goneTitle: 'This article has been withdrawn',
  goneText:
    'The editors have withdrawn it for good. Search for something else, or start from a section below.',
  expiredTitle: 'This preview link has expired',
  expiredText: 'Please ask the editors for a new one.',
  unavailableTitle: 'Not available right now',
  unavailableText:
    'We are on it. Please open this page again in a moment; nothing that was published is lost.',
  backHome: 'Go to the front page',
  sitemaps: 'Sitemaps',
  search: 'Search',
  searchField: 'Words to look for',
}

/** The interface in a site's language: Chinese for any Chinese, English for everything else. */
export const wordsFor = (language: string): Words =>
  new Intl.Locale(language).language === 'zh' ? chinese : english

const script = (language: string) => {
  const { language: code, script } = new Intl.Locale(language).maximize()
  return `${code}-${script}`
}

/**
 * The interface's words for a page of that language, marked with their own where it is another: on a
 * French site they are English, and on one in traditional characters they are simplified.
 */
export function say(language: string, text: string): Html | string {
  const own = wordsFor(language) === chinese ? 'zh-CN' : 'en'
  return script(own) === script(language) ? text : html`<span lang="${own}">${text}</span>`
}
