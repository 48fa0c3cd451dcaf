import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Host, runCommand } from './host.ts'

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

const lines = (n: number, more: (i: number) => object = () => ({})) =>
  Array.from(
    { length: n },
    (_, i) => `${JSON.stringify({ title: `第 ${i + 1} 篇`, ...more(i) })}\n`,
  )

const write = (text: string | Uint8Array) => writeFileSync(join(folder, 'x.ndjson'), text)
const bring = (...args: string[]) => runCommand(host, 'import', ['x.ndjson', ...args], folder)
const fails = { failure: (response: { destroy(): void }) => response.destroy() }

test('the same file is one import, however often it is run and however it is cut', async () => {
  write(lines(2_500).join(''))
  for (const size of ['1000', '20', '7']) {
    expect(await bring('--lines', size)).toMatchObject({ code: 0 })
  }
  expect(host.articles).toHaveLength(2_500)
}, 120_000)

test('after a break it goes on with the number of lines that is said now, and stores each once', async () => {
  write(lines(60).join(''))
  // The first request is stored, and the answer lost.
  host.failures.push({ ...fails, isCarriedOut: true } as never)
  expect(await bring('--lines', '50', '--retries', '0')).toMatchObject({ code: 3 })
  const { code } = await bring('--lines', '20')
  expect(code).toBe(0)
  expect(host.articles).toHaveLength(60)
  const counts = host.requests.map(({ body }) => body.split('\n').filter(Boolean).length)
  expect(counts).toEqual([50, 20, 20, 20])
})

test('lines with an origin that were changed and changed back are as they are now', async () => {
  const origin = { origin: { system: 'cms', id: '1' } }
  for (const title of ['一', '二', '一']) {
    write(`${JSON.stringify({ title, ...origin })}\n{"title":"x"}\n`)
    await bring()
  }
  expect(host.articles[0]).toMatchObject({ title: '一' })
})

test('who sends lines without an origin is told what that means', async () => {
  write(lines(3, (i) => (i === 0 ? { origin: { system: 'cms', id: '1' } } : {})).join(''))
  expect((await bring()).said).toContain('Lines without an origin: 2.')
})

test('what is refused and noted is told by file and line, and left to be mended', async () => {
  host.notes = ['<b> was dropped']
  write('\n{"title":"a"}\n\n{"title":"社","section":"nowhere"}\n')
  const { code, said } = await bring()
  expect(code).toBe(1)
  expect(said).toContain('x.ndjson:2: note: <b> was dropped')
  expect(said).toContain('x.ndjson:4: section "nowhere" does not exist')
  const rejected = readFileSync(join(folder, 'x.ndjson.rejected'), 'utf8')
  expect(rejected).toBe('{"title":"社","section":"nowhere"}\n')
})

describe('a file that is not UTF-8', () => {
  const GB = Buffer.concat([
    Buffer.from('{"title":"good"}\n{"title":"'),
    Buffer.from([0xcd, 0xa3, 0xcb, 0xae, 0xc9, 0xe7, 0xc7, 0xf8]),
    Buffer.from('"}\n'),
  ])

  test('is refused with its line before anything is sent', async () => {
    write(GB)
    const { code, said } = await bring()
    expect(code).toBe(1)
    expect(said).toContain('x.ndjson:2: this is not UTF-8')
    expect(said).toContain('--encoding gb18030')
    expect(host.requests).toEqual([])
  })

  test('is read when its encoding is said', async () => {
    write(GB)
    expect(await bring('--encoding', 'gbk')).toMatchObject({ code: 0 })
    expect(host.articles).toEqual([{ title: 'good' }, { title: '停水社区' }])
  })

  test('is read when it is UTF-16 and says so, also where half a character looks like a line end', async () => {
    const text = `\uFEFF{"title":"\u0A0A\u010A\u0A01"}\n{"title":"b"}\n`
    write(Buffer.from(text, 'utf16le'))
    expect(await bring()).toMatchObject({ code: 0 })
    write(Buffer.from(`${text} `, 'utf16le').swap16())
    expect(await bring()).toMatchObject({ code: 0 })
    expect(host.articles.slice(0, 2)).toEqual([{ title: '\u0A0A\u010A\u0A01' }, { title: 'b' }])
  })
})

test.each([
  ['[\n{"title":"a"},\n{"title":"b"}\n]\n', 'JSON array'],
  ['{\n  "title": "a"\n}\n', 'JSON over several lines'],
  ['title,body\na,b\n', 'like CSV'],
])('%j is told once to be no NDJSON', async (text, what) => {
  write(text)
  const { code, said } = await bring()
  expect(code).toBe(1)
  expect(said.trim().split('\n')).toHaveLength(1)
  expect(said).toContain(what)
  expect(host.requests).toEqual([])
})

test('a file that is not there, or --lines out of bounds, is a matter of the command', async () => {
  expect(await bring()).toMatchObject({ code: 2 })
  write('{"title":"a"}\n')
  expect((await bring('--lines', '2000')).said).toContain('--lines must be a number from 1 to 1000')
})
