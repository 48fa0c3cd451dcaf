/** Readers and crawlers who ask all the time, and know what they must see. */
import type { Stage } from './stage'

/** What an article must show, from the answer to its write on. */
export interface Truth {
  status: number
  text?: string
}

/** How many ask at a time, and how long each looks at what it got, in milliseconds. */
const READERS = 6
const LOOK = 15

export class Readers {
  /** Articles that an editor has written. While one is being changed, it is not here. */
  readonly truths = new Map<string, Truth>()
  /** How many answers said that nothing has changed. */
  unchanged = 0
  private readonly stage: Stage
  private readonly paths: string[]
  private readonly etags = new Map<string, string>()
  private isOver = false
  private readonly all: Promise<unknown>

  /** `paths` must answer 200 all the time. */
  constructor(stage: Stage, paths: string[]) {
    this.stage = stage
    this.paths = paths
    this.all = Promise.all(Array.from({ length: READERS }, (_, n) => this.read(n)))
  }

  private async read(n: number) {
    for (let i = n; !this.isOver; i += READERS) {
      const written = [...this.truths.keys()]
      const path =
        i % 3 === 0 && written.length > 0
          ? (written[i % written.length] as string)
          : (this.paths[i % this.paths.length] as string)
      await this.visit(path, i % 2 === 0)
      await new Promise((resolve) => setTimeout(resolve, LOOK))
    }
  }

  private async visit(path: string, isBack: boolean) {
    const truth = this.truths.get(path)
    const etag = isBack ? this.etags.get(path) : undefined
    const headers: Record<string, string> = etag ? { 'If-None-Match': etag } : {}
    const { status, text, etag: now } = await this.stage.ask(path, { headers })
    if (now) this.etags.set(path, now)
    if (status >= 500 || status === 0) return
    if (status === 304 && etag) {
      this.unchanged++
      return
    }
    // A write may have been sent meanwhile: then both are right.
    if (this.truths.get(path) !== truth) return
    const wanted = truth ?? { status: 200 }
    if (status === wanted.status && (!wanted.text || text.includes(wanted.text))) return
    this.stage.faults.push(`GET ${path}: ${status}, and not ${JSON.stringify(wanted)}`)
  }

  async leave() {
    this.isOver = true
    await this.all
  }
}
