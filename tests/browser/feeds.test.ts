import { Readable } from 'node:stream'
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor'
import { parseFeed } from '@rowanmanning/feed-parser'
import FeedParser from 'feedparser'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import { parseFragment } from 'parse5'
import RssParser from 'rss-parser'
import { describe, expect, inject, test } from 'vitest'
import { type Hostile, hostile } from './hostile.ts'

const origin = inject('hostile')
const read = async (path: string) => (await fetch(origin + path)).text()

/** What a feed says of an article, as a parser gives it. */
type Said = Partial<Hostile>

interface Node {
  nodeName: string
  value?: string
  childNodes?: Node[]
}

/** What a browser shows of HTML. */
function shown(html: string): string {
  const text = ({ value = '', childNodes = [] }: Node): string =>
    value + childNodes.map(text).join('')
  return text(parseFragment(html) as Node)
}

/** RSS has HTML in its descriptions: those that do not read it give it as it is. */
const summaryIn = (path: string, text: string) => (path === '/feed.xml' ? shown(text) : text)

function itemsOf(xml: string): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    const items: Record<string, unknown>[] = []
    const parser = new FeedParser({})
    parser.on('error', reject)
    parser.on('readable', () => {
      for (let item = parser.read(); item; item = parser.read()) items.push(item as never)
    })
    parser.on('end', () => resolve(items))
    Readable.from([xml]).pipe(parser)
  })
}

/** By their names at npm. */
const parsers: Record<string, (xml: string, path: string) => Promise<Said[]>> = {
  'rss-parser': async (xml) => {
    const customFields = { item: ['summary'] }
    const { items } = await new RssParser({ customFields }).parseString(xml)
    return items.map(({ title, creator, author, summary, contentSnippet }) => ({
      title,
      author: creator ?? author,
      summary: summary ?? contentSnippet,
    })) as Said[]
  },
  // It strips what looks like tags from any title; beside that it gives the title as it stands.
  feedparser: async (xml, path) =>
    (await itemsOf(xml)).map((item) => {
      const title = (item['rss:title'] ?? item['atom:title']) as { '#': string }
      const summary = summaryIn(path, String(item.summary))
      return { title: title['#'], author: String(item.author), summary }
    }),
  '@rowanmanning/feed-parser': async (xml, path) =>
    parseFeed(xml).items.map(({ title, authors, description }) => ({
      title: title ?? '',
      // In RSS it takes what stands in angle brackets for an address.
      ...(path === '/feed.xml' ? {} : { author: authors[0]?.name ?? '' }),
      summary: description ?? '',
    })),
  // It makes plain text of descriptions, without what looks like tags, and gives no authors.
  '@extractus/feed-extractor': async (xml) =>
    (extractFromXml(xml) as { entries: Said[] }).entries.map(({ title = '' }) => ({ title })),
  feedsmith: async (xml, path) =>
    path === '/feed.xml'
      ? (parseRssFeed(xml).items ?? []).map(({ title, dc, description }) => ({
          title: title ?? '',
          author: dc?.creators?.[0] ?? '',
          summary: shown(description ?? ''),
        }))
      : (parseAtomFeed(xml).entries ?? []).map(({ title, authors, summary }) => ({
          title: title?.value ?? '',
          author: authors?.[0]?.name ?? '',
          summary: summary?.value ?? '',
        })),
}

describe.each(['/feed.xml', '/atom.xml'])('of %s', (path) => {
  test.each(Object.keys(parsers))(
    '%s reads every title, author and summary as written',
    async (name) => {
      const said = await parsers[name]?.(await read(path), path)
      expect(said).toHaveLength(hostile.length)
      for (const [i, { title, author, summary }] of hostile.entries()) {
        expect({ author, summary, ...said?.[i] }).toEqual({ title, author, summary })
      }
    },
  )

  test('every address is whole', async () => {
    const xml = await read(path)
    const addresses = [...xml.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses.length).toBeGreaterThan(hostile.length)
    for (const address of addresses) expect(address).toMatch(/^https?:\/\//)
  })
})

test('of JSON Feed, every title, author and summary is as written', async () => {
  const feed = JSON.parse(await read('/feed.json')) as {
    items: { title: string; summary: string; authors: { name: string }[] }[]
  }
  expect(
    feed.items.map(({ title, summary, authors }) => ({ title, author: authors[0]?.name, summary })),
  ).toEqual(hostile.map(({ title, author, summary }) => ({ title, author, summary })))
  const { entries = [] } = extractFromJson(JSON.stringify(feed)) as { entries?: Said[] }
  expect(entries.map(({ title }) => title)).toEqual(hostile.map(({ title }) => title))
})
