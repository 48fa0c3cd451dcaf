/** A text as readers will see it, for script that takes it elsewhere. */
import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk } from '../support/desk'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  desk = await atDesk(newsroom)
})

const render = (fields: Record<string, string>) => desk.post('/desk/articles/rendered', fields)

describe('a text that a script asks for', () => {
  test('comes as readers get it, its pictures where they are', async () => {
    const file = new File([png(64, 48)], 'a.png')
    const sent = await desk.post('/desk/pictures/upload', { file, alt: '渡口' })
    const { hash, path } = await sent.json<{ hash: string; path: string }>()
    const body = `{临|lín}江\n\n![](picture:${hash})`
    const answer = await render({ body, format: 'markdown' })
    expect(answer.status).toBe(200)
    const { html, ...site } = await answer.json<{ html: string }>()
    expect(site).toEqual({ origin: ORIGIN, accent: expect.stringMatching(/^#[0-9a-f]{6}$/) })
    expect(html).toContain('<ruby>临')
    expect(html).toContain(`src="${path}"`)
    expect(html).toContain('alt="渡口"')
  })

  test('is cleaned as what readers get is', async () => {
    const answer = await render({ body: '<p onclick="a()">字</p>', format: 'html' })
    expect(await answer.json()).toMatchObject({ html: '<p>字</p>' })
  })

  test.each([
    ['nothing', { body: ' ', format: 'markdown' }],
    ['more than an article may be', { body: '字'.repeat(100_000), format: 'markdown' }],
    ['a format that is none', { body: '字', format: 'word' }],
  ])('is not rendered of %s, and the reason said', async (_, fields) => {
    const answer = await render(fields)
    expect(answer.status).toBe(422)
    const { faults } = await answer.json<{ faults: string[] }>()
    expect(faults).toHaveLength(1)
  })
})
