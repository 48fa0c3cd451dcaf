/** An editor who publishes, corrects and now and then withdraws, and has each followed. */

import { cutter } from '../../scripts/archive/prose'
import { paths } from '../../src/site'
import type { Expectation, Watch } from './watch'

const HAN = 1_400
const FEED = '/feed.xml'

interface Answered {
  id: number
  url: string
}

export class Editor {
  private readonly url: string
  private readonly key: string
  private readonly number: number
  private readonly watch: Watch
  /** The sitemap of the newest articles. */
  private readonly sitemap: string
  private readonly write: (han: number) => string

  constructor(url: string, key: string, number: number, sitemap: string, watch: Watch) {
    this.url = url
    this.key = key
    this.number = number
    this.watch = watch
    this.sitemap = sitemap
    this.write = cutter(number + 10)
  }

  /** Publishes one article after the other, `pause` milliseconds apart. */
  async work(pause: number, isOver: () => boolean): Promise<void> {
    for (let n = 1; !isOver(); n++) {
      const piece = await this.publish(`第${this.number}组第${n}篇，初版`)
      await wait(pause / 2)
      if (piece) await this.change(piece, n)
      await wait(pause / 2)
    }
  }

  private async publish(title: string): Promise<Answered | null> {
    let piece: Answered | null = null
    await this.watch.follow(null, async () => {
      const draft = { title, section: 'news', body: this.write(HAN), keywords: ['词1', '词2'] }
      piece = await this.send('POST', '/api/articles', draft, {})
      const listed = { path: this.sitemap, status: 200, text: `<loc>${piece.url}</loc>` }
      return [
        { path: pathOf(piece), status: 200, text: title },
        listed,
        ...everywhere('text', title),
      ]
    })
    return piece
  }

  /** A correction, of every fifth a withdrawal. */
  private async change(piece: Answered, n: number): Promise<void> {
    const title = `第${this.number}组第${n}篇，改版`
    const path = `/api/articles/${piece.id}`
    const isWithdrawn = n % 5 === 0
    await this.watch.follow(pathOf(piece), async () => {
      await this.send(isWithdrawn ? 'DELETE' : 'PATCH', path, isWithdrawn ? null : { title }, {
        'If-Match': '"1"',
      })
      return isWithdrawn
        ? [
            { path: pathOf(piece), status: 410 },
            { path: this.sitemap, status: 200, noText: `<loc>${piece.url}</loc>` },
            ...everywhere('noText', `第${this.number}组第${n}篇`),
          ]
        : [{ path: pathOf(piece), status: 200, text: title }, ...everywhere('text', title)]
    })
  }

  private async send(
    method: string,
    path: string,
    body: object | null,
    headers: Record<string, string>,
  ): Promise<Answered> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const response = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': type, ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`)
    return response.json() as Promise<Answered>
  }
}

/** Where the newest articles show. */
const everywhere = (kind: 'text' | 'noText', words: string): Expectation[] =>
  [paths.home, paths.section('news'), FEED].map((path) => ({ path, status: 200, [kind]: words }))

const pathOf = ({ url }: Answered) => new URL(url).pathname

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
