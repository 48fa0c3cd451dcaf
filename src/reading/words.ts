/** What the interface says, in the languages it speaks. Labels bring their own punctuation. */
const chinese = {
  home: '首页',
  sections: '栏目',
  keywords: '关键词：',
  source: '来源：',
  author: '作者：',
  latest: '最新',
  noArticles: '这里还没有文章。',
  missingTitle: '没有这个页面',
  missingText: '地址可能有误,或者文章尚未发布。',
  goneTitle: '文章已撤下',
  goneText: '这篇文章已由编辑撤下,不再提供。',
  expiredTitle: '预览链接已过期',
  expiredText: '请向编辑索取新的链接。',
  unavailableTitle: '暂时无法打开',
  unavailableText: '我们正在处理,请稍后再试。',
  backHome: '回到首页',
  sitemaps: '网站地图',
  pages: '更多文章',
  older: '更早的文章',
  newer: '更新的文章',
  page: (number: number) => `第 ${number} 页`,
  archive: '按月归档',
  allArticles: '全部文章',
  earlier: '本栏目较早的文章',
}

type Words = typeof chinese

const english: Words = {
  home: 'Home',
  sections: 'Sections',
  keywords: 'Keywords: ',
  source: 'Source: ',
  author: 'By ',
  latest: 'Latest',
  noArticles: 'There are no articles here yet.',
  missingTitle: 'There is no such page',
  missingText: 'The address may be wrong, or the article is not published yet.',
  goneTitle: 'This article has been withdrawn',
  goneText: 'The editors have withdrawn this article.',
  expiredTitle: 'This preview link has expired',
  expiredText: 'Please ask the editors for a new one.',
  unavailableTitle: 'Not available right now',
  unavailableText: 'We are on it. Please try again in a moment.',
  backHome: 'Go to the front page',
  sitemaps: 'Sitemaps',
  pages: 'More articles',
  older: 'Older articles',
  newer: 'Newer articles',
  page: (number: number) => `page ${number}`,
  archive: 'Archive by month',
  allArticles: 'All articles',
  earlier: 'Earlier in this section',
}

/** The interface in a site's language: Chinese for any Chinese, English for everything else. */
export const wordsFor = (language: string): Words =>
  new Intl.Locale(language).language === 'zh' ? chinese : english
