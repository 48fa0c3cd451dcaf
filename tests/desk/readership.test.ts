import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atDesk, type Desk } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

const VARS = { ANALYTICS_ZONE: 'z0ne', ANALYTICS_TOKEN: 't0ken' } as Partial<Env>

let newsroom: Newsroom
let desk: Desk
let asked: Request[] = []

/** Stands in for Cloudflare. */
function answers(make: () => Response | Promise<Response>) {
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request.clone())
    return make()
  })
}

const counted = (all: number, each: [path: string, count: number][]) =>
  Response.json({
    data: {
      viewer: {
        zones: [
          {
            all: [{ count: all }],
            each: each.map(([path, count]) => ({ count, dimensions: { clientRequestPath: path } })),
          },
        ],
      },
    },
    errors: null,
  })

beforeEach(async () => {
  asked = []
  newsroom = await openNewsroom(VARS)
  desk = await atDesk(newsroom)
})

afterEach(() => vi.unstubAllGlobals())

test('the most read articles stand first, by their titles, with about how often', async () => {
  const { id } = await newsroom.post({ title: '社区食堂开张', slug: '社区食堂' })
  const path = `/articles/${encodeURIComponent('社区食堂')}`
  answers(() =>
    counted(12_345, [
      [path, 1_200],
      ['/articles/%E0%A4%A', 7],
      ['/articles/gone', 3],
    ]),
  )
  const page = await desk.read('/desk/readership')
  expect(page).toContain('about 12,345 times')
  expect(page).toMatch(
    new RegExp(`<a href="/desk/articles/${id}">社区食堂开张</a>.*about 1,200 times`),
  )
  expect(page).toContain('<code>/articles/gone</code>')
  expect(page).toContain('<code>/articles/%E0%A4%A</code>')
})

test('Cloudflare is asked for this site, a day of it, and articles that were there', async () => {
  answers(() => counted(0, []))
  await desk.read('/desk/readership')
  const [request] = asked
  expect(request?.url).toBe('https://api.cloudflare.com/client/v4/graphql')
  expect(request?.headers.get('Authorization')).toBe('Bearer t0ken')
  const { variables } = await (request as Request).json<{
    variables: { zone: string; articles: Record<string, unknown> }
  }>()
  expect(variables).toMatchObject({
    zone: 'z0ne',
    articles: {
      clientRequestHTTPHost: 'news.test',
      clientRequestPath_like: '/articles/%',
      requestSource: 'eyeball',
    },
  })
  const { datetime_geq: from, datetime_lt: to } = variables.articles as Record<string, string>
  expect(Date.parse(to as string) - Date.parse(from as string)).toBe(86_400_000)
})

test.each<[string, () => Response | Promise<Response>, string]>([
  [
    'refuses the token',
    () => Response.json({ data: null, errors: [{ message: 'not authorized' }] }),
    'not authorized',
  ],
  [
    'sends something else',
    () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    'status 502',
  ],
  ['knows no such zone', () => Response.json({ data: { viewer: { zones: [] } } }), 'status 200'],
  ['sends null', () => Response.json(null), 'status 200'],
  ['cannot be reached', () => Promise.reject(new Error('https://api t0ken')), 'no answer'],
])('where Cloudflare %s, the page says so, and never the token', async (_, make, fault) => {
  answers(make)
  const page = await desk.read('/desk/readership')
  expect(page).toContain(`Cloudflare says: ${fault}`)
  expect(page).not.toContain('t0ken')
})

test('what Cloudflare says is text, whatever it holds', async () => {
  answers(() => counted(1, [['/articles/<script>alert(1)</script>', 1]]))
  expect(await desk.read('/desk/readership')).not.toContain('<script>alert')
})

test('without a zone and a token there is no such page, and nothing leads to it', async () => {
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
  expect((await desk.get('/desk/readership')).status).toBe(404)
  expect(await desk.read('/desk')).not.toContain('/desk/readership')
})
