import { expect, test } from 'vitest'
import { openHexo } from '../../../../scripts/move/folders/hexo.ts'
import { openHugo } from '../../../../scripts/move/folders/hugo.ts'
import { openMarkdown } from '../../../../scripts/move/folders/markdown.ts'
import type { Source, SourceOptions } from '../../../../scripts/move/source.ts'
import { optionsFor } from '../../move/read.ts'
import { opens } from './gate'

const RAW = /<[a-z!/]/i

test.each<[string, (options: SourceOptions) => Promise<Source>]>([
  ['hexo/sea', openHexo],
  ['hexo/short', openHexo],
  ['hugo/harbour', openHugo],
  ['hugo/plain', openHugo],
  ['markdown', openMarkdown],
])('all articles of %s without raw HTML open as they will look', async (name, open) => {
  const source = await open(optionsFor(name))
  let count = 0
  for await (const found of source.read()) {
    if (found.kind !== 'piece' || found.piece.format !== 'markdown') continue
    const { body, id } = found.piece
    if (RAW.test(body) || body.trim() === '') continue
    count++
    expect([id, opens(body)]).toEqual([id, true])
  }
  expect(count).toBeGreaterThan(0)
})
