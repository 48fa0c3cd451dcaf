import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom

const DAY = 86_400

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  vi.spyOn(console, 'info').mockReturnValue()
})

interface Picture {
  hash: string
  url: string | null
  width: number
  height: number
  alt: string | null
  unusedUntil: string | null
  state: string
  notes?: string[]
  articles?: { id: number; hasAlt: boolean }[]
}

const send = (bytes: BodyInit, query = '', headers: Record<string, string> = {}) =>
  newsroom.fetch(`/api/pictures${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png', ...headers },
    body: bytes,
  })

/** Sends a picture that must be accepted. */
async function keep(n = 0, query = '?alt=%E8%8D%89'): Promise<Picture> {
  const response = await send(png(64, 48, n), query)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

const know = async (hash: string): Promise<Picture> =>
  (await newsroom.call('GET', `/api/pictures/${hash}`)).json()

const objects = async () => (await env.PICTURES.list()).objects.map(({ key }) => key)
const rows = async (table: string) =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n
const debts = async () =>
  (
    await env.DB.prepare("SELECT count(*) AS n FROM outbox WHERE kind = 'picture'").first<{
      n: number
    }>()
  )?.n
const now = () => Math.floor(Date.now() / 1000)
const showing = (hash: string, fields: object = {}) =>
  newsroom.post({ body: `前文。\n\n![草地](picture:${hash} "春天")\n\n后文。`, ...fields })

describe('a picture that is sent', () => {
  test('is named by its bytes as they are kept, and readers get these', async () => {
    const sent = png(64, 48, 7)
    const response = await send(sent, '?alt=A%20lawn&name=lawn.png')
    expect(response.status).toBe(201)
    const picture = await response.json<Picture>()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', sent))
    expect(picture.hash).toBe([...digest].map((b) => b.toString(16).padStart(2, '0')).join(''))
    expect(picture).toMatchObject({ width: 64, height: 48, alt: 'A lawn', name: 'lawn.png' })
    expect(response.headers.get('Location')).toBe(`https://news.test/api/pictures/${picture.hash}`)
    const got = await newsroom.fetch(new URL(picture.url ?? '').pathname)
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(sent)
    expect(got.headers.get('Content-Type')).toBe('image/png')
  })

  test('is kept without what says where it was taken, and the sender is told', async () => {
    const picture = await (await send(png(64, 48, 1, '31.2304 N 121.4737 E'))).json<Picture>()
    const [key = ''] = await objects()
    const kept = await (await env.PICTURES.get(key))?.text()
    expect(kept).not.toContain('121.4737')
    expect(picture.notes?.join()).toMatch(/lost \d+ bytes/)
    // Without it, it is the same picture.
    expect((await (await send(png(64, 48, 1))).json<Picture>()).hash).toBe(picture.hash)
  })

  test('is the same picture when it is sent again', async () => {
    const first = await keep(3)
    const again = await send(png(64, 48, 3), '?alt=another')
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ hash: first.hash, alt: first.alt })
    expect(await rows('pictures')).toBe(1)
  })

  test('can be sent in a form with smaller ones, which readers then choose from', async () => {
    const form = new FormData()
    form.set('picture', new File([png(1600, 1000, 1)], '码头.png'))
    form.append('size', new File([png(640, 400, 1)], 's.png'))
    form.append('size', new File([png(1280, 800, 1)], 'm.png'))
    form.set('alt', '')
    const response = await newsroom.fetch('/api/pictures', {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}` },
      body: form,
    })
    expect(response.status).toBe(201)
    const { hash, name, files } = await response.json<Picture & { name: string; files: object[] }>()
    expect(name).toBe('码头.png')
    expect(files).toHaveLength(2)
    const { slug } = await newsroom.post({ lead: { picture: hash }, slug: 'quay' })
    const page = await newsroom.read(`/articles/${slug}`)
    expect(page).toContain(`/pictures/${hash}/1280.png`)
    expect((await newsroom.fetch(`/pictures/${hash}/640.png`)).status).toBe(200)
    // The original is for whoever makes other sizes one day.
    expect((await newsroom.fetch(`/pictures/${hash}/1600.png`)).status).toBe(404)
    expect((await newsroom.fetch(`/pictures/${hash}/original`)).status).toBe(404)
  })

  test.each([
    ['a size of another shape', [png(640, 640)], 'size'],
    ['a size that is larger', [png(2560, 1600)], 'size'],
    ['the same size twice', [png(640, 400), png(640, 400, 2)], 'size'],
    ['a size that is no picture', [new TextEncoder().encode('<svg xmlns="…"></svg>')], 'size'],
  ])('is refused with %s', async (_, sizes, field) => {
    const form = new FormData()
    form.set('picture', new File([png(1600, 1000)], 'a.png'))
    for (const size of sizes) form.append('size', new File([size as never], 's.png'))
    const response = await newsroom.fetch('/api/pictures', {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}` },
      body: form,
    })
    expect(response.status).toBe(422)
    expect((await response.json<ProblemAnswer>()).errors?.[0]?.field).toBe(field)
    expect(await objects()).toEqual([])
  })

  test.each([
    ['cut short', png(640, 480).slice(0, 200), /cut short|damaged/],
    ['an SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
    ['a page', new TextEncoder().encode('<!doctype html><title>x</title>'), /web page/],
    ['nothing', new Uint8Array(), /empty/],
  ])('is refused when it is %s, and nothing is stored', async (_, bytes, why) => {
    const response = await send(bytes as never)
    expect(response.status).toBe(422)
    expect((await response.json<ProblemAnswer>()).errors?.[0]?.detail).toMatch(why)
    expect(await objects()).toEqual([])
    expect(await rows('pictures')).toBe(0)
    expect(await debts()).toBe(0)
  })

  test('is refused where there is no place for it, with what to add', async () => {
    newsroom = await openNewsroom({ PICTURES: undefined as never })
    const response = await send(png())
    expect(response.status).toBe(409)
    expect((await response.json<ProblemAnswer>()).detail).toContain('[[r2_buckets]]')
    expect((await newsroom.post()).id).toBeGreaterThan(0)
  })

  test('with an Idempotency-Key is answered as before, and the key is not good for another', async () => {
    const headers = { 'Idempotency-Key': 'a' }
    const first = await (await send(png(64, 48, 5), '', headers)).json()
    const again = await send(png(64, 48, 5), '', headers)
    expect([again.status, await again.json()]).toEqual([201, first])
    expect((await send(png(64, 48, 6), '', headers)).status).toBe(422)
    expect(await rows('pictures')).toBe(1)
  })

  test('takes a key that may write articles', async () => {
    const made = await newsroom.call('POST', '/api/keys', { name: 'R', scopes: ['export:read'] })
    const { key } = await made.json<{ key: string }>()
    expect((await send(png(), '', { Authorization: `Bearer ${key}` })).status).toBe(403)
  })

  test('leaves nothing behind when R2 fails, and can be sent again', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    newsroom.onR2 = (operation) => {
      if (operation === 'put') throw new Error('R2 is away')
    }
    expect((await send(png())).status).toBe(503)
    expect(await objects()).toEqual([])
    newsroom.onR2 = () => {}
    expect((await send(png())).status).toBe(201)
  })

  test('that dies between R2 and D1 is swept, and not before it had its time', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    newsroom.onD1 = (sql) => {
      if (sql.some((one) => one.includes("state = 'kept'\n") && one.startsWith('UPDATE'))) {
        throw new Error('D1_ERROR: Network connection lost.')
      }
    }
    const response = await send(png())
    expect(response.status).toBe(503)
    newsroom.onD1 = () => {}
    expect(await objects()).toHaveLength(1)
    await newsroom.tick(now() + 300)
    expect(await objects()).toHaveLength(1)
    await newsroom.tick(now() + 700)
    expect(await objects()).toEqual([])
    expect([await rows('pictures'), await debts()]).toEqual([0, 0])
  })
})

describe('a picture in an article', () => {
  test('is a figure with its caption, its size and what it shows', async () => {
    const { hash } = await keep()
    const { slug } = await showing(hash, { slug: 'lawn' })
    const page = await newsroom.read(`/articles/${slug}`)
    expect(page).toContain(
      `<figure><img src="/pictures/${hash}/64.png" width="64" height="48" alt="草地"`,
    )
    expect(page).toContain('<figcaption>春天</figcaption></figure>')
  })

  test('can be named by its address, from here or absolute, and in HTML', async () => {
    const { hash } = await keep()
    for (const src of [`/pictures/${hash}/64.png`, `https://news.test/pictures/${hash}/1.webp`]) {
      const { slug } = await newsroom.post({ format: 'html', body: `<p>a</p><img src="${src}">` })
      const page = await newsroom.read(`/articles/${encodeURIComponent(slug)}`)
      expect(page).toContain(`<img src="/pictures/${hash}/64.png" width="64" height="48" alt="草"`)
    }
  })

  test('must be there', async () => {
    const hash = 'a'.repeat(64)
    const { errors } = await newsroom.refused(
      article({ body: `文\n\n![草](picture:${hash})`, lead: { picture: hash } }),
    )
    expect(errors?.map(({ field }) => field)).toEqual(['body', 'lead.picture'])
  })

  test('must be described, there or here, or be said to decorate', async () => {
    const { hash } = await keep(9, '')
    const body = `文\n\n![](picture:${hash})`
    const { errors } = await newsroom.refused(article({ body, lead: { picture: hash } }))
    expect(errors?.map(({ field }) => field)).toEqual(['body', 'lead.alt'])
    await newsroom.post({ format: 'html', body: `文<img src="picture:${hash}" alt="">` })
    await newsroom.call('PATCH', `/api/pictures/${hash}`, { alt: '一条船' })
    const { slug } = await newsroom.post({ body, slug: 'boat' })
    expect(await newsroom.read(`/articles/${slug}`)).toContain('alt="一条船"')
  })

  test('is noted when an import does not say what it shows, and listed', async () => {
    const { hash } = await keep(9, '')
    const line = article({ body: `文\n\n![](picture:${hash})` })
    const response = await newsroom.fetch('/api/import', {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' },
      body: JSON.stringify(line),
    })
    const [result] = (await response.text()).split('\n')
    expect(JSON.parse(result ?? '')).toMatchObject({
      status: 201,
      notes: [expect.stringContaining('without alt')],
    })
    const list = await newsroom.call('GET', '/api/pictures?filter=without-alt')
    expect((await list.json<{ pictures: Picture[] }>()).pictures.map((one) => one.hash)).toEqual([
      hash,
    ])
  })

  test('stays while an article shows it, be it a draft, and for thirty days after', async () => {
    const { hash, unusedUntil } = await keep()
    expect(Date.parse(unusedUntil ?? '')).toBeGreaterThan(Date.now() + 29 * DAY * 1000)
    const { id } = await showing(hash, { status: 'draft' })
    expect(await know(hash)).toMatchObject({ unusedUntil: null, articles: [{ id }] })
    await newsroom.tick(now() + 40 * DAY)
    expect(await objects()).toHaveLength(1)
    await newsroom.patch(id, { body: '没有图了。' })
    expect((await know(hash)).unusedUntil).not.toBeNull()
    await newsroom.tick(now() + 29 * DAY)
    expect(await objects()).toHaveLength(1)
    await newsroom.tick(now() + 31 * DAY)
    expect(await objects()).toEqual([])
    expect([await rows('pictures'), await debts()]).toEqual([0, 0])
  })

  test('is swept once R2 lets it, however often that fails', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    await keep()
    newsroom.onR2 = (operation) => {
      if (operation === 'delete') throw new Error('R2 is away')
    }
    let at = now() + 31 * DAY
    for (let i = 0; i < 20; i++, at += 4_000) await newsroom.tick(at)
    expect(await objects()).toHaveLength(1)
    newsroom.onR2 = () => {}
    await newsroom.tick(at)
    expect([await objects(), await rows('pictures'), await debts()]).toEqual([[], 0, 0])
  })

  test('that goes while the article is written fails the article, and not without a word', async () => {
    const { hash } = await keep()
    newsroom.onD1 = async (sql) => {
      if (sql.some((one) => one.includes('INSERT INTO revisions'))) {
        newsroom.onD1 = () => {}
        await env.DB.prepare("UPDATE pictures SET state = 'leaving'").run()
      }
    }
    const refused = await newsroom.refused(article({ body: `文\n\n![草](picture:${hash})` }))
    expect(refused.errors?.[0]?.detail).toContain('not there')
    expect(await rows('articles')).toBe(0)
  })
})

describe('a picture on an article’s card', () => {
  const cardOn = async (slug: string) =>
    /og:image" content="([^"]*)"/.exec(await newsroom.read(`/articles/${slug}`))?.[1]

  test('is what social networks get, and stands on no page, list or feed', async () => {
    const { hash } = await keep(9, '')
    const { id } = await newsroom.post({ slug: 'ferry', card: `picture:${hash.toUpperCase()}` })
    const stored = await newsroom.call('GET', `/api/articles/${id}`)
    expect(await stored.json()).toMatchObject({ card: hash, lead: null })
    expect(await cardOn('ferry')).toBe(`https://news.test/pictures/${hash}/64.png`)
    expect(await newsroom.read('/articles/ferry')).not.toContain('<img')
    for (const path of ['/', '/feed.xml', '/sitemaps/1.xml']) {
      expect(await newsroom.read(path), path).not.toContain(hash)
    }
    expect(await know(hash)).toMatchObject({ unusedUntil: null, articles: [{ id }] })
    const list = await newsroom.call('GET', '/api/pictures?filter=without-alt')
    expect(await list.json()).toMatchObject({ pictures: [] })
  })

  test('is changed and taken away like any field, at once', async () => {
    const [one, two] = [await keep(1), await keep(2)]
    const { id } = await newsroom.post({ slug: 'ferry', lead: { picture: one.hash, alt: '渡' } })
    expect(await cardOn('ferry')).toContain(one.hash)
    await newsroom.patch(id, { card: two.hash })
    expect(await cardOn('ferry')).toContain(two.hash)
    await newsroom.patch(id, { card: null })
    expect(await cardOn('ferry')).toContain(one.hash)
    expect((await know(two.hash)).unusedUntil).not.toBeNull()
    const restored = await newsroom.call('POST', `/api/articles/${id}/revisions/2/restore`, null, {
      'If-Match': '"3"',
    })
    expect(await restored.json()).toMatchObject({ card: two.hash })
    expect(await cardOn('ferry')).toContain(two.hash)
  })

  test('must be there, and stays good where an edit leaves it', async () => {
    const { errors } = await newsroom.refused(article({ card: 'a'.repeat(64) }))
    expect(errors).toEqual([
      { field: 'card', detail: expect.stringContaining('card names a picture that is not there') },
    ])
    expect((await newsroom.refused(article({ card: 'card.png' }))).errors?.[0]?.field).toBe('card')
    const { hash } = await keep()
    const { id } = await newsroom.post({ slug: 'ferry', card: hash })
    await newsroom.call('POST', `/api/pictures/${hash}/takedown`)
    expect(await cardOn('ferry')).toBe('https://news.test/card.png')
    await newsroom.patch(id, { title: '另一个标题' })
    const stored = await newsroom.call('GET', `/api/articles/${id}`)
    expect(await stored.json()).toMatchObject({ card: hash, title: '另一个标题' })
    expect(await cardOn('ferry')).toBe('https://news.test/card.png')
  })
})

describe('a picture that is taken down', () => {
  test('is gone from R2, from articles, from lists, and is not taken again', async () => {
    const { hash } = await keep()
    const { id } = await showing(hash, { slug: 'lawn', lead: { picture: hash } })
    expect(await newsroom.read('/articles/lawn')).toContain(hash)
    const purged: string[] = []
    newsroom.cache = {
      purge: async ({ tags }: { tags: string[] }) => {
        purged.push(...tags)
        return { success: true, errors: [] }
      },
    } as never
    const response = await newsroom.call('POST', `/api/pictures/${hash}/takedown`)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ state: 'barred', url: null, files: [] })
    expect(purged).toEqual(expect.arrayContaining([`picture/${hash}`, 'article/lawn', 'home']))
    expect(await objects()).toEqual([])
    expect(await newsroom.read('/articles/lawn')).not.toContain(hash)
    expect(await newsroom.read('/')).not.toContain(hash)
    expect((await send(png())).status).toBe(409)
    // What was accepted stays good: another edit is not refused for it.
    await newsroom.patch(id, { title: '另一个标题' })
    expect(await newsroom.read('/articles/lawn')).toContain('前文')
    // Files that come late go too.
    await env.PICTURES.put(`pictures/${hash}/64.png`, 'late')
    await newsroom.tick(now() + 700)
    expect(await objects()).toEqual([])
    expect(await debts()).toBe(0)
  })

  test('leaves the articles even while R2 is away, and the editor is told that its files are still owed', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const { hash } = await keep()
    await showing(hash, { slug: 'lawn' })
    newsroom.onR2 = (operation) => {
      if (operation === 'list') throw new Error('R2 is away')
    }
    const response = await newsroom.call('POST', `/api/pictures/${hash}/takedown`)
    expect(await response.json()).toMatchObject({ state: 'barred', purge: 'queued' })
    expect(await newsroom.read('/articles/lawn')).not.toContain(hash)
    newsroom.onR2 = () => {}
    await newsroom.tick(now() + 130)
    expect(await objects()).toEqual([])
  })

  test('may be sent again once that is lifted', async () => {
    const { hash } = await keep()
    await newsroom.call('POST', `/api/pictures/${hash}/takedown`)
    // Not before its files went for good.
    expect((await newsroom.call('DELETE', `/api/pictures/${hash}`)).status).toBe(409)
    await newsroom.tick(now() + 700)
    expect((await newsroom.call('DELETE', `/api/pictures/${hash}`)).status).toBe(200)
    expect((await send(png())).status).toBe(201)
  })

  test('takes a key that may withdraw, for all sections', async () => {
    const { hash } = await keep()
    for (const rights of [
      { scopes: ['articles:write'] },
      { scopes: ['articles:withdraw'], sections: ['news'] },
    ]) {
      const made = await newsroom.call('POST', '/api/keys', { name: 'R', ...rights })
      const { key } = await made.json<{ key: string }>()
      const response = await newsroom.call('POST', `/api/pictures/${hash}/takedown`, undefined, {
        Authorization: `Bearer ${key}`,
      })
      expect(response.status).toBe(403)
    }
    expect(await objects()).toHaveLength(1)
  })

  test('is redrawn by the clock where many articles show it', async () => {
    const { hash } = await keep()
    const lines = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify(article({ title: `第${i}篇`, body: `文\n\n![草](picture:${hash})` })),
    )
    await newsroom.fetch('/api/import', {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' },
      body: lines.join('\n'),
    })
    expect(await rows('picture_uses')).toBe(60)
    await newsroom.call('POST', `/api/pictures/${hash}/takedown`)
    for (let minute = 1; minute < 20; minute++) await newsroom.tick(now() + minute * 60)
    expect(await rows('picture_uses')).toBe(0)
    expect(await debts()).toBe(0)
  })
})

describe('a picture that is removed', () => {
  test('must not be shown by any article', async () => {
    const { hash } = await keep()
    const { id } = await showing(hash)
    expect((await newsroom.call('DELETE', `/api/pictures/${hash}`)).status).toBe(409)
    await newsroom.patch(id, { body: '没有图了。' })
    expect((await newsroom.call('DELETE', `/api/pictures/${hash}`)).status).toBe(200)
    expect([await objects(), await rows('pictures'), await debts()]).toEqual([[], 0, 0])
    expect((await newsroom.call('GET', `/api/pictures/${hash}`)).status).toBe(404)
  })
})

describe('the list of pictures', () => {
  test('goes from the newest on, a page at a time', async () => {
    const kept: string[] = []
    for (let n = 0; n < 5; n++) kept.unshift((await keep(n)).hash)
    const seen: string[] = []
    let cursor = ''
    do {
      const response = await newsroom.call('GET', `/api/pictures?limit=2${cursor}`)
      const page = await response.json<{ pictures: Picture[]; next: string | null }>()
      seen.push(...page.pictures.map(({ hash }) => hash))
      cursor = page.next ? `&cursor=${page.next}` : ''
    } while (cursor)
    expect(seen).toEqual(kept)
  })

  test('tells which no article shows', async () => {
    const [used, unused] = [await keep(1), await keep(2)]
    await showing(used.hash)
    const response = await newsroom.call('GET', '/api/pictures?filter=unused')
    const { pictures } = await response.json<{ pictures: Picture[] }>()
    expect(pictures.map(({ hash }) => hash)).toEqual([unused.hash])
  })
})
