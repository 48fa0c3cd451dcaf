/** An editor who goes on publishing, correcting and withdrawing, whichever Worker answers. */
import type { Readers, Truth } from './readers'
import type { Stage } from './stage'

interface Written {
  id: number
  url: string
  revision: number
  slug: string
}

export class Editor {
  writes = 0
  private readonly stage: Stage
  private readonly readers: Readers
  /** Published articles from before, the oldest first, to be corrected one after the other. */
  private readonly old: number[]

  constructor(stage: Stage, readers: Readers, old: number[]) {
    this.stage = stage
    this.readers = readers
    this.old = old
  }

  /** One round: a new article, which is corrected; an old one; and every third new one goes again. */
  async round(): Promise<void> {
    try {
      const n = ++this.writes
      const fields = { section: 'news', keywords: ['词1', '渡轮'], author: '记者1' }
      const title = `第${n}篇新闻，初版`
      const draft = { title, body: `第${n}篇。会议今天召开。`, ...fields }
      const written = await this.follow(null, { status: 200, text: title }, 201, draft)
      const better = { title: `第${n}篇新闻，改版` }
      await this.follow(written, { status: 200, text: better.title }, 200, better)
      if (n % 3 === 0) await this.follow(written, { status: 410 }, 200, null)
      const id = this.old.shift()
      if (id !== undefined) await this.correct(id, `旧闻一则，第${n}次更正`)
    } catch (fault) {
      this.stage.faults.push(String(fault))
    }
  }

  private async correct(id: number, title: string) {
    const { json } = await this.stage.call<Written>(200, 'GET', `/api/articles/${id}`)
    await this.follow(json, { status: 200, text: title }, 200, { title })
  }

  /** A write, and what readers must see of it from its answer on. */
  private async follow(before: Written | null, truth: Truth, status: number, body: object | null) {
    if (before) this.readers.truths.delete(pathOf(before))
    const method = before === null ? 'POST' : body ? 'PATCH' : 'DELETE'
    const path = before ? `/api/articles/${before.id}` : '/api/articles'
    const etag = before && (await this.stage.call<Written>(200, 'GET', path)).etag
    const headers: Record<string, string> = etag ? { 'If-Match': etag } : {}
    const { json } = await this.stage.call<Written>(status, method, path, body ?? undefined, {
      headers,
    })
    this.readers.truths.set(pathOf(json), truth)
    return json
  }
}

const pathOf = ({ url }: Written) => new URL(url).pathname
