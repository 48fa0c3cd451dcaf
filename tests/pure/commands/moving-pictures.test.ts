/** Pictures out of one newsroom and into another, with what is written of them. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answered, Host, hashOf, json, problem, runCommand } from './host.ts'

let host: Host
let folder: string

const FILES: Record<string, string> = {
  original: 'all of it',
  '640.webp': 'small',
  'card.jpg': 'card',
}
const HASH = hashOf(FILES.original as string)
const LINE = {
  type: 'picture',
  hash: HASH,
  alt: '码头',
  name: 'a.jpg',
  createdAt: '2026-11-01T00:00:00Z',
  files: Object.keys(FILES),
}
const NDJSON = [
  { type: 'section', slug: 'news', name: '新闻' },
  LINE,
  { type: 'article', id: 1, title: '一', lead: { picture: HASH } },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('')

beforeEach(async () => {
  host = new Host()
  await host.open()
  folder = mkdtempSync(join(tmpdir(), 'broadside-'))
})

afterEach(() => {
  host.close()
  rmSync(folder, { recursive: true })
})

const run = (name: string, ...args: string[]) =>
  runCommand(host, name, ['x.ndjson', '--pictures', 'pics', ...args], folder)
const asked = () =>
  host.requests.map(({ method, path }) => `${method} ${path.replace(HASH, 'HASH')}`)
const saved = (name: string) => join(folder, 'pics', HASH, name)

describe('an export', () => {
  const file = (text: string): Answered => ({ status: 200, type: 'application/octet-stream', text })

  beforeEach(() => {
    host.also = ({ path }) => {
      if (path.startsWith('/api/export')) {
        return {
          status: 200,
          type: 'application/x-ndjson',
          text: `${NDJSON}{"type":"end","next":null}\n`,
        }
      }
      const text = FILES[path.split('/').at(-1) ?? '']
      return text === undefined ? problem(404, 'Nothing there.') : file(text)
    }
  })

  test('saves the files of each picture under its hash', async () => {
    const { code, said } = await run('export')
    expect(code).toBe(0)
    expect(said).toContain('pics: 1 pictures, 3 files new, 0 there already, 0 missing.')
    for (const [name, text] of Object.entries(FILES)) {
      expect(readFileSync(saved(name), 'utf8')).toBe(text)
    }
  })

  test('leaves what is there, and mends what is damaged or cut short', async () => {
    await run('export')
    expect((await run('export')).said).toContain('0 files new, 3 there already')
    writeFileSync(saved('original'), 'all of IT')
    writeFileSync(saved('640.webp'), 'sm')
    expect((await run('export')).said).toContain('2 files new, 1 there already')
    expect(readFileSync(saved('original'), 'utf8')).toBe(FILES.original)
    expect(readFileSync(saved('640.webp'), 'utf8')).toBe('small')
  })

  test('goes on after a break', async () => {
    const { also } = host
    host.also = (one) => (one.path.endsWith('640.webp') ? problem(502, '') : also(one))
    expect(await run('export', '--retries', '0')).toMatchObject({ code: 3 })
    host.also = also
    expect((await run('export')).said).toContain('2 files new, 1 there already')
  })

  test('saves no original that is not the picture, and tells what is missing', async () => {
    const { also } = host
    host.also = (one) => {
      if (one.path.endsWith('original')) return file('another')
      return one.path.endsWith('card.jpg') ? problem(404, 'Nothing there.') : also(one)
    }
    const { code, said } = await run('export')
    expect(code).toBe(1)
    expect(said).toContain('original: what came is not that picture, by its hash')
    expect(said).toContain('2 missing')
    expect(readdirSync(join(folder, 'pics', HASH))).toEqual(['640.webp'])
  })

  test('writes to no place but the folder, whatever the lines say', async () => {
    const line = (more: object) => `${JSON.stringify({ ...LINE, ...more })}\n`
    const lines = line({ hash: '../../x' }) + line({ files: ['../../x'] }) + line({ files: ['..'] })
    host.also = () => ({
      status: 200,
      type: 'application/x-ndjson',
      text: `${lines}{"type":"end","next":null}\n`,
    })
    await run('export')
    expect(existsSync(join(folder, 'pics'))).toBe(false)
  })
})

describe('an import', () => {
  /** What it holds, by hash. */
  let there: Set<string>
  let forms: string[]

  beforeEach(() => {
    there = new Set()
    forms = []
    mkdirSync(join(folder, 'pics', HASH), { recursive: true })
    for (const [name, text] of Object.entries(FILES)) writeFileSync(saved(name), text)
    writeFileSync(join(folder, 'x.ndjson'), NDJSON)
    host.also = ({ method, path, body }) => {
      if (method === 'POST' && path === '/api/pictures') {
        forms.push(body.toString())
        there.add(HASH)
        return json({ hash: HASH }, 201)
      }
      if (!path.startsWith('/api/pictures/')) return null
      return there.has(HASH) ? json({ state: 'kept' }) : problem(404, 'Nothing there.')
    }
  })

  test('sends a picture with all its files before the line about it', async () => {
    expect(await run('import')).toMatchObject({ code: 0 })
    expect(asked()).toEqual(['GET /api/pictures/HASH', 'POST /api/pictures', 'POST /api/import'])
    for (const part of ['name="picture"', 'name="size"', 'name="card"', '码头', 'a.jpg', 'small']) {
      expect(forms[0]).toContain(part)
    }
    expect(host.requests.at(-1)?.body).toContain('"type":"picture"')
  })

  test('sends no picture twice', async () => {
    await run('import')
    await run('import')
    expect(forms).toHaveLength(1)
  })

  test('ends before the line when the file is not there or another, and goes on once it is mended', async () => {
    writeFileSync(saved('original'), 'another')
    const damaged = await run('import')
    expect(damaged.code).toBe(1)
    expect(damaged.said).toContain(
      `x.ndjson:2: ${saved('original')} is not the picture that the line names`,
    )
    rmSync(saved('640.webp'))
    writeFileSync(saved('original'), FILES.original as string)
    expect((await run('import')).said).toContain(
      '640.webp is not there. Export again with --pictures',
    )
    expect(host.articles).toEqual([])
    writeFileSync(saved('640.webp'), 'small')
    expect(await run('import')).toMatchObject({ code: 0 })
    expect(host.articles).toHaveLength(3)
  })

  test('ends when the newsroom makes another picture of it', async () => {
    host.also = ({ method }) =>
      method === 'GET' ? problem(404, 'x') : json({ hash: hashOf('x') }, 201)
    const { code, said } = await run('import')
    expect(code).toBe(1)
    expect(said).toContain('x.ndjson:2: the newsroom keeps this picture under another hash')
    expect(host.articles).toEqual([])
  })

  test('tells a picture that is refused, and brings the rest', async () => {
    const { also } = host
    host.also = (one) =>
      one.path === '/api/pictures' ? problem(409, 'This very picture was taken down.') : also(one)
    const { code, said } = await run('import')
    expect(code).toBe(0)
    expect(said).toContain('x.ndjson:2: Refused (409): This very picture was taken down.')
  })

  test('ends at once where the newsroom takes no pictures', async () => {
    const { also } = host
    host.also = (one) => (one.path === '/api/pictures' ? null : also(one))
    host.takesPictures = false
    expect(await run('import')).toMatchObject({ code: 1 })
    expect(host.articles).toEqual([])
  })
})
