/**
 * npm run bodies [-- --url URL] [--key KEY]: lists the articles whose bodies hold more than may be sent
 * today, because they were accepted before there was a bound. They stay as they are.
 */
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { Format } from '../src/articles/article'
import { renderAccepted, renderBody } from '../src/articles/body/render'
import { command } from './command'
import { ask, type Newsroom } from './request'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target'

interface Line {
  type: 'section' | 'article' | 'revision' | 'end'
  id: number
  slug: string
  format: Format
  body: string
  next: string | null
}

const HELP = `Usage: npm run bodies [-- --url URL]
Lists the articles whose bodies hold more than may be sent today. They stay as they are.
${TARGET_HELP}`

await command(HELP, TARGET_OPTIONS, [0, 0], (values) => list(target(values)))

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

/** The articles of an export, one answer of it at a time. */
async function* articlesOf(newsroom: Newsroom): AsyncGenerator<Line> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor && `?${new URLSearchParams({ cursor })}`
    const request = { method: 'GET', path: `/api/export${query}` } as const
    const lines: Line[] = await ask(newsroom, request, read)
    yield* lines.filter(({ type }) => type === 'article')
    cursor = (lines.at(-1) as Line).next
  }
}

/** The lines of an answer, the end line last; a SyntaxError when it broke off. */
async function read(response: Response): Promise<Line[]> {
  const lines: Line[] = []
  const input = Readable.fromWeb(response.body as never)
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    lines.push(JSON.parse(text) as Line)
  }
  if (lines.at(-1)?.type !== 'end') throw new SyntaxError('no end line')
  return lines
}
