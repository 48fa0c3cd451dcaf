import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { sha256 } from '../../src/articles/digest'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

const auth = { Authorization: `Bearer ${KEY}` }

interface Line {
  type: string
  hash: string
  files: string[]
  alt: string | null
  name: string | null
}

async function exported(newsroom: Newsroom) {
  const response = await newsroom.call('GET', '/api/export?revisions=true')
  return new TextDecoder().decode(await response.arrayBuffer())
}

/** The files of the pictures of an export, as `npm run export -- --pictures` fetches them. */
async function filesOf(newsroom: Newsroom, lines: Line[]) {
  const files = new Map<string, Uint8Array>()
  for (const { hash, files: names } of lines.filter(({ type }) => type === 'picture')) {
    for (const name of names) {
      const response = await newsroom.call('GET', `/api/pictures/${hash}/files/${name}`)
      if (!response.ok) throw new Error(`${hash}/${name}: ${response.status}`)
      files.set(`${hash}/${name}`, new Uint8Array(await response.arrayBuffer()))
    }
  }
  return files
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

async function send(newsroom: Newsroom, line: Line, files: Map<string, Uint8Array>) {
  const form = new FormData()
  const file = (name: string) => new File([files.get(`${line.hash}/${name}`) as never], name)
  form.set('picture', file('original'))
  for (const name of line.files) {
    if (/^\d/.test(name)) form.append('size', file(name))
    if (name === 'card.jpg') form.set('card', file(name))
  }
  const response = await newsroom.fetch('/api/pictures', {
    method: 'POST',
    headers: auth,
    body: form,
  })
  expect(response.status).toBe(201)
}

test('an export with its pictures, imported into an empty newsroom, is the same export', async () => {
  vi.spyOn(console, 'info').mockReturnValue()
  vi.useFakeTimers({ now: Date.parse('2026-11-01T00:00:00Z'), toFake: ['Date'] })
  const vars = { IMAGES: undefined as never }
  let newsroom = await openNewsroom(vars)
  const hashes: string[] = []
  for (let n = 0; n < 4; n++) {
    const form = new FormData()
    form.set('picture', new File([png(1600, 1000, n)], `${n}.png`))
    if (n % 2 === 0) form.append('size', new File([png(640, 400, n)], 's.png'))
    if (n > 0) form.set('alt', n === 1 ? '' : `第${n}张`)
    const kept = await newsroom.fetch('/api/pictures', {
      method: 'POST',
      headers: auth,
      body: form,
    })
    hashes.push((await kept.json<{ hash: string }>()).hash)
  }
  await newsroom.post({
    body: `文\n\n![一](picture:${hashes[0]} "图一")\n\n![](picture:${hashes[2]})`,
    lead: { picture: hashes[1], caption: '题图' },
    card: hashes[2],
    slug: 'pictured',
  })
  await newsroom.patch(1, { lead: { picture: hashes[3], alt: '换了' } })
  const before = await exported(newsroom)
  const lines = linesOf(before)
  const files = await filesOf(newsroom, lines)
  expect(files.size).toBe(6)
  const page = await newsroom.read('/articles/pictured')

  vi.setSystemTime(Date.parse('2026-11-05T00:00:00Z'))
  newsroom = await openNewsroom(vars)
  expect((await env.PICTURES.list()).objects).toEqual([])
  // Without its file, what is known of a picture is of no use, and the line says so.
  const importing = () =>
    newsroom.fetch('/api/import', {
      method: 'POST',
      headers: { ...auth, 'Content-Type': 'application/x-ndjson' },
      body: before,
    })
  for (const line of lines.filter(({ type }) => type === 'picture')) {
    await send(newsroom, line, files)
  }
  const results = new TextDecoder().decode(await (await importing()).arrayBuffer())
  expect(results).not.toMatch(/"status":4|notes/)
  expect(await exported(newsroom)).toBe(before)
  expect(await newsroom.read('/articles/pictured')).toBe(page)
  vi.useRealTimers()
})

test('an article that came before its picture shows it once it is renewed', async () => {
  vi.spyOn(console, 'info').mockReturnValue()
  const newsroom = await openNewsroom({ IMAGES: undefined as never })
  const hash = await sha256(png())
  const line = { title: '船', section: 'news', slug: 'boat', body: `文\n\n![船](picture:${hash})` }
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { ...auth, 'Content-Type': 'application/x-ndjson' },
    body: JSON.stringify({ ...line, lead: { picture: hash }, card: hash }),
  })
  const [result] = linesOf(new TextDecoder().decode(await response.arrayBuffer())) as never[]
  expect(result).toMatchObject({
    status: 201,
    notes: ['body has', 'lead.picture names', 'card names'].map((what) =>
      expect.stringMatching(`^${what}.*npm run renew`),
    ),
  })
  expect(await newsroom.read('/articles/boat')).not.toContain('<figure')
  await newsroom.fetch('/api/pictures?alt=', {
    method: 'POST',
    headers: { ...auth, 'Content-Type': 'image/png' },
    body: png(),
  })
  await newsroom.call('POST', '/api/renewal')
  expect(await newsroom.read('/articles/boat')).toContain(
    `<figure class="lead"><img src="/pictures/${hash}`,
  )
  expect(await newsroom.read('/articles/boat')).toContain(
    `og:image" content="https://news.test/pictures/${hash}`,
  )
  const picture = await newsroom.call('GET', `/api/pictures/${hash}`)
  expect(await picture.json()).toMatchObject({ unusedUntil: null, articles: [{ id: 1 }] })
})

test('a line of a picture whose file is not there is refused, with what to do', async () => {
  const newsroom = await openNewsroom()
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { ...auth, 'Content-Type': 'application/x-ndjson' },
    body: JSON.stringify({ type: 'picture', hash: 'a'.repeat(64), alt: null, name: null }),
  })
  const [result] = linesOf(new TextDecoder().decode(await response.arrayBuffer())) as never[]
  expect(result).toMatchObject({ status: 409, detail: expect.stringContaining('--pictures') })
})
