/** What the API's fields are called at the desk. */
import type { DeskLanguage } from '../door/sessions'

/** Chinese and English. `*` stands for a place in a list, counted from 0 there and from 1 here. */
const LABELS: Record<string, readonly [zh: string, en: string]> = {
  // Of articles.
  title: ['标题', 'Title'],
  section: ['栏目', 'Section'],
  keywords: ['关键词', 'Keywords'],
  'keywords.*': ['第 * 个关键词', 'Keyword *'],
  summary: ['摘要', 'Summary'],
  author: ['作者', 'Author'],
  source: ['来源', 'Source'],
  'source.name': ['来源', 'Source'],
  'source.url': ['来源的网址', 'Source’s web address'],
  body: ['正文', 'Text'],
  format: ['正文的写法', 'How the text is written'],
  slug: ['网址里的名字', 'Name in the address'],
  language: ['语言', 'Language'],
  status: ['状态', 'Status'],
  publishedAt: ['发布时间', 'Published at'],
  publishAt: ['计划发布的时间', 'Publish at'],
  origin: ['原系统编号', 'Origin'],
  'origin.system': ['原系统的名称', 'Origin: system'],
  'origin.id': ['原系统里的编号', 'Origin: number'],
  lead: ['题图', 'Lead picture'],
  'lead.picture': ['题图', 'Lead picture'],
  'lead.alt': ['“题图说明”', 'What the lead picture shows'],
  'lead.caption': ['题图下的文字', 'Caption of the lead picture'],
  // Of hand-ins and fronts.
  note: ['附言', 'Note'],
  articles: ['头条', 'Articles at the front'],
  'articles.*': ['第 * 篇文章', 'Article *'],
  'articles.*.id': ['第 * 篇文章', 'Article *'],
  'articles.*.until': ['第 * 篇文章撤出的时间', 'Time that article * leaves'],
  // Of pictures.
  picture: ['图片', 'Picture'],
  url: ['图片网址', 'Picture address'],
  alt: ['“图片说明”', 'What the picture shows'],
  size: ['缩小的图片', 'Smaller picture'],
  card: ['分享卡片', 'Social card'],
  formerAddresses: ['旧网址', 'Former addresses'],
  'formerAddresses.*': ['第 * 个旧网址', 'Former address *'],
  hash: ['图片编号', 'Picture number'],
  // Of readings.
  word: ['词', 'Word'],
  pinyin: ['拼音', 'Pinyin'],
  starts: ['词的开头', 'Beginning of the word'],
  // Of old addresses.
  rules: ['规则', 'Rules'],
  // A rule is a line there.
  'rules.*': ['第 * 行', 'Line *'],
  'rules.*.from': ['第 * 行的旧网址', 'Old address in line *'],
  'rules.*.to': ['第 * 行的去处', 'Where line * leads'],
  'rules.*.origin': ['第 * 行的原系统名称', 'System in line *'],
  'rules.*.gone': ['第 * 行的 410', '410 in line *'],
  // Of sections, people and links.
  name: ['名称', 'Name'],
  position: ['序号', 'Position'],
  description: ['简介', 'Description'],
  scopes: ['权限', 'Rights'],
  'scopes.*': ['第 * 项权限', 'Right *'],
  sections: ['栏目', 'Sections'],
  'sections.*': ['第 * 个栏目', 'Section *'],
  expiresAt: ['到期时间', 'Time it ends'],
  overlap: ['旧密钥继续可用的时间', 'Time the old key works on'],
  expiresIn: ['链接的有效时间', 'Time the link works'],
  // Of webhooks: their `url` is called so at the desk.
  receiver: ['接收网址', 'Address of the receiver'],
  events: ['推送的事件', 'What is told'],
  'events.*': ['第 * 种事件', 'Event *'],
  isPaused: ['是否暂停', 'Paused'],
  // Of lists.
  keyword: ['关键词', 'Keyword'],
  publishedFrom: ['发布时间（起）', 'Published from'],
  publishedBefore: ['发布时间（止）', 'Published before'],
  updatedSince: ['修改时间（起）', 'Changed since'],
  since: ['起始时间', 'Since'],
  filter: ['筛选', 'Filter'],
  cursor: ['翻页位置', 'Place in the list'],
  limit: ['每页条数', 'Entries on a page'],
  compare: ['对比的版本', 'Revision to compare with'],
  revisions: ['历史版本', 'Past revisions'],
  // What an import brings along.
  id: ['编号', 'Number'],
  revision: ['版本号', 'Revision'],
  number: ['版本号', 'Revision'],
  editor: ['编辑', 'Editor'],
  retiredSlugs: ['旧网址', 'Former addresses'],
  'retiredSlugs.*': ['第 * 个旧网址', 'Former address *'],
  wasPublic: ['是否公开过', 'Was public'],
  createdAt: ['创建时间', 'Time of creation'],
  updatedAt: ['修改时间', 'Time of change'],
  erasedAt: ['抹除时间', 'Time of erasure'],
  'Idempotency-Key': ['防重复标记', 'Mark against sending twice'],
}

const PLURAL = new Set([
  'keywords',
  'scopes',
  'sections',
  'articles',
  'revisions',
  'retiredSlugs',
  'rules',
])

/** The end of an English sentence that begins with this field’s label: the API says “keywords has”. */
export const agreeing = (field: string, end: string) =>
  PLURAL.has(field) ? end.replace(/^has\b/, 'have').replace(/^is\b/, 'are') : end

/** In a list. */
const PLACE = /(?<=\.)\d{1,9}(?=\.|$)/

/** What a field is called, by its dotted path; null for one that nobody knows. */
export function labelOf(language: DeskLanguage, field: string): string | null {
  const place = PLACE.exec(field)?.[0]
  const path = field.replace(PLACE, '*')
  const label = Object.hasOwn(LABELS, path) ? LABELS[path] : undefined
  if (!label) return null
  const [zh, en] = label
  return (language === 'zh' ? zh : en).replace('*', String(Number(place) + 1))
}
