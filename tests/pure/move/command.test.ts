import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from '../commands/host.ts'
import { Newsroom } from './newsroom.ts'

let to: Newsroom

beforeEach(async () => {
  to = await new Newsroom().open()
})

afterEach(() => to.close())

const move = (...args: string[]) => runCommand(to.host, 'move', args, to.folder)

describe('of each kind of old site, told by what it looks like,', () => {
  const kinds: [string, string, ...string[]][] = [
    ['WordPress', 'tests/pure/move/wordpress/bodies.xml'],
    ['Ghost', 'tests/pure/move/ghost/version-5.json'],
    ['Hexo', 'tests/pure/move/hexo/sea'],
    ['Hugo', 'tests/pure/move/hugo/harbour'],
    ['DedeCMS', 'tests/pure/move/tables/dedecms.csv', '--map', 'dedecms'],
  ]

  test.each(kinds)(
    '%s',
    async (_, source, ...more) => {
      cpSync(resolve(source), join(to.folder, 'old'), { recursive: true })
      const name = source.endsWith('.csv') ? 'old.csv' : 'old'
      if (name !== 'old') cpSync(resolve(source), join(to.folder, name))
      const tried = await move(name, '--section', 'news', ...more)
      expect(tried.code, tried.said).toBe(0)
      expect(to.writes).toEqual([])
      const done = await move(name, '--section', 'news', '--go', ...more)
      expect(done.said).toMatch(/[1-9]\d* new, 0 updated or unchanged, 0 refused\./)
      const count = to.articles.size
      const again = await move(name, '--section', 'news', '--go', ...more)
      expect(again.said).toContain(`0 new, ${count} updated or unchanged, 0 refused.`)
      expect([...to.articles.values()].every(({ writes }) => writes === 1)).toBe(true)
    },
    60_000,
  )
})

test('what is refused ends it with 1, and the summary names it', async () => {
  mkdirSync(join(to.folder, 'old'))
  writeFileSync(
    join(to.folder, 'old/a.md'),
    '---\ntitle: 停水\ndate: 2020-01-01\n---\n今晚停水。\n',
  )
  to.refused.add('a.md')
  const { code, said } = await move('old', '--section', 'news', '--go')
  expect(said).toContain('refused, line 1: 停水: ')
  expect(code).toBe(1)
})

test.each([
  [['nothing.xml'], 'nothing.xml: there is no such file or folder'],
  [['nothing.xml', '--from', 'klingon'], '--from must be one of wordpress, ghost'],
  [['.', '--pictures', '.', '--fetch-pictures'], 'do not go together'],
  [['.', '--pictures', 'nowhere'], '--pictures nowhere: there is no such folder'],
  [['.', '--site', 'old.example.com'], '--site must be a scheme and a host'],
  [['.', '--time-zone', 'Mars/Base'], '--time-zone must be a name like Asia/Shanghai'],
  [['.'], 'this looks like no site that can be moved'],
  [['one', 'two'], 'Too much: "two"'],
  [['check'], 'Usage: npm run move'],
])('%j is a matter of the command', async (args, what) => {
  const { code, said } = await move(...args)
  expect(said).toContain(what)
  expect(code).toBe(2)
  expect(to.host.requests).toEqual([])
})
