/** What the interface says to readers, in the languages it speaks. */
import { html } from 'hono/html'
import { directionOf, languageOf, scriptOf } from '../site/language'

type Html = ReturnType<typeof html>

/** Labels bring their own punctuation. */
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
  preview: '预览',
  previewTitle: (title: string) => `预览：${title}`,
  previewDraft: '预览：草稿，尚未发布。',
  previewPlanned: (time: string) => `预览：尚未发布，计划于 ${time} 发布。`,
  previewPublished: '预览：这篇文章已经发布。',
  previewUntil: (time: string) => `链接有效至 ${time}。`,
  expiredTitle: '预览链接已过期',
  expiredText: '请向编辑索取新的链接。',
  unavailableTitle: '暂时无法打开',
  unavailableText: '我们正在处理，请过一会儿重新打开这个页面。已经发布的文章都还在。',
  backHome: '回到首页',
  sitemaps: '网站地图',
  pages: '更多文章',
  older: '更早的文章',
  newer: '更新的文章',
  page: (number: number) => `第 ${number} 页`,
  archive: '按月归档',
  allArticles: '全部文章',
  earlier: '本栏目较早的文章',
  search: '搜索',
  searchFor: '搜索：',
  searchField: '要找的词',
  allSections: '全部栏目',
  searchHelp:
    '多个词用空格隔开，要全部出现；带引号的词按原样连在一起查找。只有一个汉字时，只在标题和关键词中查找。',
  searchEmpty: '这里面没有可以查找的字词。',
  searchTooLong: '要找的内容太长了，请不要超过 200 个字符。',
  searchNone: '没有找到相关文章。',
  searchNoneYet: '较新的文章里没有找到，可以继续往前找。',
  searchPartial: '有一部分文章暂时搜不到，请稍后再试。',
  searchNewest: '从最新的开始',
  searchTooOften: '搜索得太频繁了，请一分钟后再试。',
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
    'The address may be wrong, or the article may not be published yet. Search for it, or start from a section below.',
  goneTitle: 'This article has been withdrawn',
  goneText:
    'The editors have taken it down. Search for something else, or start from a section below.',
  preview: 'Preview',
  previewTitle: (title: string) => `Preview: ${title}`,
  previewDraft: 'Preview: a draft, not published. ',
  previewPlanned: (time: string) => `Preview: not published yet, planned for ${time}. `,
  previewPublished: 'Preview: this article has been published. ',
  previewUntil: (time: string) => `This link is good until ${time}.`,
  expiredTitle: 'This preview link has expired',
  expiredText: 'Please ask the editors for a new one.',
  unavailableTitle: 'Not available right now',
  unavailableText:
    'We are on it. Please open this page again in a moment; nothing that was published is lost.',
  backHome: 'Go to the front page',
  sitemaps: 'Sitemaps',
  pages: 'More articles',
  older: 'Older articles',
  newer: 'Newer articles',
  page: (number: number) => `page ${number}`,
  archive: 'Archive by month',
  allArticles: 'All articles',
  earlier: 'Earlier in this section',
  search: 'Search',
  searchFor: 'Search: ',
  searchField: 'Words to search for',
  allSections: 'All sections',
  searchHelp:
    'Separate words with spaces: all of them must occur. Words in quotation marks must follow one another. A single Chinese character is looked for in titles and keywords only.',
  searchEmpty: 'There is nothing here to search for.',
  searchTooLong: 'That is too long a search. Please keep it to 200 characters.',
  searchNone: 'No article was found.',
  searchNoneYet: 'Nothing was found in the newer articles. You can keep looking in older ones.',
  searchPartial: 'Some of the articles cannot be searched right now. Please try again later.',
  searchNewest: 'Start from the newest',
  searchTooOften: 'Too many searches. Please try again in a minute.',
}

/** The interface in a site's language: Chinese for any Chinese, English for everything else. */
export const wordsFor = (language: string): Words =>
  languageOf(language) === 'zh' ? chinese : english

const written = (tag: string) => `${languageOf(tag)}-${scriptOf(tag)}`

/**
 * The interface's words on a page in that language, marked with their own language where it differs:
 * on a French site they are English, and on one in traditional characters they are simplified.
 */
export function say(language: string, text: string): Html | string {
  const own = wordsFor(language) === chinese ? 'zh-CN' : 'en'
  if (written(own) === written(language)) return text
  const dir = directionOf(language) === 'rtl' ? html` dir="ltr"` : ''
  return html`<span lang="${own}"${dir}>${text}</span>`
}
