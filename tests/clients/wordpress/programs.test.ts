/** The calls that programs make, as their published sources make them. */
import { beforeEach, expect, test } from 'vitest'
import { KEY, type Newsroom } from '../../support/newsroom'
import { png } from '../../support/pictures'
import { BASIC, client, openWordPress, type Post } from '../../support/wordpress'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openWordPress()
})

/** A program's own way of sending: nothing is added. */
const send = (path: string, init: RequestInit = {}) => newsroom.fetch(path, init)

const HEADERS = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'User-Agent': 'n8n',
  Authorization: BASIC,
}

/** n8n walks until the page is the last: a total that is wrong would keep it going for ever. */
async function allItems(path: string, query: Record<string, string> = {}) {
  const items: { id: number; name?: string }[] = []
  for (let page = 1; page < 100; page++) {
    const params = new URLSearchParams({ ...query, per_page: '10', page: String(page) })
    const response = await send(`/wp-json/wp/v2${path}?${params}`, { headers: HEADERS })
    expect(response.status, `${path} ${page}`).toBe(200)
    items.push(...(await response.json<typeof items>()))
    const pages = response.headers.get('x-wp-totalpages')
    if (pages === null || pages === '0' || Number.parseInt(pages, 10) === page) return items
  }
  throw new Error('never ends')
}

test('n8n: the credential is tried with the users, categories, tags and authors are offered', async () => {
  expect((await send('/wp-json/wp/v2/users', { headers: HEADERS })).status).toBe(200)
  for (let n = 1; n <= 12; n++)
    await newsroom.post({ title: `第${n}篇`, author: `作者${n}`, keywords: [`词${n}`] })
  expect((await allItems('/categories')).map(({ name }) => name)).toEqual(['业界动态', '文化教育'])
  expect(await allItems('/tags')).toHaveLength(12)
  const authors = await allItems('/users', { who: 'authors' })
  expect(new Set(authors.map(({ id }) => id)).size).toBe(13)
  expect(await allItems('/posts')).toHaveLength(12)
})

test('n8n: a post is created, changed, read, listed and deleted', async () => {
  const [me] = await allItems('/users')
  const made = await send('/wp-json/wp/v2/posts', {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({
      title: '推进会',
      author: me?.id,
      content: '<p>会议今天召开。</p>',
      slug: 'meeting',
      status: 'publish',
      comment_status: 'open',
      ping_status: 'open',
      sticky: false,
      template: '',
      categories: [2],
      tags: [],
      format: 'standard',
      date: '2026-01-02T03:04:05.000Z',
    }),
  })
  expect(made.status).toBe(201)
  const { id } = await made.json<Post>()
  const article = await (await newsroom.call('GET', `/api/articles/${id}`)).json()
  expect(article).toMatchObject({
    section: 'culture',
    author: null,
    slug: 'meeting',
    publishedAt: '2026-01-02T03:04:05Z',
  })
  const changed = await send(`/wp-json/wp/v2/posts/${id}`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ id, title: '推进会开了' }),
  })
  expect((await changed.json<Post>()).title.rendered).toBe('推进会开了')
  const got = await send(`/wp-json/wp/v2/posts/${id}?context=edit`, { headers: HEADERS })
  expect((await got.json<Post>()).content.raw).toBe('<p>会议今天召开。</p>')
  const listed = await send(
    '/wp-json/wp/v2/posts?per_page=50&orderby=date&order=desc&status=publish&categories%5B0%5D=2&author%5B0%5D=1000000001',
    { headers: HEADERS },
  )
  expect((await listed.json<Post[]>()).map((post) => post.id)).toEqual([id])
  const deleted = await send(`/wp-json/wp/v2/posts/${id}?force=true`, {
    method: 'DELETE',
    headers: HEADERS,
  })
  expect(await deleted.json()).toMatchObject({ deleted: true })
})

test('Obsidian: a note is published with its tags, which are looked for without a key', async () => {
  await newsroom.post({ title: '旧', keywords: ['发展规划', '发展'] })
  const auth = { Authorization: BASIC }
  expect(await (await send('/wp-json/wp/v2/users?search=xxx', { headers: auth })).json()).toEqual(
    [],
  )
  const categories = await (await send('/wp-json/wp/v2/categories', { headers: auth })).json<
    { id: number }[]
  >()
  const tagNamed = async (name: string) => {
    const found = await (await send(`/wp-json/wp/v2/tags?number=1&search=${name}`)).json<
      { id: number; name: string }[]
    >()
    if (found[0]) return found[0]
    const made = await send('/wp-json/wp/v2/tags', {
      method: 'POST',
      headers: { ...auth, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name }),
    })
    return made.json<{ id: number; name: string }>()
  }
  // It takes the first that is found: that is the one it looked for.
  expect((await tagNamed('发展')).name).toBe('发展')
  const fresh = await tagNamed('新词')
  expect((await tagNamed('新词')).id).toBe(fresh.id)
  const publish = (path: string, title: string) =>
    send(path, {
      method: 'POST',
      headers: { ...auth, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        title,
        content: '<h2>小标题</h2>\n<p>正文。</p>',
        status: 'publish',
        comment_status: 'open',
        categories: [categories[1]?.id],
        tags: [fresh.id],
      }),
    })
  const { id } = await (await publish('/wp-json/wp/v2/posts', '笔记')).json<Post>()
  expect((await publish(`/wp-json/wp/v2/posts/${id}`, '笔记二')).status).toBe(200)
  expect(await (await newsroom.call('GET', `/api/articles/${id}`)).json()).toMatchObject({
    title: '笔记二',
    section: 'culture',
    keywords: ['新词'],
  })
  expect((await tagNamed('新词')).id).toBe(fresh.id)
  const media = new FormData()
  media.append('file', new File([png(64, 48, 3)], '图.png', { type: 'image/png' }))
  const sent = await send('/wp-json/wp/v2/media', { method: 'POST', headers: auth, body: media })
  expect(await sent.json()).toMatchObject({
    id: 1,
    source_url: expect.stringContaining('/pictures/'),
  })
})

test('Python: a form is posted, a picture sent with its name in a header, and put at the head', async () => {
  const upload = await send('/wp-json/wp/v2/media', {
    method: 'POST',
    headers: {
      Authorization: BASIC,
      'Content-Type': 'image/png',
      'Content-Disposition': `attachment; filename="a.png"; filename*=UTF-8''%E5%9B%BE.png`,
    },
    body: png(64, 48, 4),
  })
  expect(upload.status).toBe(201)
  const medium = await upload.json<{ id: number; title: { rendered: string } }>()
  expect(medium.title.rendered).toBe('图.png')
  const params = { title: 'Hello', content: 'Plain text.\n\nSecond paragraph.', status: 'publish' }
  const form = new URLSearchParams(params)
  form.set('featured_media', String(medium.id))
  const response = await send('/wp-json/wp/v2/posts', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`bot:${KEY}`)}` },
    body: form,
  })
  expect(response.status).toBe(201)
  expect(await response.json()).toMatchObject({ featured_media: medium.id, status: 'publish' })
})

test('apps: what there is, is told at the address to which the home page leads', async () => {
  const home = await send('/', { method: 'HEAD' })
  const [, root = ''] =
    /<([^>]+)>; rel="https:\/\/api\.w\.org\/"/.exec(home.headers.get('Link') ?? '') ?? []
  const found = await (await send(new URL(root).pathname)).json()
  expect(found).toMatchObject({
    name: expect.any(String),
    description: expect.any(String),
    url: 'https://news.test',
    home: 'https://news.test',
    gmt_offset: 8,
    timezone_string: 'Asia/Shanghai',
    namespaces: ['wp/v2'],
    authentication: {
      'application-passwords': {
        endpoints: { authorization: 'https://news.test/desk/authorize/application' },
      },
    },
    routes: {
      '/wp/v2/posts': { namespace: 'wp/v2', methods: ['GET', 'POST'] },
      '/wp/v2/posts/(?P<id>[\\d]+)': { methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
    },
  })
  expect((await send('/wp-json')).status).toBe(200)
  expect(await (await send('/wp-json/wp/v2/')).json()).toMatchObject({ namespace: 'wp/v2' })
  for (const path of [
    'types',
    'types/post',
    'statuses',
    'statuses/publish',
    'taxonomies',
    'taxonomies/post_tag',
  ]) {
    expect((await send(`/wp-json/wp/v2/${path}?_locale=user`)).status, path).toBe(200)
  }
  const options = await send('/wp-json/wp/v2/posts', { method: 'OPTIONS' })
  expect(options.headers.get('Allow')).toBe('GET, POST')
})

test('newsrooms that have not switched it on have nothing there', async () => {
  const other = await openWordPress({ CLIENTS: 'micropub mcp' as never })
  for (const path of ['/wp-json/', '/wp-json/wp/v2/posts']) {
    expect((await other.fetch(path)).status).toBe(404)
  }
  const home = await other.fetch('/?rest_route=/wp/v2/posts')
  expect(home.headers.get('Content-Type')).toContain('text/html')
  expect(home.headers.get('No-Vary-Search')).toBeNull()
})

test('where addresses are plain, a query says what is asked for, also to write', async () => {
  await newsroom.post()
  const read = await send('/?rest_route=/wp/v2/posts&per_page=5')
  expect(read.headers.get('X-WP-Total')).toBe('1')
  expect((await send('/?rest_route=/')).status).toBe(200)
  const made = await send('/?rest_route=%2Fwp%2Fv2%2Fposts', {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ title: '一', content: '<p>正文。</p>' }),
  })
  expect(made.status).toBe(201)
  const home = await send('/')
  expect(home.headers.get('No-Vary-Search')).toContain('"rest_route"')
  for (const route of [
    '/../api/articles',
    '/../mcp',
    '//../../desk',
    'wp/v2/posts',
    '/wp/v2/..%2f..',
  ]) {
    const response = await send(`/?rest_route=${encodeURIComponent(route)}`, { headers: HEADERS })
    expect(response.status, route).toBe(404)
    expect(await response.json(), route).toMatchObject({ code: 'rest_no_route' })
  }
})

test('a number of a tag, a category or a post is never given to another', async () => {
  const wp = client(newsroom)
  const tag = await wp.made<{ id: number }>('/tags', { name: '先有' })
  const post = await wp.made('/posts', {
    title: '一',
    content: 'x',
    tags: [tag.id],
    status: 'publish',
  })
  expect(post.tags).toEqual([tag.id])
  expect((await wp.refusal(wp.send('POST', '/tags', { name: '先有' }))).data.term_id).toBe(tag.id)
  const first = await wp.made<{ id: number }>('/categories', { name: '暂时' })
  expect((await wp.send('DELETE', `/categories/${first.id}`, { force: true })).status).toBe(200)
  const second = await wp.made<{ id: number }>('/categories', { name: '另一个' })
  expect(second.id).toBeGreaterThan(first.id)
})
