import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runs } from '../commands/host.ts'
import { Newsroom } from './newsroom.ts'

let to: Newsroom

beforeEach(async () => {
  to = await new Newsroom().open()
})

afterEach(() => to.close())

/** Moves in a process of its own, which is killed as the newsroom hears from it for the nth time. */
function moves(count: number, killedAt: number | null): Promise<number | null> {
  const args = [
    resolve('tests/pure/move/child.ts'),
    to.host.url,
    join(to.folder, 'old'),
    `${count}`,
  ]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const before = to.host.requests.length
  const { also } = to.host
  to.host.also = (asked) => {
    if (killedAt !== null && to.host.requests.length - before >= killedAt) child.kill('SIGKILL')
    return also(asked)
  }
  return new Promise((done) =>
    child.on('close', (code) => {
      to.host.also = also
      done(code)
    }),
  )
}

test('killed at any moment and run again, it brings each article once and lists all addresses', async () => {
  for (const moment of [1, 2, 4, 3, 2]) expect(await moves(1_000, moment)).toBeNull()
  expect(await moves(1_000, null)).toBe(0)
  expect(to.articles.size).toBe(1_000)
  expect([...to.articles.values()].every(({ writes }) => writes === 1)).toBe(true)
  expect(
    to.file('addresses.csv').match(/^\/2019\/05\/post-\d+\/,\/articles\/post-\d+,article$/gm),
  ).toHaveLength(1_000)
  // What was done before a break is not sent again.
  const sent = to.writes.map(({ body }) => body.split('\n').filter(Boolean).length)
  expect(sent.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(1_000 + 5 * 100)
}, 120_000)

test('however large a site is, it takes little memory', async () => {
  const args = ['tests/pure/move/child.ts', to.host.url, join(to.folder, 'old'), '4000', '10000']
  const { also } = to.host
  to.host.also = (asked) => {
    // What it keeps is no matter here.
    to.host.requests = []
    return also(asked)
  }
  const { said } = await runs(process.execPath, args)
  const [, megabytes] = /, (\d+) MB at most/.exec(said) ?? []
  // A process that does nothing yet takes a hundred; the site is forty.
  expect(Number(megabytes), said).toBeLessThan(170)
}, 120_000)
