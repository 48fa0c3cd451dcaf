/** Articles that show everything a body can hold. */

const everything = `一段普通的文字，带有[链接](https://example.org/)、**重点**、\`code\`和脚注[^1]。英文单词 Cloudflare
Workers 与数字 2026 混排，后面跟着一个很长的地址：<https://example.org/${'long/'.repeat(30)}>。

> 引文一段，用来看缩进与颜色，里面也有拼{音|yīn}。

## 小标题{在|zài}此

| 路线 | 首班 | 末班 | 间隔 | 备注 |
|---|:-:|--:|--:|---|
| 1 路 | 05:30 | 22:00 | 8 分钟 | 经二桥，绕行六分钟 |
| 103 路夜班 | 22:30 | 04:30 | 1 小时 | {政协\\|zhèng xié}大院门口上车 |

- 甲
- 乙
  1. 丙
  2. 丁

### 再小一级

\`\`\`ts
const greeting = 'hello, world'.repeat(20) // 一行很长的代码，要在窄屏上折行而不是撑破页面
\`\`\`

<figure><img src="/card.png" alt="临江新闻的名片" width="1200" height="630"><figcaption>图一：临江新闻的名片</figcaption></figure>

再来一段[^2]，{徐|xú}{汇|huì}两字各有注音。

![](/card.png)

[^1]: 第一条脚注。
[^2]: 第二条脚注，{政协|zhèng xié}。
`

/** 1,500 Han characters, every tenth with pinyin, as the newsroom's own reports have them. */
export const report = Array.from({ length: 15 }, (_, paragraph) =>
  Array.from({ length: 10 }, (_, i) => {
    const rotated = '会议通报情况社民意工作推进要求落实发展提高站位强化使命担当坚持问题导向'
    const start = (paragraph * 7 + i * 3) % 25
    return `${rotated.slice(start, start + 9)}主(zhǔ)${i % 2 ? '，' : '。'}`
  }).join(''),
).join('\n\n')

export const specimens: Record<string, unknown>[] = [
  {
    title: '版式样张：表格、脚注、图片与代码',
    slug: 'specimen',
    section: 'notices',
    author: '版面组',
    keywords: ['版式', '样张'],
    source: { name: '临江新闻', url: 'https://example.org/' },
    publishedAt: '2024-01-02T09:00:00+08:00',
    body: everything,
  },
  {
    title: '一千五百字的报道：区政协召开推进会通报信息工作情况',
    slug: 'report',
    section: 'news',
    keywords: ['发展', '市政协'],
    format: 'text',
    source: { name: '上海徐汇', url: 'https://example.org/' },
    publishedAt: '2024-01-01T09:00:00+08:00',
    body: report,
  },
  { title: '撤下的文章', slug: 'withdrawn', section: 'news', body: '一段文字。' },
]

export const english: Record<string, unknown>[] = [
  {
    title: 'Timetable changes for the winter',
    slug: 'specimen',
    section: 'notices',
    author: 'City desk',
    keywords: ['ferry', 'buses'],
    publishedAt: '2024-01-02T09:00:00Z',
    body: `Boats and buses change on the first of December.[^1]

## Boats

| From | First | Last |
|---|:-:|--:|
| Nanbu Wharf | 06:00 | 21:30 |
| Willow Landing | 06:15 | 21:45 |

> Slow is fine, passengers say. The wharf is called {埠头|bùtóu} here.

[^1]: Except the night service.`,
  },
  { title: 'Withdrawn', slug: 'withdrawn', section: 'notices', body: 'Some text.' },
]
