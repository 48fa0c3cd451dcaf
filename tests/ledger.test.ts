import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sha256 } from '../src/articles/digest'
import { ask } from './clients/mcp/client'
import { entry, form, json, query } from './clients/micropub/asking'
import { fill, realistic } from './support/archive'
import { asks, leadsTo, redeem, send } from './support/consent'
import { atDesk, formOn } from './support/desk'
import { type Entry, each, type Ledger, render } from './support/ledger'
import { meterOf, type Work } from './support/meter'
import { KEY, Newsroom, ORIGIN, openNewsroom } from './support/newsroom'
import { png } from './support/pictures'

/** All of it, so that nothing you change in wrangler.toml changes what is counted. */
const SITE = {
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '临江区的新闻、社区生活、文化与公告',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
  SITE_LLMS: '',
  SITE_ACCENT: '#9e2b25',
  SITE_LOGO: '',
  SITE_CARD: '/card.png',
  SITE_NAVIGATION: '',
  SITE_FOOTER: '',
  SITE_EMBEDS: '',
  INDEXNOW_KEY: '',
  BAIDU_PUSH_TOKEN: '',
  WEBSUB_HUB: '',
  CLIENTS: 'wordpress micropub mcp',
  IMAGES: undefined as never,
}

const ledger: Ledger = {
  articles: 9_800,
  readers: [],
  editors: [],
  clock: [],
  pictures: [],
  desk: [],
  operating: [],
  clients: [],
  texts: [],
  deeds: [],
}
/** The number of the article that is posted, edited and withdrawn. */
const ID = ledger.articles + 1

let newsroom: Newsroom
let measure: ReturnType<typeof meterOf>

const enter = async (entries: Entry[], kind: string, work: Work) => {
  entries.push({ kind, ...(await measure(work)) })
}

const read = (kind: string, path: string, headers: HeadersInit = {}) =>
  enter(ledger.readers, kind, () => newsroom.fetch(path, { headers }))

async function write(kind: string, work: Work) {
  await payAll()
  await enter(ledger.editors, kind, work)
}

/** The clock goes on for a minute. */
function minute() {
  vi.setSystemTime(Date.now() + 60_000)
  return newsroom.tick(Math.floor(Date.now() / 1000))
}

/** What a write owes is paid at once, and again on the next two ticks. */
async function payAll() {
  for (let i = 0; i < 2; i++) await minute()
}

const post = (n: number, fields = {}, headers = {}) =>
  newsroom.call('POST', '/api/articles', { ...realistic(n), ...fields }, headers)

const change = (method: string, etag: string, fields?: object) =>
  newsroom.call(method, `/api/articles/${ID}`, fields, { 'If-Match': etag })

/** A hundred articles, one for each of the last hundred hours. */
function bring(from: number) {
  const lines = Array.from({ length: 100 }, (_, i) => {
    const publishedAt = new Date(Date.now() - (99 - i) * 3_600_000).toISOString()
    return JSON.stringify({ ...realistic(from + i), publishedAt })
  })
  const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
  return newsroom.fetch('/api/import', { method: 'POST', headers, body: lines.join('\n') })
}

beforeAll(async () => {
  vi.spyOn(console, 'info').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
  // The clock stands still: no deadline passes on a slow machine, and no month ends in between.
  const now = Date.parse('2026-11-22T09:00:00+08:00')
  vi.useFakeTimers({ now, toFake: ['Date', 'setTimeout'] })
  newsroom = await openNewsroom(SITE)
  await bring(0)
  await fill(ledger.articles)
  // What is owed for the filling is dated by D1's clock, which does not stand still.
  await env.DB.prepare('DELETE FROM outbox').run()
  measure = meterOf(newsroom)
})

afterAll(() => {
  vi.useRealTimers()
})

async function postAndTick() {
  await payAll()
  newsroom.onStatement = (sql, { rows_read: rowsRead, rows_written: rowsWritten }) =>
    ledger.deeds.push({ sql, rowsRead, rowsWritten })
  await enter(ledger.editors, 'post', () => post(100, { slug: 'piece' }))
  newsroom.onStatement = () => {}
  await enter(ledger.clock, 'repeats the purges of a post', minute)
  await payAll()
  await enter(ledger.clock, 'with nothing to do', minute)
}

async function readPages() {
  for (const [kind, path] of [
    ['article', '/articles/piece'],
    ['home page', '/'],
    ['section', '/sections/news'],
    ['feed', '/feed.xml'],
    ['index of sitemaps', '/sitemap.xml'],
    ['sitemap', '/sitemap1.xml'],
    ['robots.txt', '/robots.txt'],
  ] as const) {
    await read(`${kind}, made anew`, path)
    newsroom.reborn()
    await read(`${kind}, its copy`, path)
  }
  await newsroom.fetch('/articles/piece')
  await read('any of these, from memory', '/articles/piece')
  newsroom.pause = 1
  await read('the same, under a lease', '/articles/piece')
  newsroom.pause = 1_000
  const etag = (await newsroom.fetch('/articles/piece')).headers.get('ETag') ?? ''
  await read('any of these, unchanged', '/articles/piece', { 'If-None-Match': etag })
  await read('news sitemap', '/news-sitemap.xml')
  await read('search', `/search?q=${encodeURIComponent('志愿者')}`)
  await read('nothing at this address', '/articles/none')
  await read('the same, with something glued on', '/articles/none。')
  await read('article, with something glued on', '/articles/piece。')
}

async function writeMore() {
  const retry = [101, { origin: { system: 'cms', id: '1' } }, { 'Idempotency-Key': 'k' }] as const
  await write('post with `Idempotency-Key` and `origin`', () => post(...retry))
  await write('the same again', () => post(...retry))
  const { title, body } = realistic(102)
  await write('edit of title and text', () => change('PATCH', '"1"', { title, body }))
  await write('edit that changes nothing', () => change('PATCH', '"2"', { title, body }))
  await newsroom.patch(ID, { slug: 'moved' })
  await read('article, moved', '/articles/piece')
  await write('withdrawal', () => change('DELETE', '"3"'))
  await read('article, withdrawn', '/articles/moved')
  await write('import of 100 articles', () => bring(103))
  ledger.editors.push(each('of these, one', ledger.editors.at(-1) as Entry))
}

/** An article that came from elsewhere, at its old addresses. */
async function comeFromElsewhere() {
  const fields = {
    slug: 'moved-in',
    origin: { system: 'wordpress', id: '9' },
    formerAddresses: ['/2019/05/标题/', '/?p=9'],
  }
  await write('post with two former addresses', () => post(206, fields))
  const rules = [
    { from: '/?p=:id', origin: 'wordpress' },
    { from: '/archives/:id', origin: 'wordpress' },
  ]
  const etag = (await newsroom.call('GET', '/api/address-rules')).headers.get('ETag') ?? ''
  await newsroom.call('PUT', '/api/address-rules', { rules }, { 'If-Match': etag })
  await newsroom.read('/')
  await read('article, at an old address', '/2019/05/%E6%A0%87%E9%A2%98/?from=timeline')
  await read('article, at the home page with a key that a rule names', '/?p=9')
  await read('article, at an old address that is like a rule', '/archives/9')
  await read('home page, with a key that no rule names', '/?utm_source=weibo')
  await payAll()
}

async function planOne() {
  const { id } = await newsroom.post({ ...realistic(203), status: 'draft' })
  const made = await newsroom.call('POST', `/api/articles/${id}/previews`, {})
  await read('preview of a draft', (await made.json<{ url: string }>()).url)
  await payAll()
  const publishAt = new Date(Date.now() + 60_000).toISOString()
  await newsroom.patch(id, { status: 'scheduled', publishAt })
  await enter(ledger.clock, 'publishes one article', minute)
}

/** What a page with a front costs, and what it costs to give it one. */
async function chooseFront() {
  const { articles } = await (
    await newsroom.call('GET', '/api/articles?status=published&section=news&limit=6')
  ).json<{ articles: { id: number }[] }>()
  const chosen = { articles: articles.map(({ id }) => ({ id })) }
  await payAll()
  for (const [kind, list, path] of [
    ['home page', 'home', '/'],
    ['section', 'news', '/sections/news'],
  ] as const) {
    const put = () => newsroom.call('PUT', `/api/front/${list}`, chosen, { 'If-Match': '"1"' })
    if (list === 'home') await write('six articles put at the front', put)
    else await put()
    await read(`${kind} with a front of six, made anew`, path)
  }
  await write('the same again', () =>
    newsroom.call('PUT', '/api/front/home', chosen, { 'If-Match': '"2"' }),
  )
  await write('front of a list', () => newsroom.call('GET', '/api/front/home'))
  const until = new Date(Date.now() + 600_000).toISOString()
  const ending = { articles: [{ ...chosen.articles[0], until }] }
  await newsroom.call('PUT', '/api/front/home', ending, { 'If-Match': '"2"' })
  await payAll()
  await enter(ledger.clock, 'takes an article out of a front', () =>
    newsroom.tick(Math.floor(Date.now() / 1000) + 600),
  )
}

/** Of one picture: what it costs to send, to show and to have gone. */
async function showPictures() {
  await payAll()
  const { pictures } = ledger
  const send = (n: number) =>
    newsroom.fetch('/api/pictures?alt=', {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' },
      body: png(64, 48, n),
    })
  const [one = '', other = ''] = await Promise.all([1, 2].map((n) => sha256(png(64, 48, n))))
  await enter(pictures, 'picture sent', () => send(1))
  await enter(pictures, 'the same again', () => send(1))
  await send(2)
  await enter(pictures, 'picture as readers get it', () =>
    newsroom.fetch(`/pictures/${one}/64.png`),
  )
  await enter(pictures, 'no picture at this address', () =>
    newsroom.fetch(`/pictures/${'0'.repeat(64)}/64.png`),
  )
  const body = `${realistic(300).body}\n\n![](picture:${one})`
  const fields = { slug: 'pictured', body, lead: { picture: other } }
  await enter(pictures, 'post with two pictures', () => post(300, fields))
  await payAll()
  await enter(pictures, 'its page, made anew', () => newsroom.fetch('/articles/pictured'))
  await enter(pictures, 'list of two pictures', () => newsroom.call('GET', '/api/pictures'))
  await enter(pictures, 'picture taken down that an article shows', () =>
    newsroom.call('POST', `/api/pictures/${one}/takedown`),
  )
  await payAll()
  const { id } = (
    await (
      await newsroom.call('GET', '/api/articles?limit=1')
    ).json<{
      articles: [{ id: number }]
    }>()
  ).articles[0]
  await newsroom.patch(id, { lead: null, body: realistic(300).body })
  await payAll()
  const later = Math.floor(Date.now() / 1000) + 31 * 86_400
  await enter(pictures, 'the clock removes one that was not shown for a month', () =>
    newsroom.tick(later),
  )
}

/** A draft from hand to hand. */
async function handInOne() {
  const draft = { ...realistic(204), status: 'draft' }
  const { id } = await newsroom.post(draft)
  const path = `/api/articles/${id}/hand-in`
  const ifMatch = { 'If-Match': '"1"' }
  const handIn = () => newsroom.call('PUT', path, { note: '已核对' }, ifMatch)
  await write('draft handed in', handIn)
  await write('the same again', handIn)
  await write('list of one that waits', () => newsroom.call('GET', '/api/hand-ins'))
  await write('sent back', () => newsroom.call('POST', `${path}/return`, { note: '请改' }, ifMatch))
  await write('taken back', () => newsroom.call('DELETE', path))
}

/** How a word is read, as an editor says it. */
async function readOne() {
  const path = '/api/readings/闵行'
  const put = () => newsroom.call('PUT', path, { pinyin: 'mǐn háng' })
  await write('reading of a word', put)
  await write('the same again', put)
  await write('list of one reading', () => newsroom.call('GET', '/api/readings'))
  await write('reading removed', () => newsroom.call('DELETE', path))
}

/** Rules of old addresses, of which one is the home page's. */
async function rule() {
  const rules = [
    { from: '/tag/:name', to: '/keywords/:name' },
    { from: '/?p=:id', origin: 'wordpress' },
  ]
  const put = () => newsroom.call('PUT', '/api/address-rules', { rules }, { 'If-Match': '"1"' })
  await write('address rules', put)
  await write('the same again', put)
  await write('address rules read', () => newsroom.call('GET', '/api/address-rules'))
}

/** A published article's change, saved, gone on with and published. */
async function draftOne() {
  const { id } = await newsroom.post(realistic(205))
  const path = `/api/articles/${id}/draft`
  const begun = await newsroom.call('GET', `/api/articles/${id}`)
  let etag = begun.headers.get('ETag') ?? ''
  const patch = async (fields: object) => {
    const response = await newsroom.call('PATCH', path, fields, { 'If-Match': etag })
    etag = response.headers.get('ETag') ?? ''
    return response
  }
  await write('draft of a published article begun', () => patch({ body: realistic(206).body }))
  await write('draft changed', () => patch({ title: '改过的标题' }))
  await write('draft read', () => newsroom.call('GET', path))
  await write('list of one draft', () => newsroom.call('GET', '/api/drafts'))
  await write('draft published', () =>
    newsroom.call('POST', `${path}/publish`, undefined, { 'If-Match': etag }),
  )
}

/** Pages of the desk, in an archive of a hundred thousand. */
async function atTheDesk() {
  await fill(100_000)
  await env.DB.prepare('DELETE FROM outbox').run()
  const desk = await atDesk(newsroom)
  const found = (query: Record<string, string>) => `/desk/articles?${new URLSearchParams(query)}`
  const pages = {
    today: '/desk',
    'articles, the latest': '/desk/articles',
    'articles by word': found({ words: '电梯' }),
    'articles by state and section': found({ status: 'published', section: 'culture' }),
    'articles by section and time': found({
      section: 'culture',
      order: 'published',
      from: '2020-01-01',
    }),
    'articles by author, of any state': found({ author: '陈渡', words: '议事' }),
    drafts: found({ status: 'draft' }),
    'articles to link to': `/desk/articles/suggest?${new URLSearchParams({ q: '电梯' })}`,
    'form of a new article': '/desk/articles/new',
    'form of an article': '/desk/articles/100',
    'preview of an article': '/desk/articles/100/preview',
    'its revisions': '/desk/articles/100/revisions',
    fronts: '/desk/front',
    'one front': '/desk/front/home',
    'pictures at the desk': '/desk/pictures',
    'sections at the desk': '/desk/sections',
    'readings at the desk': '/desk/readings',
    'old addresses at the desk': '/desk/address-rules?try=/tag/x',
    people: '/desk/people',
    'sign-ins': '/desk/account',
    webhooks: '/desk/webhooks',
    'audit trail': '/desk/audit',
    'page to sign in at': '/desk/sign-in',
  }
  for (const [kind, path] of Object.entries(pages)) {
    const entry = { kind, ...(await measure(() => desk.get(path))) }
    ledger.desk.push(entry)
    expect(entry.before.roundTrips, kind).toBeLessThanOrEqual(3)
    expect(entry.before.rowsRead, kind).toBeLessThanOrEqual(200)
  }
  const title = { title: '议事会定下电梯', section: 'news', body: '会议今天召开。' }
  await enter(ledger.desk, 'article written', () =>
    desk.post('/desk/articles', { ...title, do: 'save' }),
  )
  const saved = () =>
    desk.post(`/desk/articles/100001`, {
      ...title,
      title: '改过的标题',
      revision: '1',
      do: 'publish',
    })
  await enter(ledger.desk, 'changed and published', saved)
  const keep = (version: number, copy: string) =>
    desk.post(
      '/desk/articles/100001/copy',
      { ...title, revision: '2', person: '1', version: String(version), copy },
      { Accept: 'application/json' },
    )
  await enter(ledger.desk, 'what is typed kept, for the first time', () => keep(1, ''))
  await enter(ledger.desk, 'and again', () => keep(2, '1'))
}

/** What whoever runs the newsroom asks of it. */
async function operate() {
  await payAll()
  const { operating } = ledger
  const look = () => newsroom.fetch('/api/health')
  await enter(operating, 'health', look)
  newsroom.pause = 1
  await enter(operating, 'the same, within three seconds', look)
  newsroom.pause = 1_000
  await enter(operating, 'everything purged', () => newsroom.call('POST', '/api/purge'))
  await payAll()
  await neglect()
  newsroom.time.pass(3_000)
  await enter(operating, 'health of a newsroom that owes and plans 1,000 of everything', look)
  await env.DB.batch([
    env.DB.prepare('DELETE FROM outbox'),
    env.DB.prepare("DELETE FROM articles WHERE status = 'scheduled' AND id > 200000"),
  ])
}

/** Nothing has been paid, nor published, for long. */
async function neglect() {
  const many = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)'
  const kinds = ['write', 'purge', 'overwrite', 'picture']
  await env.DB.batch([
    ...kinds.map((kind) =>
      env.DB.prepare(
        `INSERT INTO outbox (kind, subject, version, next_at) ${many} SELECT '${kind}', i, 'x', 1 FROM n`,
      ),
    ),
    ...kinds.map((kind) =>
      env.DB.prepare(
        `INSERT INTO outbox (kind, subject, version, next_at, dead_at)
         ${many} SELECT '${kind}', 'dead' || i, 'x', 1, 2 FROM n`,
      ),
    ),
    env.DB.prepare(
      `INSERT INTO articles (id, revision, slug, section_id, status, title, excerpt, keywords,
         created_at, updated_at, publish_at)
       ${many} SELECT 200000 + i, 1, 'plan' || i, 1, 'scheduled', '计划', '', '[]', 0, 0, i FROM n`,
    ),
  ])
}

/** What an assistant asks for, by MCP. */
async function assist() {
  const enterMcp = async (kind: string, method: string, params = {}) => {
    await payAll()
    await enter(ledger.clients, `MCP: ${kind}`, () => ask(newsroom, 'new', method, params))
  }
  const call = (kind: string, name: string, args: object) =>
    enterMcp(kind, 'tools/call', { name, arguments: args })
  await enterMcp('its tools listed', 'tools/list')
  await call('an article read', 'get_article', { id: 1 })
  await call('articles searched', 'search_articles', { query: '志愿者' })
  const { title, section, body } = realistic(400)
  await call('a draft created', 'create_draft', { title, section, body, slug: 'assisted' })
  await call('the same again', 'create_draft', { title, section, body, slug: 'assisted' })
  const newest = await newsroom.call('GET', '/api/articles?limit=1')
  const { id } = ((await newest.json()) as { articles: [{ id: number }] }).articles[0]
  await call('it changed', 'update_article', { id, revision: '1', title: '改过的标题' })
  await call('and published', 'publish_article', { id, revision: '2' })
  await call('a change of that saved, not public', 'update_article', {
    id,
    revision: '3',
    title: '再改的标题',
  })
}

/** What apps for writing ask for, by Micropub. */
async function publish() {
  const enterMicropub = async (kind: string, work: Work) => {
    await payAll()
    await enter(ledger.clients, `Micropub: ${kind}`, work)
  }
  const { title, body, keywords } = realistic(401)
  const sent = { name: [title], content: [body], category: keywords, 'mp-slug': ['published'] }
  const url = `${ORIGIN}/articles/published`
  const summary = { replace: { summary: ['摘要'] } }
  await payAll()
  // Both within the same ten minutes, whenever this runs; and not for the first time in an hour.
  vi.setSystemTime(Math.ceil(Date.now() / 600_000) * 600_000)
  await env.DB.prepare('UPDATE keys SET last_used_at = ?1')
    .bind(Date.now() / 1000)
    .run()
  await enter(ledger.clients, 'Micropub: an entry created', () => entry(newsroom, sent))
  await enter(ledger.clients, 'Micropub: the same again', () => entry(newsroom, sent))
  await enterMicropub('q=source', () => query(newsroom, { q: 'source', url }))
  await enterMicropub('updated', () => json(newsroom, { action: 'update', url, ...summary }))
  await enterMicropub('q=config', () => query(newsroom, { q: 'config' }))
  await enterMicropub('q=category', () => query(newsroom, { q: 'category' }))
  await enterMicropub('q=source, a list of ten', () => query(newsroom, { q: 'source' }))
  await enterMicropub('deleted', () => form(newsroom, { action: 'delete', url }))
  await enterMicropub('undeleted', () => form(newsroom, { action: 'undelete', url }))
}

/** Somebody lets a program act for them, which is on the same machine: it is not asked what it is. */
async function consent() {
  const own = { client_id: 'http://localhost/', redirect_uri: 'http://localhost/back' }
  await payAll()
  const desk = await atDesk(newsroom)
  await desk.get('/desk')
  const enterConsent = (kind: string, work: Work) => enter(ledger.clients, `consent: ${kind}`, work)
  let answer = new Response()
  await enterConsent('the page', () => desk.get(asks(own)))
  const fields = { ...formOn(await desk.read(asks(own)), 'consent'), do: 'allow' }
  await enterConsent('allowed', async () => {
    answer = await desk.post(asks(own), fields)
    return answer.clone()
  })
  const code = leadsTo(answer).searchParams.get('code') ?? ''
  await enterConsent('its code redeemed', async () => {
    answer = await redeem(newsroom, code, own)
    return answer.clone()
  })
  const { access_token: token } = await answer.json<{ access_token: string }>()
  await enterConsent('the same code again', () => redeem(newsroom, code, own))
  await enterConsent('a token given up that was already', () =>
    send(newsroom, '/oauth/revoke', { token }),
  )
  await enterConsent('the way to a token', () =>
    newsroom.fetch('/.well-known/oauth-authorization-server'),
  )
}

/** Programs that speak WordPress REST. */
async function speakWordPress() {
  const fields = { title: '议事会', content: '<p>会议今天召开。</p>', status: 'publish' }
  const ask = (kind: string, method: string, path: string, body?: object) =>
    enter(ledger.clients, `WordPress: ${kind}`, () =>
      newsroom.fetch(`/wp-json/wp/v2${path}`, {
        method,
        headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
  await payAll()
  await ask('list of ten posts', 'GET', '/posts')
  await ask('ten posts and the total of a category', 'GET', '/posts?categories=1&page=3')
  await ask('post read', 'GET', '/posts/100?context=edit')
  await ask('search', 'GET', `/posts?search=${encodeURIComponent('电梯')}&_fields=id`)
  await ask('post written', 'POST', '/posts', fields)
  await payAll()
  await ask('post changed', 'POST', '/posts/99', { title: '议事会定下电梯' })
  await payAll()
  await ask('users', 'GET', '/users')
}

/** What webhooks cost: a newsroom that has none pays for none. */
async function tellOthers() {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }))
  const add = () =>
    newsroom.call('POST', '/api/webhooks', {
      name: '镜像站',
      url: 'https://receiver.example.com/',
    })
  // The same each time, so that nothing but webhooks makes a difference.
  const tell = (slug: string) => post(402, { slug })
  await tell('told')
  await payAll()
  await enter(ledger.clients, 'Webhooks: a post without any', () => tell('told-by-none'))
  await payAll()
  await enter(ledger.clients, 'Webhooks: one made', add)
  await enter(ledger.clients, 'Webhooks: a post with one', () => tell('told-by-one'))
  await payAll()
  await enter(ledger.clients, 'Webhooks: the clock, while one waits with its debt', minute)
  // D1's clock goes on while ours stands still.
  await env.DB.prepare("UPDATE outbox SET next_at = 0 WHERE kind LIKE 'webhook/%'").run()
  await enter(ledger.clients, 'Webhooks: the clock, which tells one of an article', minute)
  await enter(ledger.clients, 'Webhooks: the clock, with nothing to tell', minute)
  for (let n = 1; n < 20; n++) await add()
  await enter(ledger.clients, 'Webhooks: a post with twenty', () => tell('told-by-20'))
  await env.DB.prepare("DELETE FROM outbox WHERE kind LIKE 'webhook/%'").run()
  await enter(ledger.clients, 'Webhooks: list of twenty', () =>
    newsroom.call('GET', '/api/webhooks'),
  )
  vi.unstubAllGlobals()
}

/** With two text databases from now on. */
async function grow() {
  newsroom = new Newsroom(SITE, 2)
  measure = meterOf(newsroom)
  const move = (cursor: string) => newsroom.call('POST', `/api/spread?cursor=${cursor}`, {})
  await enter(ledger.texts, 'a slice of texts moved', () => move('0.0'))
  await move('40.1')
  await move('80.1')
  await payAll()
  const put = (kind: string, work: Work) => enter(ledger.texts, kind, work)
  const changed = (fields: object) =>
    newsroom.call('PATCH', '/api/articles/50', fields, { 'If-Match': '"1"' })
  await put('article, made anew', () =>
    newsroom.fetch('/articles/临江区第49次社区议事会议定老城电梯'),
  )
  await put('search', () => newsroom.fetch('/search?q=图书馆'))
  await put('post', () => post(300, { slug: 'grown' }))
  await payAll()
  await put('change of an article', () => changed({ title: '改过的题目' }))
  await payAll()
  await put('its past revision', () => newsroom.call('GET', '/api/articles/50/revisions/1'))
  await put('the same, erased', () => newsroom.call('DELETE', '/api/articles/50/revisions/1'))
  await payAll()
  await put('the clock, on its rounds', minute)
  await put('a hundred articles imported', () => bring(400))
}

test('each kind of request costs what docs/ledger.md says', { timeout: 240_000 }, async () => {
  await postAndTick()
  await readPages()
  await writeMore()
  await planOne()
  await showPictures()
  await handInOne()
  await draftOne()
  await chooseFront()
  await readOne()
  await rule()
  await atTheDesk()
  await operate()
  await comeFromElsewhere()
  await assist()
  await publish()
  await speakWordPress()
  await consent()
  await tellOthers()
  await grow()
  const hint = 'docs/ledger.md does not say what requests cost now; npm run ledger writes it anew'
  await expect(render(ledger), hint).toMatchFileSnapshot('../docs/ledger.md')
})
