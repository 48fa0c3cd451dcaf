import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const LINES = '{"type":"section","slug":"news","name":"新闻"}\n{"type":"end","next":null}\n'
const KEY = `bs_${'k'.repeat(43)}`

let folder: string
let file: string
let url: string
/** The keys that the newsroom was shown. */
let shown: (string | undefined)[]

/** Stands for a newsroom: gives an export, and refuses every line of an import. */
const server = createServer((request, response) => {
  shown.push(request.headers.authorization)
  response.setHeader('Content-Type', 'application/x-ndjson')
  if (request.method === 'GET') response.end(LINES)
  else response.end('{"line":1,"status":422,"title":"The input has faults","detail":"x"}\n')
})

beforeEach(async () => {
  shown = []
  folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  file = join(folder, 'archive.ndjson')
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

/** Runs a command as somebody whose files everybody may read. */
function run(command: string, args: string[], env: Record<string, string> = {}) {
  const script = resolve(`scripts/${command}.ts`)
  const child = spawn(
    'sh',
    ['-c', 'umask 022; exec "$0" "$@"', process.execPath, script, ...args],
    {
      env: { ...process.env, BROADSIDE_URL: url, ...env },
    },
  )
  let said = ''
  child.stdout.on('data', (data) => (said += data))
  child.stderr.on('data', (data) => (said += data))
  return new Promise<{ code: number | null; said: string }>((done) =>
    child.on('close', (code) => done({ code, said })),
  )
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('npm run export', () => {
  test('writes a file that only its owner can read, also where another could read the last one', async () => {
    for (const before of [null, 0o644, 0o666]) {
      if (before !== null) {
        writeFileSync(file, 'old')
        writeFileSync(`${file}.part`, 'old')
        chmodSync(file, before)
        chmodSync(`${file}.part`, before)
      }
      expect(await run('export', [file], { BROADSIDE_KEY: KEY })).toMatchObject({ code: 0 })
      expect(modeOf(file)).toBe('600')
      expect(readFileSync(file, 'utf8')).toBe(LINES)
    }
  })
})

describe('npm run import', () => {
  test('leaves what was refused for its owner alone to read', async () => {
    writeFileSync(file, '{"title":"秘密"}\n')
    expect(await run('import', [file], { BROADSIDE_KEY: KEY })).toMatchObject({ code: 1 })
    expect(readFileSync(`${file}.rejected`, 'utf8')).toContain('秘密')
    expect(modeOf(`${file}.rejected`)).toBe('600')
  })
})

describe('a key', () => {
  test('in BROADSIDE_KEY is used without a word', async () => {
    const { said } = await run('export', [file], { BROADSIDE_KEY: KEY })
    expect(shown).toEqual([`Bearer ${KEY}`])
    expect(said).not.toContain('--key')
  })

  test('given with --key is used, with a warning that others can see it', async () => {
    const { code, said } = await run('export', [file, '--key', KEY])
    expect(code).toBe(0)
    expect(shown).toEqual([`Bearer ${KEY}`])
    expect(said).toMatch(/--key shows the key.*BROADSIDE_KEY/s)
    expect(said).not.toContain(KEY)
  })

  test('is asked for by the name of the variable', async () => {
    const { said } = await run('export', [file], { BROADSIDE_URL: 'https://news.invalid' })
    expect(said).toContain('put it into BROADSIDE_KEY')
  })
})

test('no document shows how to put a key into a command', () => {
  for (const name of ['README.md', 'README.zh-CN.md', 'docs/api.md', 'docs/operations.md']) {
    expect(readFileSync(name, 'utf8'), name).not.toMatch(/--key ["$<]/)
  }
})
