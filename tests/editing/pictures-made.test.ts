import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { KEY, openNewsroom, type ProblemAnswer } from '../support/newsroom'
import { png } from '../support/pictures'

interface Picture {
  hash: string
  url: string
  type: string
  card: string | null
  notes?: string[]
  files: { url: string; width: number; height: number; type: string }[]
}

afterEach(() => {
  vi.unstubAllGlobals()
})

async function send(vars: Partial<Env>, bytes: BodyInit, type = 'image/png') {
  const newsroom = await openNewsroom(vars)
  const response = await newsroom.fetch('/api/pictures', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': type },
    body: bytes,
  })
  return { newsroom, response }
}

describe('with Images', () => {
  test('a picture is made smaller once, and gets a social card', async () => {
    const { newsroom, response } = await send({}, png(1600, 1000))
    expect(response.status).toBe(201)
    const { hash, files, card, url } = await response.json<Picture>()
    expect(files.map(({ width, height, type }) => [width, height, type])).toEqual([
      [640, 400, 'image/webp'],
      [1280, 800, 'image/webp'],
      [1600, 1000, 'image/webp'],
    ])
    expect(url).toBe(`https://news.test/pictures/${hash}/1280.webp`)
    for (const address of [...files.map((file) => file.url), card ?? '']) {
      const got = await newsroom.fetch(new URL(address).pathname)
      expect([got.status, (await got.arrayBuffer()).byteLength > 100]).toEqual([200, true])
    }
    const page = await newsroom.post({ slug: 'x', lead: { picture: hash, alt: '水' } })
    expect(await newsroom.read(`/articles/${page.slug}`)).toContain(
      `<meta property="og:image" content="${card}">`,
    )
  })

  test('a small one is served as it was sent', async () => {
    const { response } = await send({}, png(320, 200))
    const { files, card } = await response.json<Picture>()
    expect(files.map(({ width, type }) => [width, type])).toEqual([[320, 'image/png']])
    expect(card).toBeNull()
  })

  test('one that Images cannot read is kept as it was sent', async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    const IMAGES = {
      input: () => {
        throw new Error('IMAGES_TRANSFORM_ERROR 9520')
      },
    } as never
    const { response } = await send({ IMAGES }, png(1600, 1000))
    expect(response.status).toBe(201)
    expect((await response.json<Picture>()).files).toHaveLength(1)
  })
})

/** What a telephone sends begins like this; more of it nobody here reads. */
const HEIC = new Uint8Array([
  0,
  0,
  0,
  24,
  ...new TextEncoder().encode('ftypheic'),
  0,
  0,
  0,
  0,
  ...new TextEncoder().encode('mif1heic'),
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
])

describe('a photo as telephones take it', () => {
  test('is refused without Images, with what to send', async () => {
    const { response } = await send({ IMAGES: undefined as never }, HEIC, 'image/heic')
    expect(response.status).toBe(422)
    expect((await response.json<ProblemAnswer>()).errors?.[0]?.detail).toMatch(/HEIC.*JPEG/)
  })

  test('is refused where Images cannot read it either', async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    expect((await send({}, HEIC, 'image/heic')).response.status).toBe(422)
  })

  test('is kept as what Images makes of it, and its sender is told', async () => {
    const made = png(64, 48)
    const IMAGES = {
      input: () => ({
        transform: () => ({ output: async () => ({ response: () => new Response(made) }) }),
      }),
    } as never
    const { response } = await send({ IMAGES }, HEIC, 'image/heic')
    expect(response.status).toBe(201)
    expect((await response.json<Picture>()).notes).toEqual([expect.stringContaining('HEIC')])
  })
})

describe('a picture that is fetched', () => {
  const byUrl = (url: unknown) =>
    send({ IMAGES: undefined as never }, JSON.stringify({ url, alt: '水' }), 'application/json')

  test('is kept like one that was sent', async () => {
    const asked: Request[] = []
    vi.stubGlobal('fetch', async (request: Request) => {
      asked.push(request)
      return new Response(png(), { headers: { 'Content-Type': 'image/png' } })
    })
    const { response } = await byUrl('https://elsewhere.test/a.png')
    expect([response.status, (await env.PICTURES.list()).objects.length]).toEqual([201, 1])
    expect(asked.map(({ url, headers }) => [url, headers.get('Referer')])).toEqual([
      ['https://elsewhere.test/a.png', null],
    ])
  })

  test.each([
    'http://127.0.0.1/a.png',
    'http://[::ffff:10.0.0.1]/a.png',
    'http://localhost/a.png',
    'https://news.test/pictures/a',
    'file:///etc/passwd',
    'no address',
    7,
    null,
  ])('is not fetched from %s', async (url) => {
    const asked = vi.fn()
    vi.stubGlobal('fetch', asked)
    const { response } = await byUrl(url)
    expect(response.status).toBe(422)
    expect((await response.json<ProblemAnswer>()).errors?.[0]?.field).toBe('url')
    expect(asked).not.toHaveBeenCalled()
  })
})
