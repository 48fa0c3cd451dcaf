/** Archives from elsewhere, moved into a newsroom as people do it, out of it again, and into another. */
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { root } from '../../scripts/d1.ts'
import { start } from './newsrooms.ts'

const OLD = ['--site', 'https://old.example.com', '--section', 'pages']
/** Of each kind, what there is to be moved, and what has to be said about it. */
const SOURCES: [file: string, said: string[]][] = [
  ['wordpress/posts.xml', OLD],
  ['wordpress/bodies.xml', OLD],
  ['hexo/sea', OLD],
  ['hugo/harbour', OLD],
  ['ghost/version-5.json', OLD],
  [
    'tables/dedecms-gb18030.csv',
    ['--map', 'dedecms', '--encoding', 'gb18030', ...OLD.slice(2), '--site', 'https://www.old.cn'],
  ],
  ['tables/empirecms.csv', ['--map', 'empirecms', ...OLD.slice(2)]],
]

let folder: string
let first: Awaited<ReturnType<typeof start>>
let second: Awaited<ReturnType<typeof start>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-moving-'))
  cpSync(join(root, 'tests/pure/move'), folder, { recursive: true })
  await drawPictures()
  ;[first, second] = await Promise.all([
    start(8827, {}, inject('empty')),
    start(8828, {}, inject('empty')),
  ])
})

/** The fixtures' pictures are names alone; here they are sent, and the one that is missing is there. */
async function drawPictures() {
  const files = globSync('{hexo,hugo}/**/*.png', { cwd: folder })
  for (const [i, file] of [...files, 'hexo/sea/source/images/none.png'].entries()) {
    const background = { r: 40 * i, g: 90, b: 120 }
    const picture = sharp({ create: { width: 64, height: 48, channels: 3, background } })
    writeFileSync(join(folder, file), await picture.png().toBuffer())
  }
}

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await Promise.all([first.stop(), second.stop()])
})

/** Runs a command of the project; gives back what it said. It must end well. */
function run(at: { url: string; key: string }, command: string, ...given: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, `scripts/${command}.ts`), ...given],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, BROADSIDE_URL: at.url, BROADSIDE_KEY: at.key },
    },
  )
  expect(status, stdout + stderr).toBe(0)
  return stdout
}

const lists = SOURCES.map(([file]) => `${file}.move/addresses.csv`)
const withoutAddress = (text: string) => text.replaceAll(/http:\/\/localhost:\d+/g, '')

test('a dry run sends nothing', () => {
  run(first, 'move', SOURCES[0]?.[0] ?? '', ...OLD)
  run(first, 'export', 'before.ndjson')
  expect(readFileSync(join(folder, 'before.ndjson'), 'utf8')).toBe('{"type":"end","next":null}\n')
})

test.each(SOURCES)('%s comes whole', (file, said) => {
  const sum = run(first, 'move', file, ...said, '--go')
  const [, made] = /(\d+) new, 0 updated or unchanged, 0 refused/.exec(sum) ?? []
  expect(Number(made), sum).toBeGreaterThan(1)
})

test('the same again changes nothing', () => {
  const exported = (name: string) => {
    run(first, 'export', name, '--revisions')
    return readFileSync(join(folder, name), 'utf8')
  }
  const once = exported('once.ndjson')
  for (const [file, said] of SOURCES) {
    expect(run(first, 'move', file, ...said, '--go')).toMatch(/^0 new, \d+ updated/m)
  }
  expect(exported('twice.ndjson')).toBe(once)
})

test('all old addresses lead to their articles', () => {
  const said = run(first, 'move', 'check', ...lists)
  const [, count, led] = /all: (\d+) addresses: (\d+) redirected/.exec(said) ?? []
  expect(Number(count)).toBeGreaterThan(50)
  expect(led).toBe(count)
})

test('what was moved in comes out, and is the same in another newsroom, whose old addresses lead there', () => {
  run(first, 'export', 'out.ndjson', '--pictures', 'pictures')
  run(second, 'import', 'out.ndjson', '--pictures', 'pictures')
  run(second, 'export', 'again.ndjson')
  const [out, again] = ['out', 'again'].map((name) =>
    withoutAddress(readFileSync(join(folder, `${name}.ndjson`), 'utf8')),
  )
  expect(again).toBe(out)
  expect(run(second, 'move', 'check', ...lists)).toMatch(/, 0 lead nowhere$/m)
})

test('a folder for Hugo holds all that readers see, and moves in again', () => {
  run(first, 'export', 'hugo-out', '--as', 'hugo')
  const said = run(second, 'move', 'hugo-out', '--system', 'again', '--section', 'pages')
  expect(said).toMatch(/^articles: .*\d+ published/m)
})
