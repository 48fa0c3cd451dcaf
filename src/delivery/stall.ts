/**
 * What an isolate remembers of a D1 that hangs, so that its readers do not all wait for it, nor all queue
 * up in front of it. A request waits for its own question only, never for another's: that one may die.
 */
import { isWithin } from './leases'
import { TimedOut, within } from './within'

/** In milliseconds: for how long D1 must have kept silent, to everybody, to be taken for hung. */
const SILENCE = 2_000
/** For how long it is, from the last time that it kept silent. */
const MEMORY = 5_000
/** How long the one that asks it meanwhile waits. */
const SHORT = 300
/** For how long nobody else asks. The request that does may have died: so the mark lapses. */
const TURN = 2_000

/** Thrown in place of asking a D1 that hangs. */
export class Hung extends Error {}

/** Takes work that goes on after the answer. */
type Later = (work: Promise<unknown>) => void

export class Stall {
  /** When it last kept silent, and when somebody last set out to ask all the same; null: never. */
  private silentAt: number | null = null
  private triedAt: number | null = null
  /** How many questions were answered. */
  private answers = 0
  private readonly now: () => number

  /** `now` gives milliseconds. */
  constructor(now: () => number) {
    this.now = now
  }

  /**
   * What D1 answers to a question, waiting for it for at most `patience` milliseconds. Once it has kept
   * silent for two seconds, and until it answers again or five more have passed, one request at a time
   * still asks, and waits for 300 ms; any other gets `Hung` at once. Throws `TimedOut` too, and what
   * the question throws. The one that asks has `later` see to it that an answer that comes late counts.
   */
  async ask<T>(patience: number, question: () => Promise<T>, later: Later): Promise<T> {
    const now = this.now()
    const isHung = isRecent(MEMORY, this.silentAt, now)
    if (isHung && isRecent(TURN, this.triedAt, now)) throw new Hung('D1 hangs, and another asks it')
    if (isHung) this.triedAt = now
    const { answers } = this
    const answer = question().then((answered) => {
      this.answers++
      this.silentAt = null
      return answered
    })
    if (isHung) later(within(TURN, answer).catch(() => {}))
    const limit = isHung ? Math.min(SHORT, patience) : patience
    return within(limit, answer).catch((fault) => {
      const isLong = fault instanceof TimedOut && (isHung || patience >= SILENCE)
      // Who answered somebody else meanwhile does not hang: this question takes it long.
      if (isLong && this.answers === answers) this.silentAt = this.now()
      throw fault
    })
  }
}

/** `isWithin`, of a moment that may never have been. */
const isRecent = (length: number, since: number | null, now: number) =>
  since !== null && isWithin(length, since, now)
