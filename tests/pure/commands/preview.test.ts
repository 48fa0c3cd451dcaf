import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { Clone } from './cloudflare/clone.ts'

let clone: Clone

beforeEach(() => {
  clone = new Clone()
})
afterEach(() => clone.remove())

const manual = readFileSync('docs/deploying.md', 'utf8')
/** The lines that the manual tells people to add, as they stand there, with ids that somebody pasted. */
const LINES = (/```toml\n(\[previews\][\s\S]*?)```/.exec(manual)?.[1] ?? '')
  .replace('"ID OF THE DATABASE"', '"11111111-2222-3333-4444-555555555555"')
  .replace('"ID OF THE NAMESPACE"', '"0123456789abcdef0123456789abcdef"')

const add = (lines: string) => appendFileSync(join(clone.folder, 'wrangler.toml'), `\n${lines}`)

describe('npm run preview', () => {
  test('has stores of its own, the newsroom’s settings and its own address', async () => {
    add(LINES)
    clone.edit('preview_urls = false', 'preview_urls = true')
    const { code, said } = await clone.run('preview')
    expect([code, said]).toEqual([0, expect.stringContaining('topic-broadside.me.workers.dev')])
    expect(said).toMatch(/^https:\/\/topic-broadside\.me\.workers\.dev\/desk\/enter\/[\w-]{43}$/m)
    expect(clone.query('SELECT name FROM keys', 'previews/DB')).toEqual([{ name: 'First editor' }])
    expect(existsSync(join(clone.folder, '.cloudflare/DB.sqlite'))).toBe(false)
    const uploads = readFileSync(join(clone.folder, '.cloudflare/uploads'), 'utf8')
    const [, last = ''] = uploads.trim().split('\n')
    const vars = JSON.parse(last) as string[]
    expect(vars).toContain('SITE_URL:https://topic-broadside.me.workers.dev')
    expect(vars).toContain('SITE_NAME:临江新闻')
  })

  test('says what to switch on where previews have no address', async () => {
    add(LINES)
    const { code, said } = await clone.run('preview')
    expect([code, said]).toEqual([1, expect.stringContaining('preview_urls = true')])
  })

  test.each([
    ['', 'lacks a block [previews]'],
    ['[previews]\n', 'lacks a store for DB'],
    [LINES.replace(/\[\[previews\.kv_namespaces\]\][^[]*/, ''), 'lacks a store for PAGES'],
    [LINES.replace(/^database_id = .*$/m, ''), 'lacks a store for DB'],
  ])('puts nothing anywhere with %j', async (lines, why) => {
    add(lines)
    const { code, said } = await clone.run('preview')
    expect([code, said]).toEqual([1, expect.stringContaining(why)])
    expect(clone.calls()).toEqual([])
  })

  test('brings the tables of its own text databases up to date, where the newsroom has some', async () => {
    clone.addTexts('TEXT_1')
    add(LINES)
    const { code, said } = await clone.run('preview')
    expect([code, said]).toEqual([1, expect.stringContaining('lacks a store for TEXT_1')])
    add('[[previews.d1_databases]]\nbinding = "TEXT_1"\ndatabase_id = "2-3"\n')
    clone.edit('preview_urls = false', 'preview_urls = true')
    expect((await clone.run('preview')).code).toBe(0)
    expect(clone.query('SELECT count(*) AS n FROM texts', 'previews/TEXT_1')).toEqual([{ n: 0 }])
    expect(existsSync(join(clone.folder, '.cloudflare/TEXT_1.sqlite'))).toBe(false)
  })

  test('never writes into the newsroom’s own stores', async () => {
    clone.edit('binding = "PICTURES"', 'binding = "PICTURES"\nbucket_name = "broadside-previews"')
    add(LINES)
    const { code, said } = await clone.run('preview')
    expect([code, said]).toEqual([1, expect.stringContaining('PICTURES of [previews] is the')])
    expect(clone.calls()).toEqual([])
  })
})

test('wrangler takes the lines of the manual, and the two languages have the same', () => {
  add(LINES)
  const config = unstable_readConfig({ config: join(clone.folder, 'wrangler.toml') })
  const { previews } = config
  expect(previews?.d1_databases).toHaveLength(1)
  // Whatever the Worker is bound to has a counterpart: what is missing is missing in every preview.
  const bindings = (of: typeof previews) =>
    [
      ...['d1_databases', 'kv_namespaces', 'r2_buckets', 'ratelimits'].flatMap((kind) =>
        ((of as Record<string, { binding?: string; name?: string }[]>)[kind] ?? []).map(
          ({ binding, name }) => binding ?? name,
        ),
      ),
      of?.images?.binding,
    ].sort()
  expect(bindings(previews)).toEqual(bindings(config as unknown as typeof previews))
  const blocks = (text: string) => text.match(/```(?:toml|sh|yaml)\n[\s\S]*?```/g)
  expect(blocks(readFileSync('docs/deploying.zh-CN.md', 'utf8'))).toEqual(blocks(manual))
})
