import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { send } from '../../scripts/request.ts'
import { has, newFolder, RECIPES } from '../pure/commands/recipes.ts'
import { start } from './newsrooms.ts'

let newsroom: Awaited<ReturnType<typeof start>>
let folder: string

beforeAll(async () => {
  folder = newFolder()
  newsroom = await start(8824, {}, inject('empty'))
  await send(newsroom, 'PUT', '/api/sections/news', { name: '业界动态' })
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await newsroom.stop()
})

async function count() {
  const headers = { Authorization: `Bearer ${newsroom.key}` }
  const answer = await fetch(`${newsroom.url}/api/articles`, { headers })
  return ((await answer.json()) as { articles: unknown[] }).articles.length
}

describe.each(Object.entries(RECIPES))('the recipe for %s', (_, { needs, run }) => {
  test.skipIf(!has(needs))('posts its article to a newsroom, run again no second one', async () => {
    const before = await count()
    for (const _ of [1, 2]) {
      const { code, said } = await run({ ...newsroom, folder })
      expect(code, said).toBe(0)
    }
    expect(await count()).toBe(before + 1)
  })
})
