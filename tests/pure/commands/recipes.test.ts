/** The recipes of docs/api.md, against hosts that work and hosts that fail. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAILURES, type Failure, Host, KEY } from './host.ts'
import { has, newFolder, RECIPES } from './recipes.ts'

let folder: string

beforeAll(() => {
  folder = newFolder()
})

afterAll(() => rmSync(folder, { recursive: true }))

const at = ({ url }: Host) => ({ url, key: KEY, folder })

async function on<T>(work: (host: Host) => Promise<T>): Promise<T> {
  const host = new Host()
  await host.open()
  try {
    return await work(host)
  } finally {
    host.close()
  }
}

describe.each(Object.entries(RECIPES))('the recipe for %s', (name, { needs, run }) => {
  const isThere = has(needs)

  test.skipIf(!isThere)('stores its article, run again no second one', () =>
    on(async (host) => {
      for (const _ of [1, 2]) expect(await run(at(host))).toMatchObject({ code: 0 })
      expect(host.articles).toHaveLength(1)
      expect(host.requests[0]?.key).toBe(`Bearer ${KEY}`)
      expect(JSON.stringify(host.articles)).not.toContain('\\ufeff')
    }),
  )

  const LOST: Failure[] = [
    'a 503',
    'too many requests',
    'a line that is cut before any answer',
    'an answer that breaks off',
    'no answer',
  ]
  test.skipIf(!isThere)('gets over what passes, with one article', async () => {
    const tried = LOST.map((failure) =>
      on(async (host) => {
        host.fails(failure, failure !== 'a 503' && failure !== 'too many requests')
        const { code, said } = await run(at(host))
        expect(code, `${name}, ${failure}: ${said}`).toBe(0)
        expect(host.articles, failure).toHaveLength(1)
      }),
    )
    await Promise.all(tried)
  })

  test.skipIf(!isThere)('fails when the host fails for good, however it answers', async () => {
    const pages = {
      'a page of HTML with 200': (response: {
        setHeader(...h: string[]): void
        end(t: string): void
      }) => {
        response.setHeader('Content-Type', 'text/html')
        response.end('<html>Welcome</html>')
      },
      'nothing with 200': (response: { end(t: string): void }) => response.end(''),
    }
    const { 'half an answer that looks whole': _, ...failures } = FAILURES
    const tried = Object.entries({ ...failures, ...pages }).map(([failure, always]) =>
      on(async (host) => {
        host.always = always as never
        const { code, said } = await run(at(host))
        expect(code, `${name}, ${failure}: ${said}`).not.toBe(0)
      }),
    )
    await Promise.all(tried)
  })
})
