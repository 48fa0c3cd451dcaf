/** Archives to measure in: many rows at once, and articles like those of a newsroom. */
import { env } from 'cloudflare:workers'
import { count } from './newsroom'

/** Fills the archive up to a number of articles, with all the write path leaves except their text. */
export async function fill(upTo: number) {
  const from = (await env.DB.prepare('SELECT max(id) AS id FROM articles').first<{ id: number }>())
    ?.id
  const ids = `WITH RECURSIVE n (i) AS (SELECT ${from} + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${upTo})`
  await env.DB.batch(
    [
      `INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt,
         keywords, published_at, created_at, updated_at)
       ${ids} SELECT i, 1, i, 'a' || i, 1, 'published', '题目' || i, '', '[]', i, i, i FROM n`,
      `INSERT INTO slugs (slug, article_id) ${ids} SELECT 'a' || i, i FROM n`,
      `INSERT INTO editions (page, edition) ${ids} SELECT 'article/a' || i, i FROM n`,
      `INSERT OR IGNORE INTO sitemap_shards (number, first_sequence, capacity, count, changed_at)
       ${ids} SELECT (i - 1) / 10000 + 1, (i - 1) / 10000 * 10000 + 1, 10000, 10000, i FROM n`,
      `INSERT OR IGNORE INTO editions (page, edition)
       SELECT 'sitemap/' || number, number FROM sitemap_shards`,
      `UPDATE counters SET value = ${upTo} WHERE name = 'article'`,
    ].map((sql) => env.DB.prepare(sql)),
  )
}

const samples = import.meta.glob<string>('../../samples/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** What the sample newsroom says in Chinese, with its pinyin. */
const paragraphs = Object.keys(samples)
  .sort()
  .flatMap((path) => samples[path]?.split('\n\n') ?? [])
  .filter((paragraph) => /^\p{Script=Han}/u.test(paragraph))

const HAN = 1_400
const KEYWORDS = '社区 图书馆 公交 夜市 渡轮 汛期 老城 学校 展览 志愿者 停水 食堂'.split(' ')
const AUTHORS = ['阚水生', '林若兰', '陈渡']

/** An article of about 1,400 Han characters, another one for each `n`, and the same each time. */
export function realistic(n: number) {
  let body = ''
  for (let i = n * 7; ; i++) {
    const longer = `${body}${paragraphs[i % paragraphs.length]}\n\n`
    if (count(longer, /\p{Script=Han}/u) > HAN) break
    body = longer
  }
  return {
    title: `临江区第${n}次社区议事会议定老城电梯`,
    section: n % 2 === 0 ? 'news' : 'culture',
    keywords: Array.from({ length: 5 }, (_, i) => KEYWORDS[(n + i) % KEYWORDS.length]),
    author: AUTHORS[n % AUTHORS.length],
    source: { name: '临江融媒', url: 'https://example.org/linjiang' },
    body,
  }
}
