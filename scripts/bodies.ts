/**
 * npm run bodies [-- --url URL] [--key KEY]: lists the articles whose bodies hold more than may be sent
 * today, because they were accepted before there was a bound. They stay as they are.
 */
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Format } from '../src/articles/article'
import { renderAccepted, renderBody } from '../src/articles/body/render'
import type { Newsroom } from './post-file'
import { TARGET_OPTIONS, target } from './target'

interface Line {
  type: 'section' | 'article' | 'revision' | 'end'
  id: number
  slug: string
  format: Format
  body: string
  next: string | null
}

try {
  const { values } = parseArgs({ args: process.argv.slice(2), options: TARGET_OPTIONS })
  await list(target(values))
} catch (fault) {
  console.error((fault as Error).message)
  process.exitCode = 1
}

async function list(newsroom: Newsroom) {
  const hosts = { origin: new URL(newsroom.url).origin, embeds: [] }
  let [articles, beyond] = [0, 0]
  for await (const { id, slug, format, body } of articlesOf(newsroom)) {
    articles++
    const rendered = renderBody(body, format, hosts)
    // What cannot be shown by any bounds is no matter of theirs.
    if (!('fault' in rendered) || !renderAccepted(body, format, hosts)) continue
    beyond++
    console.log(`${id}\t${slug}\tbody ${rendered.fault}`)
  }
  console.log(`${beyond} of ${articles} articles hold more than may be sent today.`)
}

/** The articles of an export, one at a time. */
async function* articlesOf({ url, key }: Newsroom): AsyncGenerator<Line> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor && `?${new URLSearchParams({ cursor })}`
    const response = await fetch(new URL(`/api/export${query}`, url), {
      headers: { Authorization: `Bearer ${key}` },
    })
    if (!response.ok || !response.body) {
      throw new Error(`status ${response.status}: ${(await response.text()).slice(0, 200)}`)
    }
    let end: Line | null = null
    const input = Readable.fromWeb(response.body as never)
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      const line = JSON.parse(text) as Line
      if (line.type === 'article') yield line
      if (line.type === 'end') end = line
    }
    if (!end) throw new Error('The answer broke off.')
    cursor = end.next
  }
}
