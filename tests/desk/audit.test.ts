import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { WORDS } from '../../src/desk/audit/words'
import { atDesk, makeKey } from '../support/desk'
import { count, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
  vi.spyOn(console, 'info').mockReturnValue()
})

const note = (action: string, subject: string, keyId: number | null = 1, revision?: number) =>
  env.DB.prepare(
    'INSERT INTO audit (at, key_id, action, subject, revision) VALUES (1767225600, ?1, ?2, ?3, ?4)',
  )
    .bind(keyId, action, subject, revision ?? null)
    .run()

describe('the audit trail', () => {
  test('says who did what to which article, with links to it and to what it was before', async () => {
    const { id } = await newsroom.post({ title: '渡口 <重开>', status: 'draft' })
    await newsroom.patch(id, { title: '渡口重开了' })
    const page = await (await atDesk(newsroom)).read('/desk/audit')
    expect(page).toContain('<a href="/desk/people/1">Test</a></strong> changed the article')
    expect(page).toContain(`<a href="/desk/articles/${id}">“渡口重开了”</a>`)
    expect(page).toContain(`<a href="/desk/articles/${id}/revisions/1">from revision 1</a>`)
    expect(page).toContain('created the article')
    expect(page).toContain('<a href="/desk/sections/news">业界动态</a>')
    expect(page).toContain('Test</a></strong> signed in at the desk</p>')
  })

  test('tells what no person did, and what it has no words for', async () => {
    await note('article.publish', '99', null, 4)
    await note('kettle.boil', 'dry <&>')
    const page = await (await atDesk(newsroom)).read('/desk/audit')
    expect(page).toContain('The command line or the clock</strong> published the article')
    expect(page).toContain('<a href="/desk/articles/99">article 99</a>')
    expect(page).toContain('<code>kettle.boil</code> dry &lt;&amp;&gt;')
  })

  test('names pictures, fronts and exports, each with the page it has', async () => {
    const hash = 'ab'.repeat(32)
    await note('picture.bar', hash)
    await note('picture.import', '12')
    await note('front.set', 'home')
    await note('export', 'all with revisions')
    const page = await (await atDesk(newsroom)).read('/desk/audit')
    expect(page).toContain(`took down the picture <a href="/desk/pictures/${hash}">`)
    expect(page).toContain('imported what is said of 12 pictures')
    expect(page).toContain('<a href="/desk/front/home">front page</a>')
    expect(page).toContain('exported all with revisions')
  })

  test('goes on page by page, and shows each entry once', async () => {
    for (let i = 0; i < 70; i++) await note('kettle.boil', `no-${i}-`)
    const desk = await atDesk(newsroom)
    const first = await desk.read('/desk/audit')
    const next = /href="(\/desk\/audit\?before=\d+)"/.exec(first)?.[1] ?? ''
    const second = await desk.read(next)
    const third = await desk.read(/href="(\/desk\/audit\?before=\d+)"/.exec(second)?.[1] ?? '')
    expect(third).not.toContain('href="/desk/audit?before=')
    for (let i = 0; i < 70; i++) expect(count(first + second + third, `no-${i}-`), `${i}`).toBe(1)
    expect((await desk.get('/desk/audit?before=x%27--')).status).toBe(200)
  })

  test('is for those who manage all keys', async () => {
    for (const [scopes, more] of [
      [['articles:write', 'articles:publish'], {}],
      [['keys:manage'], { sections: ['news'] }],
    ] as [string[], object][]) {
      const { key } = await makeKey(newsroom, scopes, more as Record<string, unknown>)
      expect((await (await atDesk(newsroom, key)).get('/desk/audit')).status).toBe(403)
    }
  })

  test('tells no title to who may not read articles', async () => {
    await newsroom.post({ title: '还没有公布的标题', status: 'draft' })
    const { key } = await makeKey(newsroom, ['keys:manage'])
    const page = await (await atDesk(newsroom, key)).read('/desk/audit')
    expect(page).toContain('article 1</a>')
    expect(page).not.toContain('还没有公布的标题')
  })

  test('speaks Chinese, and has the same words in both languages', async () => {
    const desk = await atDesk(newsroom)
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    const page = await desk.read('/desk/audit')
    expect(page).toContain('<h1 dir="auto">操作记录</h1>')
    expect(page).toContain('新建了栏目')
    expect(Object.keys(WORDS.zh.actions)).toEqual(Object.keys(WORDS.en.actions))
  })

  test('costs three round trips and at most 200 rows, however long it is', async () => {
    for (let i = 0; i < 60; i++) await newsroom.post({ slug: `s${i}`, title: `标题${i}` })
    const desk = await atDesk(newsroom)
    await desk.read('/desk/audit')
    const cost = await newsroom.spent(() => desk.read('/desk/audit'))
    expect(cost.roundTrips).toBeLessThanOrEqual(3)
    expect(cost.rowsRead).toBeLessThanOrEqual(200)
  })
})
