import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeSizes, WIDTHS, widthsOf } from '../../../scripts/picture-sizes.ts'
import { CARD, MADE_WIDTHS } from '../../../src/articles/picture.ts'
import { Host, hashOf, json, problem, runCommand } from './host.ts'

let host: Host
let folder: string

beforeEach(async () => {
  host = new Host()
  await host.open()
  folder = mkdtempSync(join(tmpdir(), 'broadside-'))
})

afterEach(() => {
  host.close()
  rmSync(folder, { recursive: true })
})

const pictures = (...args: string[]) => runCommand(host, 'pictures', args, folder)

/** A newsroom with articles, which fetches every picture but those at `gone.invalid`. */
class Articles {
  /** The addresses that it was asked to fetch. */
  fetched: string[] = []
  /** How often an article is changed by somebody else just before it is written. */
  rivals = 0
  readonly bodies: { body: string; revision: number; format: string }[]

  constructor(...bodies: string[]) {
    this.bodies = bodies.map((body) => ({ body, revision: 1, format: 'markdown' }))
    host.also = ({ method, path, headers, body }) => {
      const { pathname, searchParams } = new URL(path, host.url)
      if (pathname === '/api/pictures' && headers['content-type'] === 'application/json') {
        return this.fetch(JSON.parse(body.toString()).url)
      }
      if (pathname === '/api/articles' && method === 'GET') return this.list(searchParams)
      const [, id] = /^\/api\/articles\/(\d+)$/.exec(pathname) ?? []
      const article = this.bodies[Number(id) - 1]
      if (!article) return null
      if (method === 'PATCH') {
        if (this.rivals-- > 0) article.revision++
        if (headers['if-match'] !== `"${article.revision}"`) return problem(412, 'It has changed.')
        Object.assign(article, JSON.parse(body.toString()))
        article.revision++
      }
      return json({ id: Number(id), slug: `a${id}`, url: 'https://news.test/a', ...article })
    }
  }

  private list(query: URLSearchParams) {
    const start = Number(query.get('cursor') ?? 0)
    const all = this.bodies.map((_, i) => ({ id: i + 1 }))
    return json({
      articles: all.slice(start, start + 2),
      next: all[start + 2] ? `${start + 2}` : null,
    })
  }

  private fetch(url: string) {
    this.fetched.push(url)
    if (!host.takesPictures) return problem(409, 'This newsroom takes no pictures yet.')
    return url.includes('gone.invalid')
      ? problem(422, 'url cannot be reached')
      : json({ hash: hashOf(url) })
  }
}

const A = 'https://x.org/a.jpg'
const named = (url: string) => `picture:${hashOf(url)}`

describe('adopting', () => {
  test('brings in each picture once, and rewrites the articles that show it', async () => {
    const there = new Articles(
      `![a](${A} "t") [a](${A})`,
      '文',
      `<img src="${A}"> ![b](http://y.org/b.png)`,
    )
    const { code, said } = await pictures('adopt')
    expect(code).toBe(0)
    expect(there.bodies.map(({ body }) => body)).toEqual([
      `![a](${named(A)} "t") [a](${A})`,
      '文',
      `<img src="${named(A)}"> ![b](${named('http://y.org/b.png')})`,
    ])
    expect(there.fetched.sort()).toEqual(['http://y.org/b.png', A])
    expect(said).toContain(
      '3 articles looked through: 2 pictures brought in, 2 articles rewritten, 0 failed.',
    )
    await pictures('adopt')
    expect(there.fetched).toHaveLength(2)
  })

  test('leaves what cannot be fetched as it is, says why, and ends with 1', async () => {
    const gone = 'https://gone.invalid/a.jpg'
    const there = new Articles(`![a](${gone}) ![b](${A})`)
    const { code, said } = await pictures('adopt')
    expect(code).toBe(1)
    expect(there.bodies[0]?.body).toBe(`![a](${gone}) ![b](${named(A)})`)
    expect(said).toContain(`a1: ${gone}: Refused (422): url cannot be reached`)
    expect(said).toContain('1 articles rewritten, 1 failed')
  })

  test('reads an article again that somebody changed meanwhile, and gives up after three times', async () => {
    const there = new Articles(`![a](${A})`)
    there.rivals = 3
    expect(await pictures('adopt')).toMatchObject({ code: 0 })
    expect(there.bodies[0]?.body).toBe(`![a](${named(A)})`)
    const contested = new Articles(`![a](${A})`)
    contested.rivals = 9
    const { code, said } = await pictures('adopt')
    expect(code).toBe(1)
    expect(said).toContain('a1: others keep changing it')
    expect(contested.fetched).toEqual([A])
  })

  test('changes nothing when it only looks', async () => {
    const there = new Articles(`![a](${A})`, `![a][r] [a][r]\n\n[r]: ${A}`)
    const { code, said } = await pictures('adopt', '--dry-run')
    expect(code).toBe(1)
    expect(said).toContain(`a1: ${A}`)
    expect(said).toContain(`a2: ${A} stays: a link shares its definition`)
    expect(there.fetched).toEqual([])
    expect(host.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  test('ends at once where the newsroom takes no pictures', async () => {
    host.takesPictures = false
    new Articles(`![a](${A})`)
    const { code, said } = await pictures('adopt')
    expect(code).toBe(1)
    expect(said).toContain('takes no pictures')
  })

  test('leaves pictures alone that are here already', async () => {
    const there = new Articles('![a](https://news.test/pictures/x/1.jpg) ![b](/b.svg)')
    expect(await pictures('adopt')).toMatchObject({ code: 0 })
    expect(there.fetched).toEqual([])
  })
})

describe('adding', () => {
  test('sends files and folders, and says what to write', async () => {
    for (const [name, text] of Object.entries({
      'b.jpg': 'b',
      'a.PNG': 'a',
      'x.txt': 'x',
      'z.gif': 'bad',
    })) {
      writeFileSync(join(folder, name), text)
    }
    const { code, said } = await pictures('add', '.')
    expect(code).toBe(1)
    expect(host.pictures).toEqual(['a.PNG', 'b.jpg'])
    expect(said).toContain(`[1/3] a.PNG → ${hashOf('a')}\n![](picture:${hashOf('a')})`)
    expect(said).toContain('z.gif: Refused (422): picture is damaged')
    expect(said).toContain('2 sent, 1 refused')
  })

  test('takes one description for one picture', async () => {
    writeFileSync(join(folder, 'a.jpg'), 'a')
    const several = await pictures('add', 'a.jpg', 'a.jpg', '--alt', '甲')
    expect(several).toMatchObject({ code: 2 })
    expect(await pictures('add', 'none.jpg')).toMatchObject({ code: 2 })
  })

  test('makes sizes as the newsroom would, upright', async () => {
    expect(WIDTHS).toEqual(MADE_WIDTHS)
    expect(widthsOf(320)).toEqual([])
    expect(widthsOf(1600)).toEqual([320, 640, 1280, 1600])
    expect(widthsOf(5000)).toEqual([320, 640, 1280, 2560])
    const photo = sharp({ create: { width: 900, height: 1400, channels: 3, background: '#456' } })
    const made = await makeSizes(await photo.withMetadata({ orientation: 6 }).jpeg().toBuffer())
    const sizes = await Promise.all((made?.sizes ?? []).map((size) => sharp(size).metadata()))
    expect(sizes.map(({ width, height, format }) => [width, height, format])).toEqual([
      [320, 206, 'webp'],
      [640, 411, 'webp'],
      [1280, 823, 'webp'],
      [1400, 900, 'webp'],
    ])
    const { width, height, format } = await sharp(made?.card as Uint8Array).metadata()
    expect({ width, height, format }).toEqual({
      width: CARD.width,
      height: CARD.height,
      format: 'jpeg',
    })
  })
})

test('a picture is taken down by its hash, and by nothing else', async () => {
  host.also = ({ path }) => (path.endsWith('/takedown') ? json({ purge: 'queued' }) : null)
  expect(await pictures('takedown', 'a.jpg')).toMatchObject({ code: 2 })
  const { code, said } = await pictures('takedown', `picture:${'A'.repeat(64)}`)
  expect(code).toBe(0)
  expect(said).toContain('A browser that has it keeps it.')
  expect(host.requests.map(({ path }) => path)).toEqual([
    `/api/pictures/${'a'.repeat(64)}/takedown`,
  ])
})
