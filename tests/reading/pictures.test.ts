import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'
import { HASH, lead } from '../support/pictured'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
  const { width, height, files } = lead()
  await env.DB.prepare(
    `INSERT INTO pictures
       (hash, type, bytes, width, height, files, has_card, alt, key_id, created_at, state)
     VALUES (?1, 'image/jpeg', 1, ?2, ?3, ?4, 1, '清晨的渡口', 1, 0, 'kept')`,
  )
    .bind(HASH, width, height, JSON.stringify(files))
    .run()
})

test('a lead picture is on every page that shows its article, and costs no further look', async () => {
  const fields = { author: '张三', keywords: ['渡轮'], publishedAt: '2024-01-02T00:00:00Z' }
  const costs = []
  for (const led of [{}, { lead: { picture: HASH, caption: '南埠头' } }]) {
    await newsroom.post({ slug: `ferry${costs.length}`, title: '渡轮', ...fields, ...led })
    newsroom.reborn()
    costs.push((await newsroom.spent(() => newsroom.read('/'))).statements)
  }
  expect(costs[1]).toBe(costs[0])
  const small = `<img src="/pictures/${HASH}/640.webp" width="640" height="427" alt="" decoding="async">`
  for (const path of [
    '/sections/news',
    '/sections/news/pages/1',
    `/keywords/${encodeURIComponent('渡轮')}`,
    `/authors/${encodeURIComponent('张三')}`,
    '/archive/2024-01',
    `/search?q=${encodeURIComponent('渡轮')}`,
  ]) {
    const page = await newsroom.read(path)
    expect(page, path).toContain(small)
    expect(page.match(/<img/g), path).toHaveLength(1)
  }
  expect(await newsroom.read('/')).toContain('<ol class="list front">')
  const article = await newsroom.read('/articles/ferry1')
  expect(article).toContain(
    `<meta property="og:image" content="${ORIGIN}/pictures/${HASH}/card.jpg">`,
  )
  expect(article).toContain('alt="清晨的渡口" fetchpriority="high"')
  expect(article).toContain('<figcaption>南埠头</figcaption>')
  expect(await newsroom.read('/articles/ferry0')).not.toContain('<img')
})

test('a text that begins with the lead picture shows it once, on its page and in feeds', async () => {
  await newsroom.post({
    slug: 'ferry',
    lead: { picture: HASH },
    body: `![渡口](picture:${HASH} "南埠头")\n\n渡轮照开。`,
  })
  const page = await newsroom.read('/articles/ferry')
  const body = /<figure class="lead">.*<\/article>/s.exec(page)?.[0] ?? ''
  expect(body.match(/<img/g)).toHaveLength(1)
  expect(body).toContain('<figcaption>南埠头</figcaption></figure>')
  for (const path of ['/feed.xml', '/atom.xml', '/feed.json']) {
    const feed = await newsroom.read(path)
    expect(feed.match(/<img/g), path).toHaveLength(1)
    expect(feed, path).not.toContain('srcset')
  }
})

test('a preview shows the lead picture too', async () => {
  const { id } = await newsroom.post({ status: 'draft', lead: { picture: HASH } })
  const made = await newsroom.call('POST', `/api/articles/${id}/previews`, {})
  const { url } = await made.json<{ url: string }>()
  expect(await newsroom.read(url)).toContain(`<figure class="lead"><img src="/pictures/${HASH}/`)
})
