import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { secondsNow } from '../../src/time'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { count, KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  vi.spyOn(console, 'info').mockReturnValue()
  desk = await atDesk(newsroom)
})

const LIBRARY = '/desk/pictures'
const file = (n: number, name = `${n}.png`) => new File([png(64, 48, n)], name)

/** Sends a picture through the API, which must keep it; gives its hash. */
async function keep(n = 0, query = ''): Promise<string> {
  const response = await newsroom.fetch(`/api/pictures${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' },
    body: png(64, 48, n),
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json<{ hash: string }>()).hash
}

const know = async (hash: string) =>
  (await newsroom.call('GET', `/api/pictures/${hash}`)).json<{
    alt: string | null
    state: string
  }>()

const show = (hash: string, fields: object = {}) =>
  newsroom.post({ body: `前文。\n\n![渡口](picture:${hash})`, ...fields })

/** As if an import had brought the articles that show it, without words. */
const mute = (hash: string) =>
  env.DB.prepare('UPDATE picture_uses SET has_alt = 0 WHERE hash = ?1').bind(hash).run()

/** Pictures that D1 knows of, in this order, and nobody else does. */
const fill = (length: number, state = 'kept') =>
  env.DB.prepare(
    `INSERT INTO pictures
       (hash, type, bytes, width, height, files, key_id, created_at, state, name)
     SELECT printf('%064x', value + 4096), 'image/png', 100, 64, 48,
       '[{"width":64,"height":48,"type":"image/png"}]', 1, 1767225600 + value * 86400, ?2,
       'file-' || value || '.png'
     FROM json_each(?1)`,
  )
    .bind(JSON.stringify([...Array(length).keys()]), state)
    .run()

/** Where a link on a page leads. */
const linkOn = (page: string, text: string) =>
  new RegExp(`href="([^"]*)"[^>]*>${text}</a>`).exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''

describe('pictures that are sent', () => {
  test('are told one by one: kept, there already, or refused and why', async () => {
    await keep(2)
    const form = new FormData()
    for (const one of [file(1, '渡口 <1>.png'), file(2), new File(['no picture'], 'notes.txt')]) {
      form.append('file', one)
    }
    const answer = await newsroom.fetch(LIBRARY, {
      method: 'POST',
      body: form,
      headers: { Cookie: desk.cookie, 'Sec-Fetch-Site': 'same-origin', 'Accept-Language': 'en' },
    })
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(page).toContain('渡口 &lt;1&gt;.png')
    expect(page).toContain('<p>Kept</p>')
    expect(page).toContain('Was there already')
    expect(page).toMatch(/notes\.txt<\/strong><\/p><p class="fault">Not kept:/)
    expect(page).toMatch(/value="!\[\]\(picture:[0-9a-f]{64}\)"/)
  })

  test('are ten at once: of more, who sends them is told which were left', async () => {
    const form = new FormData()
    for (let i = 0; i < 11; i++) form.append('file', file(i, `ferry-${i}.png`))
    const headers = {
      Cookie: desk.cookie,
      'Sec-Fetch-Site': 'same-origin',
      'Accept-Language': 'en',
    }
    const answer = await newsroom.fetch(LIBRARY, { method: 'POST', body: form, headers })
    const page = await answer.text()
    expect(count(page, '<p>Kept</p>')).toBe(10)
    expect(page).toMatch(/ferry-10\.png<\/strong><\/p><p class="fault">Not looked at/)
  })

  test('with words have them; sent again they are the same picture', async () => {
    const fields = { file: file(1, 'ferry.png'), alt: ' 清晨的\r\n渡口 ' }
    const page = await (await desk.post(LIBRARY, fields)).text()
    const hash = /\/desk\/pictures\/([0-9a-f]{64})/.exec(page)?.[1] ?? ''
    expect(await know(hash)).toMatchObject({ alt: '清晨的 渡口', name: 'ferry.png' })
    expect(page).toContain(`value="![清晨的 渡口](picture:${hash})"`)
    const again = await (await desk.post(LIBRARY, fields)).text()
    expect(again).toContain('Was there already')
    expect((await newsroom.fetch(`/pictures/${hash}/64.png`)).status).toBe(200)
  })

  test('can only decorate', async () => {
    const page = await (await desk.post(LIBRARY, { file: file(1), decorates: 'yes' })).text()
    const hash = /picture:([0-9a-f]{64})/.exec(page)?.[1] ?? ''
    expect((await know(hash)).alt).toBe('')
  })

  test.each([
    ['no file', { file: new File([], '') }, 'Choose a file first.'],
    ['two things said', { file: file(1), decorates: 'yes' }, 'or that it only decorates'],
    ['words too long', { file: file(1), alt: '长'.repeat(501) }, 'id="alt-fault"'],
  ])('are refused with %s, and the words are given back', async (_, fields, why) => {
    const sent = { alt: '清晨 <&>', ...fields }
    const answer = await desk.post(LIBRARY, sent)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain(why)
    expect(formOn(page, 'send').alt).toBe(sent.alt)
    expect(await env.DB.prepare('SELECT 1 FROM pictures').first()).toBeNull()
  })

  test('are not kept while R2 does not answer: the words are there for another try', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    newsroom.onR2 = () => {
      throw new Error('R2 is away')
    }
    const answer = await desk.post(LIBRARY, { file: file(1), alt: '渡口' })
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('Not kept:')
    expect(formOn(page, 'send').alt).toBe('渡口')
    newsroom.onR2 = () => {}
    expect(await (await desk.post(LIBRARY, { file: file(1), alt: '渡口' })).text()).toContain(
      'Kept',
    )
  })

  test('are refused to who may not write', async () => {
    const { key } = await makeKey(newsroom, ['export:read'])
    const reader = await atDesk(newsroom, key)
    expect(await reader.read(LIBRARY)).not.toContain('id="send"')
    expect((await reader.post(LIBRARY, { file: file(1) })).status).toBe(403)
    expect(await env.DB.prepare('SELECT 1 FROM pictures').first()).toBeNull()
  })

  test('from elsewhere are not kept', async () => {
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await desk.post(LIBRARY, { file: file(1) }, elsewhere)).status).toBe(403)
    expect(await env.DB.prepare('SELECT 1 FROM pictures').first()).toBeNull()
  })
})

describe('a picture that a script sends', () => {
  const UPLOAD = '/desk/pictures/upload'

  test('is kept, and the script told what it is called and where it is small', async () => {
    const sent = { file: file(1), alt: '清晨的渡口', name: '渡口.png' }
    const answer = await desk.post(UPLOAD, sent)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const kept = await answer.json<{ hash: string; path: string }>()
    const path = `/pictures/${kept.hash}/64.png`
    expect(kept).toEqual({ hash: kept.hash, width: 64, height: 48, alt: '清晨的渡口', path })
    expect(await know(kept.hash)).toMatchObject({ alt: '清晨的渡口', name: '渡口.png' })
    expect((await newsroom.fetch(path)).status).toBe(200)
    const again = await desk.post(UPLOAD, { file: file(1), decorates: 'yes' })
    expect(again.status).toBe(200)
    expect(await again.json()).toEqual(kept)
  })

  test.each([
    [422, { file: new File([], '') }, '请先选择图片文件。'],
    [422, { file: '渡口.png' }, '请先选择图片文件。'],
    [422, { file: file(1), alt: '渡口', decorates: 'yes' }, '要么写说明，要么选“只作装饰”。'],
    [422, { file: file(1), alt: '长'.repeat(501) }, '500'],
    [422, { file: new File(['no picture'], 'notes.txt') }, '图片'],
  ])('is refused with %i and the reason in one’s language', async (status, fields, why) => {
    const answer = await desk.post(UPLOAD, fields, { 'Accept-Language': 'zh' })
    expect(answer.status).toBe(status)
    const { faults } = await answer.json<{ faults: string[] }>()
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(why)
    expect(await env.DB.prepare('SELECT 1 FROM pictures').first()).toBeNull()
  })
})

describe('a picture that a script has fetched', () => {
  const BRING = '/desk/pictures/bring'
  const web = () => vi.spyOn(globalThis, 'fetch')
  afterEach(() => vi.restoreAllMocks())

  test('is kept like one that was sent', async () => {
    web().mockResolvedValue(new Response(png(64, 48)))
    const answer = await desk.post(BRING, { url: 'https://mmbiz.qpic.cn/a/640?wx_fmt=png' })
    expect(answer.status).toBe(201)
    const kept = await answer.json<{ hash: string }>()
    expect(kept).toMatchObject({ width: 64, height: 48, alt: null })
    expect((await know(kept.hash)).state).toBe('kept')
  })

  test.each([
    ['没有图片地址。', ''],
    ['410', 'https://pictures.example/gone.png'],
    ['http', 'javascript:alert(1)'],
  ])('is not without an address that leads to one (%s)', async (why, url) => {
    web().mockResolvedValue(new Response('gone', { status: 410 }))
    const answer = await desk.post(BRING, { url }, { 'Accept-Language': 'zh' })
    expect(answer.status).toBe(422)
    const { faults } = await answer.json<{ faults: string[] }>()
    expect(faults.join()).toContain(why)
  })
})

describe('the pictures of a newsroom', () => {
  test('are shown the newest first, page by page, each once', async () => {
    await fill(60)
    const pages = [await desk.read(LIBRARY)]
    while (linkOn(pages.at(-1) as string, 'Next page') && pages.length < 9) {
      pages.push(await desk.read(linkOn(pages.at(-1) as string, 'Next page')))
    }
    expect(pages).toHaveLength(3)
    expect(pages[0]).toMatch(/file-59\.png.*file-58\.png/s)
    for (let i = 0; i < 60; i++) expect(count(pages.join(), `>file-${i}.png<`), `${i}`).toBe(1)
  })

  test('are found by words in their names and in what they show', async () => {
    await keep(1, `?name=IMG_2034.png&alt=${encodeURIComponent('Café 清晨的渡口')}`)
    await keep(2, '?name=other.png')
    for (const q of ['img_20', '渡口', 'cafe 清晨', 'ＩＭＧ']) {
      const page = await desk.read(`${LIBRARY}?q=${encodeURIComponent(q)}`)
      expect(page, q).toContain('IMG_2034.png')
      expect(page, q).not.toContain('other.png')
    }
    expect(await desk.read(`${LIBRARY}?q=${encodeURIComponent('渡口 黄昏')}`)).toContain('None.')
  })

  test('are looked through so many at a time, saying how far, and going on from there', async () => {
    await fill(400)
    const first = await desk.read(`${LIBRARY}?q=file-7.png`)
    expect(first).toContain('Looked through 150 pictures, back to 2026-09-08.')
    const second = await desk.read(linkOn(first, 'Go on'))
    const third = await desk.read(linkOn(second, 'Go on'))
    expect(first + second).not.toContain('>file-7.png<')
    expect(third).toContain('>file-7.png<')
    expect(linkOn(third, 'Go on')).toBe('')
  })

  test('without words or unused are told apart', async () => {
    const silent = await keep(1, '?name=silent.png')
    const said = await keep(2, '?name=said.png&alt=x')
    await keep(3, '?name=unused.png')
    await show(silent)
    await show(said)
    await mute(silent)
    const names = async (filter: string) => {
      const page = await desk.read(`${LIBRARY}?filter=${filter}`)
      return [...page.matchAll(/>(\w+)\.png</g)].map(([, name]) => name)
    }
    expect(await names('without-alt')).toEqual(['silent'])
    expect(await names('unused')).toEqual(['unused'])
    expect((await names('all')).sort()).toEqual(['said', 'silent', 'unused'])
    expect(await desk.read(`${LIBRARY}?filter=unused`)).toContain('it goes by itself on')
  })

  test('without words are few to read, however many articles show one', async () => {
    const hash = await keep(1, '?name=silent.png')
    for (let i = 0; i < 60; i++) await show(hash, { slug: `s${i}` })
    const other = await keep(2, '?name=other.png')
    await show(other)
    await mute(hash)
    await mute(other)
    let page = ''
    const cost = await newsroom.spent(async () => {
      page = await desk.read(`${LIBRARY}?filter=without-alt`)
    })
    expect(page).toContain('silent.png')
    expect(page).toContain('other.png')
    expect(cost.rowsRead).toBeLessThan(25)
  })

  test.each(['', '?q=nothing', '?filter=unused&q=nothing', '?filter=barred'])(
    'cost two round trips and at most 200 rows: %s',
    async (query) => {
      await fill(600)
      await env.DB.prepare("UPDATE pictures SET state = 'barred' WHERE id % 3 = 0").run()
      await env.DB.prepare(
        `INSERT INTO outbox (kind, subject, version, next_at)
         SELECT 'picture', hash, 'x', 9e9 FROM pictures WHERE state = 'kept'`,
      ).run()
      const cost = await newsroom.spent(() => desk.read(LIBRARY + query))
      expect(cost.roundTrips).toBeLessThanOrEqual(2)
      expect(cost.rowsRead).toBeLessThanOrEqual(200)
    },
  )

  test('that were taken down are shown to who may lift that', async () => {
    await fill(2, 'barred')
    expect(await desk.read(`${LIBRARY}?filter=barred`)).toContain('file-1.png')
    expect(await desk.read(LIBRARY)).not.toContain('file-1.png')
    const { key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    expect(await writer.read(`${LIBRARY}?filter=barred`)).not.toContain('file-1.png')
  })

  test('are for who may read articles', async () => {
    const hash = await keep(1)
    const { key } = await makeKey(newsroom, ['sections:write'])
    const other = await atDesk(newsroom, key)
    for (const path of [LIBRARY, `${LIBRARY}/${hash}`]) {
      expect((await other.get(path)).status).toBe(403)
      expect((await other.post(path, { file: file(2), alt: 'x', from: 'null' })).status).toBe(403)
    }
    expect((await know(hash)).alt).toBeNull()
  })

  test('are shown in Chinese, and whatever an address asks for', async () => {
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    const hash = await keep(1)
    expect(await desk.read(LIBRARY)).toContain('没有说明')
    expect(await desk.read(`${LIBRARY}/${hash}`)).toContain('放进文章的代码')
    for (const query of [
      '?after=x',
      '?filter=unused&after=5',
      "?filter='--",
      '?done=<b>',
      '?q=%00',
    ]) {
      expect(await desk.read(LIBRARY + query), query).not.toContain('<b>')
    }
  })
})

describe('one picture', () => {
  test('says what is known of it, and which articles show it', async () => {
    const hash = await keep(1, '?name=ferry.png')
    const { id } = await show(hash, { title: '渡口 <&>' })
    await mute(hash)
    const page = await desk.read(`${LIBRARY}/${hash}`)
    expect(page).toContain('<h1 dir="auto">ferry.png</h1>')
    expect(page).toContain('64 × 48 pixels, 1 KB')
    expect(page).toMatch(/Sent 20\d\d-\d\d-\d\d \d\d:\d\d by Test/)
    expect(page).toContain(`<img src="/pictures/${hash}/64.png"`)
    expect(page).toContain(`readonly value="![](picture:${hash})"`)
    expect(page).toContain(`<a href="/desk/articles/${id}" dir="auto">渡口 &lt;&amp;&gt;</a>`)
    expect(page).toContain('Articles that show it without words: 1.')
    expect(page).not.toContain('id="remove"')
  })

  test('names no article beyond the sections of a key', async () => {
    const hash = await keep(1)
    await newsroom.post({ title: '看不到的', section: 'culture', body: `![x](picture:${hash})` })
    const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['news'] })
    const page = await (await atDesk(newsroom, key)).read(`${LIBRARY}/${hash}`)
    expect(page).not.toContain('看不到的')
    expect(page).toContain('So do articles that you may not see.')
    expect(page).not.toContain('id="bar"')
  })

  test('costs two round trips and at most 200 rows, however many articles show it', async () => {
    const hash = await keep(1, '?alt=x')
    for (let i = 0; i < 70; i++)
      await newsroom.post({ slug: `s${i}`, body: `![](picture:${hash})` })
    const cost = await newsroom.spent(() => desk.read(`${LIBRARY}/${hash}`))
    expect(cost.roundTrips).toBeLessThanOrEqual(2)
    expect(cost.rowsRead).toBeLessThanOrEqual(200)
  })

  test('that is not there is missing', async () => {
    for (const hash of ['ab'.repeat(32), 'x', 'AB'.repeat(32)]) {
      expect((await desk.get(`${LIBRARY}/${hash}`)).status).toBe(404)
    }
    expect((await desk.post(`${LIBRARY}/${'ab'.repeat(32)}`, { alt: 'x' })).status).toBe(404)
  })

  test('has its words changed, with brackets in the line to paste', async () => {
    const hash = await keep(1)
    const path = `${LIBRARY}/${hash}`
    const typed = { ...formOn(await desk.read(path), 'alt-form'), alt: '渡口 [旧] \\' }
    const page = await (await desk.follow(path, typed)).text()
    expect(page).toContain('Saved.')
    expect(page).toContain(`value="![渡口 \\[旧\\] \\\\](picture:${hash})"`)
    expect((await know(hash)).alt).toBe('渡口 [旧] \\')
    expect((await desk.post(path, typed)).status).toBe(303)
    const decorates = { ...formOn(page, 'alt-form'), alt: '', decorates: 'yes' }
    await desk.post(path, decorates)
    expect((await know(hash)).alt).toBe('')
    await desk.post(path, { from: '""', alt: '' })
    expect((await know(hash)).alt).toBeNull()
  })

  test('keeps what somebody else said of it meanwhile, until asked again', async () => {
    const hash = await keep(1)
    const path = `${LIBRARY}/${hash}`
    const typed = { ...formOn(await desk.read(path), 'alt-form'), alt: '我的说明' }
    await newsroom.call('PATCH', `/api/pictures/${hash}`, { alt: '他的说明' })
    const answer = await desk.post(path, typed)
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain('他的说明')
    expect(formOn(page, 'alt-form')).toEqual({ from: '"他的说明"', alt: '我的说明' })
    expect((await know(hash)).alt).toBe('他的说明')
    expect((await desk.post(path, formOn(page, 'alt-form'))).status).toBe(303)
    expect((await know(hash)).alt).toBe('我的说明')
  })

  test('refuses words that are too long, and gives them back', async () => {
    const hash = await keep(1)
    const alt = '长'.repeat(501)
    const answer = await desk.post(`${LIBRARY}/${hash}`, { from: 'null', alt })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('id="alt-fault"')
    expect(formOn(page, 'alt-form').alt).toBe(alt)
  })

  test('that no article shows is removed, once', async () => {
    const path = `${LIBRARY}/${await keep(1)}`
    expect(await desk.read(path)).toContain('id="remove"')
    expect(await (await desk.follow(`${path}/remove`)).text()).toContain('The picture is removed.')
    expect((await desk.post(`${path}/remove`)).headers.get('Location')).toMatch(
      /done=(gone|removed)/,
    )
    expect(await desk.read(LIBRARY)).toContain('None.')
  })

  test('that an article shows by now is not removed', async () => {
    const hash = await keep(1)
    await show(hash)
    expect((await desk.post(`${LIBRARY}/${hash}/remove`)).status).toBe(409)
    expect((await know(hash)).state).toBe('kept')
  })

  test('is taken down and that is lifted, by who may', async () => {
    const hash = await keep(1)
    const path = `${LIBRARY}/${hash}`
    const { id } = await show(hash)
    const { key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    expect((await writer.post(`${path}/bar`)).status).toBe(403)
    expect((await know(hash)).state).toBe('kept')

    const page = await (await desk.follow(`${path}/bar`)).text()
    expect(page).toContain('The picture is taken down.')
    expect(page).toContain('it is not taken again')
    expect(page).not.toContain(`<img src="/pictures/${hash}`)
    expect(await newsroom.read(`/articles/${id}`)).not.toContain(hash)
    // One that is sent from a page of before neither removes it nor lifts that.
    expect((await desk.post(`${path}/remove`)).status).toBe(409)
    expect((await writer.post(`${path}/lift`)).status).toBe(403)
    expect((await know(hash)).state).toBe('barred')
    expect(await (await desk.post(LIBRARY, { file: file(1) })).text()).toContain('taken down')

    // Not before its files went for good.
    expect(page).toContain('the takedown can be lifted then')
    expect((await desk.post(`${path}/lift`)).status).toBe(409)
    await newsroom.tick(secondsNow() + 700)
    expect(await desk.read(path)).toContain('id="lift"')
    expect((await desk.post(`${path}/lift`)).status).toBe(303)
    expect((await desk.post(`${path}/lift`)).status).toBe(303)
    expect(await (await desk.post(LIBRARY, { file: file(1) })).text()).toContain('<p>Kept</p>')
    // And then it is a picture like any other.
    expect((await desk.post(`${path}/lift`)).status).toBe(409)
    expect((await know(hash)).state).toBe('kept')
  })

  test('is not changed from elsewhere', async () => {
    const hash = await keep(1)
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' }
    for (const end of ['', '/remove', '/bar', '/lift']) {
      const fields = { from: 'null', alt: 'x' }
      const answer = await desk.post(`${LIBRARY}/${hash}${end}`, fields, elsewhere)
      expect(answer.status).toBe(403)
    }
    expect(await know(hash)).toMatchObject({ alt: null, state: 'kept' })
  })
})
