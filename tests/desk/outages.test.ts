import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { waiting } from '../../src/articles/writing/once'
import { atDesk, type Desk, formOn } from '../support/desk'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
const { limit } = waiting

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  vi.spyOn(waiting, 'pause').mockResolvedValue()
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
})

afterEach(() => {
  waiting.limit = limit
  vi.restoreAllMocks()
})

const breakOff = (): never => {
  throw new Error('Network connection lost.')
}

const WRITTEN = {
  title: '街道书房开放',
  section: 'news',
  body: '第一段 <b>。\r\n\r\n第二段。',
  once: 'a'.repeat(43),
}

const count = async () =>
  (await env.DB.prepare('SELECT count(*) AS n FROM articles').first<{ n: number }>())?.n

/** The button that sends what was typed once more. */
const again = (page: string) => {
  const fields = formOn(
    page.replace('<form method="post" action="/desk/articles"', '$& id="again"'),
    'again',
  )
  return desk.post('/desk/articles', { ...fields, do: 'save' })
}

describe('what somebody typed', () => {
  test('is given back whole while the database is away, with a button that sends it again', async () => {
    newsroom.onD1 = breakOff
    const answer = await desk.post('/desk/articles', { ...WRITTEN, do: 'save' })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('Retry-After')).not.toBeNull()
    const page = await answer.text()
    expect(page).toContain('第一段 &lt;b&gt;。')
    newsroom.onD1 = () => {}
    expect((await again(page)).status).toBe(303)
    expect(await count()).toBe(1)
  })

  test('is given back while they sign in again, but never their key', async () => {
    newsroom.onD1 = breakOff
    const sent = { key: KEY, to: '/desk/articles', again: 'yes', 'kept.body': '第一段' }
    const answer = await desk.post('/desk/sign-in', sent)
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('第一段')
    expect(page).not.toContain(KEY)
    expect(page).not.toContain('Send it again')
    const bare = await (await desk.post('/desk/sign-in', { key: KEY, to: '/desk' })).text()
    expect(bare).not.toContain('What you had filled in')
  })

  test('is given back when the database goes away while it is saved, and saved once in the end', async () => {
    let left = 1
    newsroom.onD1 = (sql) => {
      if (sql.some((one) => one.includes('INTO audit')) && left-- > 0) breakOff()
    }
    const answer = await desk.post('/desk/articles', { ...WRITTEN, do: 'save' })
    if (answer.status !== 303) await desk.post('/desk/articles', { ...WRITTEN, do: 'save' })
    expect(await count()).toBe(1)
  })

  test('is stored once when nobody heard that it was', async () => {
    let isDown = false
    newsroom.onD1 = () => {
      if (isDown) breakOff()
    }
    newsroom.onD1Answer = (sql) => {
      if (sql.some((one) => one.includes('INTO audit'))) {
        isDown = true
        breakOff()
      }
    }
    waiting.limit = 0
    const answer = await desk.post('/desk/articles', { ...WRITTEN, do: 'save' })
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('第一段 &lt;b&gt;。')
    isDown = false
    newsroom.onD1 = () => {}
    newsroom.onD1Answer = () => {}
    expect((await desk.post('/desk/articles', { ...WRITTEN, do: 'save' })).status).toBe(303)
    expect(await count()).toBe(1)
  })

  test('is given back when the article has left what its writer may see', async () => {
    const { id } = await newsroom.post()
    await env.DB.prepare(`UPDATE keys SET sections = '["culture"]'`).run()
    const answer = await desk.post(`/desk/articles/${id}`, {
      ...WRITTEN,
      revision: '1',
      do: 'save',
    })
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('第一段 &lt;b&gt;。')
  })
})

test('a form that is none is told so', async () => {
  const headers = {
    Cookie: desk.cookie,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'text/plain',
  }
  for (const path of ['/desk/articles', '/desk/sign-in', '/desk/language', '/desk/preview']) {
    const answer = await newsroom.fetch(path, { method: 'POST', body: 'x', headers })
    expect(answer.status, path).toBe(400)
  }
})
