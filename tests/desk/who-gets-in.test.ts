/** Each address of the desk, for each right, from the desk and from another site: who gets in. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { sha256 } from '../../src/articles/digest'
import { createDesk } from '../../src/desk/desk'
import { makeLink } from '../../src/desk/door/links'
import { newToken } from '../../src/desk/door/sessions'
import { createApi } from '../../src/editing/api'
import { SCOPES, type Scope } from '../../src/editing/door/scopes'
import { articlePageNamed } from '../../src/reading/article'
import { secondsNow } from '../../src/time'
import { atDesk, Desk, makeKey } from '../support/desk'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

const READERS: Scope[] = ['articles:write', 'articles:publish', 'articles:withdraw', 'export:read']
const HASH = await sha256(png(8, 8))
/** Of one that was taken down. */
const BARRED = await sha256(png(9, 9))
const LINK = newToken()

interface Entry {
  route: string
  path: string
  /** Who gets in: all, who is signed in, or who has one of these rights. */
  who: 'all' | 'signed in' | Scope[]
  form?: Record<string, string | File>
}

const entry = (
  route: string,
  who: Entry['who'],
  path = '',
  form: Record<string, string | File> = {},
): Entry => ({ route, who, path: path || (route.split(' ')[1] as string), form })

const ARTICLE = '/desk/articles/:id{[1-9][0-9]{0,14}}'
const NTH = ':number{[1-9][0-9]{0,14}}'
const NUMBER = '/desk/people/:id{[1-9][0-9]{0,14}}'
const WEBHOOK = '/desk/webhooks/:id{[1-9][0-9]{0,14}}'
const PICTURE = '/desk/pictures/:hash{[0-9a-f]{64}}'

const TABLE: Entry[] = [
  entry('GET /desk/:file{style-[0-9a-f]+\\.css}', 'all', '/desk/style-0.css'),
  entry('GET /desk/sign-in', 'all'),
  entry('POST /desk/sign-in', 'all', '', { key: KEY }),
  entry('GET /desk/enter/:token', 'all', `/desk/enter/${LINK}`),
  entry('POST /desk/enter/:token', 'all', `/desk/enter/${LINK}`),
  entry('POST /desk/language', 'all', '', { language: 'en' }),
  entry('POST /desk/passkey-sign-in/options', 'all'),
  entry('POST /desk/passkey-sign-in', 'all'),
  entry('GET /desk', 'signed in'),
  entry('POST /desk/sign-out', 'signed in'),
  entry('POST /desk/preview', 'signed in'),
  entry('GET /desk/articles', READERS),
  entry('GET /desk/articles/new', READERS),
  entry('GET /desk/articles/suggest', READERS),
  entry('POST /desk/articles', ['articles:write'], '', { title: 'x', section: 'news', body: 'x' }),
  entry('POST /desk/articles/many', READERS),
  entry('POST /desk/articles/rendered', READERS, '', { body: 'x', format: 'markdown' }),
  entry('POST /desk/articles/same', READERS, '', { before: 'x', after: 'x', format: 'markdown' }),
  entry(`GET ${ARTICLE}`, READERS, '/desk/articles/1'),
  entry(`POST ${ARTICLE}`, ['articles:write'], '/desk/articles/1', { title: 'y', revision: '1' }),
  entry(`POST ${ARTICLE}/send-back`, ['articles:publish'], '/desk/articles/1/send-back', {
    reply: 'x',
    revision: '1',
  }),
  entry(`POST ${ARTICLE}/take-back`, ['articles:write'], '/desk/articles/1/take-back'),
  entry('POST /desk/articles/copy', ['articles:write']),
  entry('POST /desk/articles/copy/discard', ['articles:write']),
  entry(`POST ${ARTICLE}/copy`, ['articles:write'], '/desk/articles/1/copy'),
  entry(`POST ${ARTICLE}/copy/discard`, ['articles:write'], '/desk/articles/1/copy/discard'),
  entry(`GET ${ARTICLE}/draft`, READERS, '/desk/articles/2/draft'),
  entry(`POST ${ARTICLE}/discard`, ['articles:write'], '/desk/articles/2/discard', { draft: 'x' }),
  entry(`GET ${ARTICLE}/preview`, READERS, '/desk/articles/1/preview'),
  entry(`POST ${ARTICLE}/preview`, READERS, '/desk/articles/1/preview'),
  entry(`GET ${ARTICLE}/revisions`, READERS, '/desk/articles/1/revisions'),
  entry(`GET ${ARTICLE}/revisions/${NTH}`, READERS, '/desk/articles/1/revisions/1'),
  entry(`POST ${ARTICLE}/revisions/${NTH}`, ['articles:write'], '/desk/articles/1/revisions/1', {
    revision: '1',
    act: 'restore',
  }),
  entry('GET /desk/front', READERS),
  entry('GET /desk/front/:list', READERS, '/desk/front/home'),
  entry('POST /desk/front/:list', ['articles:publish'], '/desk/front/home', { version: '1' }),
  entry('GET /desk/pictures', READERS),
  entry('POST /desk/pictures', ['articles:write'], '', { file: new File([png(7, 7)], 'a.png') }),
  entry('POST /desk/pictures/upload', ['articles:write'], '', {
    file: new File([png(6, 6)], 'b.png'),
  }),
  entry('POST /desk/pictures/bring', ['articles:write'], '', { url: 'x' }),
  entry(`GET ${PICTURE}`, READERS, `/desk/pictures/${HASH}`),
  entry(`GET ${PICTURE}/file`, READERS, `/desk/pictures/${HASH}/file`),
  entry(`POST ${PICTURE}`, ['articles:write'], `/desk/pictures/${HASH}`, { from: '""', alt: 'x' }),
  entry(`POST ${PICTURE}/remove`, ['articles:write'], `/desk/pictures/${HASH}/remove`),
  entry(`POST ${PICTURE}/bar`, ['articles:withdraw'], `/desk/pictures/${HASH}/bar`),
  // That takes two rights.
  entry(`POST ${PICTURE}/lift`, [], `/desk/pictures/${BARRED}/lift`),
  entry('GET /desk/sections', ['sections:write']),
  entry('POST /desk/sections', ['sections:write']),
  entry('GET /desk/sections/:slug', ['sections:write'], '/desk/sections/news'),
  entry('POST /desk/sections/:slug', ['sections:write'], '/desk/sections/news'),
  entry('POST /desk/sections/:slug/remove', ['sections:write'], '/desk/sections/news/remove'),
  entry('GET /desk/readings', ['articles:write']),
  entry('GET /desk/readings.json', ['articles:write']),
  entry('POST /desk/readings', ['articles:write'], '', { word: '闵行', pinyin: 'mǐn háng' }),
  entry('POST /desk/readings/learn', ['articles:write'], '', { word: '闵行', pinyin: 'mǐn háng' }),
  entry('GET /desk/address-rules', ['articles:publish']),
  entry('POST /desk/address-rules', ['articles:publish'], '', { version: '1', rules: '/a → /' }),
  entry('GET /desk/readership', 'signed in'),
  entry('GET /desk/people', ['keys:manage']),
  entry('POST /desk/people', ['keys:manage']),
  entry(`GET ${NUMBER}`, ['keys:manage'], '/desk/people/2'),
  entry(`POST ${NUMBER}/link`, ['keys:manage'], '/desk/people/2/link'),
  entry(`POST ${NUMBER}/rotate`, ['keys:manage'], '/desk/people/2/rotate', { overlap: '86400' }),
  entry(`POST ${NUMBER}/sessions`, ['keys:manage'], '/desk/people/2/sessions'),
  entry(`POST ${NUMBER}/passkeys`, ['keys:manage'], '/desk/people/2/passkeys'),
  entry(`POST ${NUMBER}/revoke`, ['keys:manage'], '/desk/people/2/revoke'),
  entry('GET /desk/account', 'signed in'),
  entry('POST /desk/account/sessions', 'signed in'),
  entry('POST /desk/account/passkeys', 'signed in'),
  entry('POST /desk/account/programs', 'signed in', '', { program: '3' }),
  entry('GET /desk/authorize', 'signed in'),
  entry('POST /desk/authorize', 'signed in'),
  entry('GET /desk/authorize/application', 'signed in'),
  entry('POST /desk/authorize/application', 'signed in'),
  entry('POST /desk/passkeys/options', 'signed in'),
  entry('POST /desk/passkeys', 'signed in'),
  entry('GET /desk/webhooks', ['keys:manage']),
  entry('POST /desk/webhooks', ['keys:manage']),
  entry(`GET ${WEBHOOK}`, ['keys:manage'], '/desk/webhooks/1'),
  entry(`POST ${WEBHOOK}`, ['keys:manage'], '/desk/webhooks/1'),
  entry(`POST ${WEBHOOK}/pause`, ['keys:manage'], '/desk/webhooks/1/pause'),
  entry(`POST ${WEBHOOK}/test`, ['keys:manage'], '/desk/webhooks/1/test'),
  entry(`POST ${WEBHOOK}/resend`, ['keys:manage'], '/desk/webhooks/1/resend'),
  entry(`POST ${WEBHOOK}/rotate`, ['keys:manage'], '/desk/webhooks/1/rotate'),
  entry(`POST ${WEBHOOK}/remove`, ['keys:manage'], '/desk/webhooks/1/remove'),
  entry('GET /desk/audit', ['keys:manage']),
]

/** Nobody listens there. */
const ANALYTICS = {
  ANALYTICS_ZONE: 'z',
  ANALYTICS_TOKEN: 't',
  ANALYTICS_ENDPOINT: 'http://127.0.0.1:9/',
}

let newsroom: Newsroom

/** A newsroom with a draft, a pending one, a picture, and a key that only manages keys. */
beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  // The receiver of the webhook.
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }))
})

async function open() {
  const vars = { IMAGES: undefined, CLIENTS: 'wordpress micropub mcp', ...ANALYTICS }
  newsroom = await openNewsroom(vars as unknown as Partial<Env>)
  await newsroom.post({ status: 'draft' })
  await newsroom.post()
  await newsroom.call('PATCH', '/api/articles/2/draft', { title: 'x' }, { 'If-Match': '"1"' })
  await makeKey(newsroom, ['keys:manage'])
  const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' }
  for (const body of [png(8, 8), png(9, 9)]) {
    await newsroom.fetch('/api/pictures?alt=', { method: 'POST', headers, body })
  }
  await newsroom.call('POST', `/api/pictures/${BARRED}/takedown`)
  await newsroom.call('POST', '/api/webhooks', {
    name: 'x',
    url: 'https://receiver.example.com/',
  })
  const now = secondsNow()
  const link = { keyId: 1, madeBy: 1, now, expiresAt: now + 900 }
  await env.DB.batch(await makeLink(env.DB, LINK, link))
}

const ask = (desk: Desk, { route, path, form }: Entry, headers = {}) =>
  route.startsWith('GET') ? desk.get(path, headers) : desk.post(path, form, headers)

/** Whether an answer lets in: it may find fault with what was asked all the same. */
const isIn = ({ status, headers }: Response) =>
  status !== 403 && status !== 404 && !headers.get('Location')?.startsWith('/desk/sign-in?')

test('the table has every address there is', () => {
  const { routes } = createDesk(createApi(articlePageNamed))
  const there = routes.filter(({ method }) => method !== 'ALL')
  expect(TABLE.map(({ route }) => route).sort()).toEqual(
    [...new Set(there.map(({ method, path }) => `${method} ${path}`))].sort(),
  )
})

describe.each(TABLE)('$route', (asked) => {
  const { who, route } = asked

  test('lets in whom it should, and nobody else', async () => {
    await open()
    const stranger = await ask(new Desk(newsroom), asked)
    if (who !== 'all') {
      const isFrame = route.includes('/preview') && route.startsWith('POST')
      // What a program asks stands in the address, and is asked again.
      const isAsked = route.startsWith('GET') || route.includes('/authorize')
      const expected = isAsked ? 303 : isFrame ? 200 : 403
      expect(stranger.status).toBe(expected)
    }
    let isAsItWas = true
    for (const scope of SCOPES) {
      if (!isAsItWas) await open()
      const { key } = await makeKey(newsroom, [scope])
      const answer = await ask(await atDesk(newsroom, key), asked)
      const expected = typeof who === 'string' || who.includes(scope)
      // What is only looked at, or refused, stays as it was.
      isAsItWas = route.startsWith('GET') || !isIn(answer)
      if (who !== 'all') expect(isIn(answer), `${scope}: ${answer.status}`).toBe(expected)
    }
  })
})

test.each(TABLE.filter(({ route }) => route.startsWith('POST')))(
  '$route does nothing for another site',
  async (asked) => {
    await open()
    const desk = await atDesk(newsroom)
    const before = await env.DB.prepare('SELECT count(*) AS n FROM audit').first()
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect((await ask(desk, asked, { 'Sec-Fetch-Site': site })).status, site).toBe(403)
    }
    expect(await env.DB.prepare('SELECT count(*) AS n FROM audit').first()).toEqual(before)
    expect((await desk.get('/desk')).status).toBe(200)
  },
)
