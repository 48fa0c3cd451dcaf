/** Readers who know what they must see. */
import { Pool } from 'undici'

/** What a page must show, or must not show any more. */
export interface Expectation {
  path: string
  status: number
  text?: string
  noText?: string
}

interface Answer {
  status: number
  text: string
}

/** A change that nobody has seen by then is lost. In milliseconds. */
const PATIENCE = 30_000
/** As many articles as readers come back to. */
const REMEMBERED = 100

export class Watch {
  requests = 0
  /** Milliseconds from the sending of a write to the first answer that shows it, on each page. */
  readonly seen: number[] = []
  readonly errors: string[] = []
  /** Answers older than what was stored, and known to be, when they were asked for. */
  readonly stale: string[] = []
  private readonly pool: Pool
  /** What articles must show for good: the last that was answered, and not being changed just now. */
  private readonly truths = new Map<string, Expectation>()

  constructor(url: string) {
    this.pool = new Pool(url, { connections: 64 })
  }

  /** A reader opens a page, or comes back to an article whose present text is known. */
  async visit(path: string): Promise<void> {
    const known = [...this.truths.values()]
    const truth = Math.random() < 0.5 ? known[Math.floor(Math.random() * known.length)] : undefined
    const answer = await this.get(truth?.path ?? path)
    // A write may have been sent meanwhile: then both are right.
    if (!answer || !truth || this.truths.get(truth.path) !== truth) return
    if (!shows(answer, truth)) this.stale.push(describe(truth, answer))
  }

  /** Follows a write to its pages: once it is answered, the first look at each must show it. */
  async follow(article: string | null, write: () => Promise<Expectation[]>): Promise<void> {
    if (article) this.truths.delete(article)
    const sent = performance.now()
    const expectations = await write().catch((fault) => {
      this.errors.push(String(fault))
      return []
    })
    await Promise.all(expectations.map((expectation) => this.look(expectation, sent)))
    const [own] = expectations
    if (own) this.truths.set(own.path, own)
    for (const path of this.truths.keys()) {
      if (this.truths.size > REMEMBERED) this.truths.delete(path)
    }
  }

  private async look(expectation: Expectation, sent: number): Promise<void> {
    for (let looks = 1; performance.now() - sent < PATIENCE; looks++) {
      const answer = await this.get(expectation.path)
      if (answer && shows(answer, expectation)) {
        this.seen.push(performance.now() - sent)
        return
      }
      if (answer && looks === 1) this.stale.push(describe(expectation, answer))
    }
    this.errors.push(`never seen: ${JSON.stringify(expectation)}`)
  }

  private async get(path: string): Promise<Answer | null> {
    this.requests++
    try {
      const { statusCode, body } = await this.pool.request({ method: 'GET', path })
      const text = await body.text()
      if (statusCode < 500) return { status: statusCode, text }
      this.errors.push(`GET ${path}: ${statusCode}`)
    } catch (fault) {
      this.errors.push(`GET ${path}: ${fault}`)
    }
    return null
  }
}

const shows = (answer: Answer, { status, text, noText }: Expectation) =>
  answer.status === status &&
  (text === undefined || answer.text.includes(text)) &&
  (noText === undefined || !answer.text.includes(noText))

const describe = (expectation: Expectation, { status }: Answer) =>
  `${status} without ${JSON.stringify(expectation)}`
