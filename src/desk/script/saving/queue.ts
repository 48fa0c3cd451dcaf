/**
 * The one queue in which a text goes to the server: soon after it was typed, one request at a time, and the
 * newest text instead of all that came before it. Knows neither clock nor network; both are given to it.
 */

/** How long typing must pause, and how long it may go on, before the text is sent; in milliseconds. */
const PAUSE = 1_500
const LONGEST = 10_000

/** How long a failure is waited out, at first and at most. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 60_000

/** How many texts of unknown fate are remembered: the server takes no more (src/desk/copies/versions.ts). */
const MOST_SEEN = 49

/** A text on its way. */
export interface Sending<Text> {
  text: Text
  /** Its own number. */
  version: number
  /** The texts that it may take the place of: what the server had, and what may have got there; 0: none. */
  seen: number[]
}

export type Answer =
  | { kind: 'kept'; version: number; at: string }
  /** The server has another text; null: it has none any more, since that was saved or discarded. */
  | { kind: 'elsewhere'; version: number | null; at: string | null }
  | { kind: 'signed-out'; detail: string }
  /** This very text will never be taken. */
  | { kind: 'refused'; detail: string }
  /** The server answers, but not to this. */
  | { kind: 'failed' }
  | { kind: 'unreachable' }

export type State = { kind: 'idle' } | { kind: 'waiting' } | { kind: 'sending' } | Answer

export interface Surroundings<Text> {
  /** Never throws. */
  send(sending: Sending<Text>): Promise<Answer>
  /** In milliseconds. */
  now(): number
  /** Does some work after so many milliseconds; gives back what calls it off. */
  after(wait: number, work: () => void): () => void
  /** A number that no text has had. */
  draw(): number
  /** Told of each change of state. */
  say(state: State): void
}

export class Queue<Text> {
  state: State = { kind: 'idle' }
  /** What the server had, and what may have got there since. */
  seen: number[]
  private readonly around: Surroundings<Text>
  private latest: { text: Text; version: number } | null = null
  /** The version of the last text of ours that is known to be there. */
  private kept: number | null = null
  private isSending = false
  private isStopped = false
  private firstAt: number | null = null
  private failures = 0
  private callOff = () => {}
  private flushes: ((outcome: 'saved' | 'failed') => void)[] = []

  /** `seen`: what the page's text is, and follows; 0: nothing but what is saved. */
  constructor(around: Surroundings<Text>, seen: number[]) {
    this.around = around
    this.seen = seen
  }

  /** The number of the newest text; null before anything was typed. */
  get version(): number | null {
    return this.latest?.version ?? null
  }

  /** Whether the newest text is known to be on the server. */
  get isKept(): boolean {
    return this.latest === null || this.latest.version === this.kept
  }

  /** Whether any text was ever known to be there. */
  get wasKept(): boolean {
    return this.kept !== null
  }

  /** Takes up a text, and gives it its number. */
  typed(text: Text): number {
    const version = this.around.draw()
    this.latest = { text, version }
    this.firstAt ??= this.around.now()
    if (!this.isSending && !this.isStopped && this.state.kind !== 'elsewhere') this.plan()
    return version
  }

  /** Sends at once whatever is not there, and says how that went. Without network it waits. */
  flush(): Promise<'saved' | 'failed'> {
    if (this.isKept && !this.isSending) return Promise.resolve('saved')
    if (this.state.kind === 'elsewhere') return Promise.resolve('failed')
    const outcome = new Promise<'saved' | 'failed'>((resolve) => this.flushes.push(resolve))
    this.run()
    return outcome
  }

  /** The network is back, or somebody is: what waits is sent at once. */
  wake(): void {
    if (this.state.kind !== 'elsewhere') this.run()
  }

  /** Having seen that there is another text: this one takes its place. */
  keepMine(): void {
    if (this.state.kind !== 'elsewhere') return
    this.seen = [this.state.version ?? 0]
    this.become({ kind: 'waiting' })
    this.run()
  }

  /** Sends nothing, until it is to go on. */
  stop(): void {
    this.isStopped = true
    this.callOff()
  }

  goOn(): void {
    this.isStopped = false
    this.wake()
  }

  private become(state: State): void {
    this.state = state
    this.around.say(state)
  }

  /** Sends when typing pauses, or has gone on long enough; after a failure, later. */
  private plan(): void {
    this.callOff()
    const { around, failures, firstAt } = this
    const typing = Math.min(PAUSE, (firstAt ?? around.now()) + LONGEST - around.now())
    const failing = Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT)
    this.callOff = around.after(failures > 0 ? failing : Math.max(typing, 0), () => this.run())
    // A failure stays in sight until it is over.
    if (failures === 0 && this.state.kind !== 'waiting') this.become({ kind: 'waiting' })
  }

  private async run(): Promise<void> {
    this.callOff()
    if (this.isSending || this.isStopped || this.isKept || !this.latest) return
    const { text, version } = this.latest
    const { seen } = this
    this.isSending = true
    this.firstAt = null
    this.seen = [...new Set([...seen.slice(0, 1), version, ...seen.slice(1)])].slice(0, MOST_SEEN)
    if (this.failures === 0) this.become({ kind: 'sending' })
    const answer = await this.around.send({ text, version, seen })
    this.isSending = false
    this.settle(version, seen, answer)
  }

  private settle(version: number, before: number[], answer: Answer): void {
    const isInDoubt = answer.kind === 'failed' || answer.kind === 'unreachable'
    this.failures = isInDoubt || answer.kind === 'signed-out' ? this.failures + 1 : 0
    if (answer.kind === 'kept') {
      this.kept = version
      this.seen = [answer.version]
    } else if (!isInDoubt) this.seen = before
    this.become(answer)
    if (answer.kind === 'elsewhere') this.settleFlushes('failed')
    else if (this.failures > 0) {
      this.plan()
      if (answer.kind !== 'unreachable') this.settleFlushes('failed')
    } else if (this.latest?.version === version) {
      this.settleFlushes(answer.kind === 'kept' ? 'saved' : 'failed')
    } else if (this.flushes.length > 0) this.run()
    else this.plan()
  }

  private settleFlushes(outcome: 'saved' | 'failed'): void {
    for (const resolve of this.flushes.splice(0)) resolve(outcome)
  }
}
