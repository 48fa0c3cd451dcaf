import { beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

const put = (slug: string, body: unknown) =>
  newsroom.call('PUT', `/api/sections/${encodeURIComponent(slug)}`, body)

describe('PUT /api/sections/{slug}', () => {
  test('creates a section, which has a page and a place in the navigation at once', async () => {
    expect((await newsroom.fetch('/sections/公告')).status).toBe(404)
    await newsroom.fetch('/')
    const response = await put('公告', { name: '通知公告' })
    expect(response.status).toBe(201)
    const answer = await response.json<{ url: string }>()
    expect(answer).toMatchObject({ slug: '公告', name: '通知公告' })
    expect((await newsroom.fetch(answer.url)).status).toBe(200)
    expect(await newsroom.read('/')).toContain('通知公告')
  })

  test('renames one, on every page', async () => {
    await newsroom.post({ slug: 'piece' })
    await newsroom.fetch('/articles/piece')
    expect((await put('news', { name: '新闻' })).status).toBe(200)
    for (const path of ['/', '/articles/piece', '/sections/news']) {
      const page = await newsroom.read(path)
      expect(page).toContain('新闻')
      expect(page).not.toContain('业界动态')
    }
  })

  test('whatever slug it takes, articles can be put there', async () => {
    const longest = 'a'.repeat(120)
    expect((await put(longest, { name: '长' })).status).toBe(201)
    expect(await newsroom.post({ section: longest })).toMatchObject({ section: longest })
  })

  test.each([
    ['bad', {}, 'name'],
    ['bad', { name: '' }, 'name'],
    ['bad', { name: 'x', colour: 'red' }, 'colour'],
    ['Bad Slug', { name: 'x' }, 'slug'],
    ['字'.repeat(30), { name: 'x' }, 'slug'],
  ])('%s with %j: 422 that names the fault', async (slug, body, field) => {
    const response = await put(slug, body)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field }] })
  })
})
