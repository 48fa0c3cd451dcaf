/**
 * Somebody types while networks fail, answers get lost or come late, and tabs die: the last text is always in
 * one store at least, and once all is quiet the server has it.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Answer, Queue, type Sending } from '../../../../src/desk/script/saving/queue.ts'

const RUNS = Number(process.env.MODEL_RUNS ?? 300)

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** The server, as src/desk/copies/store.ts has it. */
class Server {
  copy: { text: string; version: number } | null = null

  keep({ text, version, seen }: Sending<string>): Answer {
    const { copy } = this
    if (copy ? seen.includes(copy.version) : seen.includes(0)) this.copy = { text, version }
    else if (copy?.text === text) return { kind: 'kept', version: copy.version, at: '' }
    else return { kind: 'elsewhere', version: copy?.version ?? null, at: '' }
    return { kind: 'kept', version, at: '' }
  }
}

interface Request {
  sending: Sending<string>
  resolve: (answer: Answer) => void
}

/** A tab, its browser's store, and requests that wait for their fate. */
class Run {
  server = new Server()
  /** Of the browser: written at each input. */
  kept: { text: string; version: number; seen: number[] } | null = null
  onTheWay: Request[] = []
  /** Sent by tabs that no longer listen, or given up by the network: they may still arrive. */
  stray: Sending<string>[] = []
  last = ''
  drawn = 0
  queue = this.open([0])
  timers: (() => void)[] = []

  open(seen: number[]): Queue<string> {
    this.timers = []
    return new Queue<string>(
      {
        send: (sending) =>
          new Promise((resolve) => {
            expect(this.onTheWay, 'one at a time').toHaveLength(0)
            this.onTheWay.push({ sending, resolve })
          }),
        now: () => 0,
        after: (_, work) => {
          this.timers = [work]
          return () => {
            this.timers = []
          }
        },
        draw: () => ++this.drawn,
        say: () => {},
      },
      seen,
    )
  }

  type(text: string) {
    this.last = text
    const version = this.queue.typed(text)
    this.kept = { text, version, seen: this.queue.seen }
  }

  /** Time passes: whatever was planned happens. */
  async pass() {
    for (const work of this.timers.splice(0)) work()
    await settled()
  }

  async answer(fate: 'arrives' | 'answer lost' | 'never arrives' | 'comes late') {
    const request = this.onTheWay.shift()
    if (!request) return
    if (fate === 'comes late') this.stray.push(request.sending)
    const answer: Answer =
      fate === 'arrives' || fate === 'answer lost'
        ? this.server.keep(request.sending)
        : { kind: 'unreachable' }
    request.resolve(fate === 'arrives' ? answer : { kind: 'unreachable' })
    await settled()
  }

  async die() {
    for (const { sending } of this.onTheWay.splice(0)) this.stray.push(sending)
    const { kept, server } = this
    const page = server.copy
    if (!kept) {
      this.queue = this.open([page?.version ?? 0])
      return
    }
    // As `fateOf` restores, and the form keeps it anew.
    this.queue = this.open([kept.version, ...kept.seen])
    this.type(kept.text)
  }

  arriveLate() {
    const sending = this.stray.shift()
    if (sending) this.server.keep(sending)
  }
}

type Step = (run: Run) => unknown

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({ maxLength: 3 }).map(
      (one): Step =>
        (run) =>
          run.type(`${run.last}${one}.`),
    ),
  },
  { weight: 4, arbitrary: fc.constant<Step>((run) => run.pass()) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('arrives', 'answer lost', 'never arrives', 'comes late').map(
      (fate): Step =>
        (run) =>
          run.answer(fate as 'arrives'),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((run) => run.die()) },
  { weight: 1, arbitrary: fc.constant<Step>((run) => run.arriveLate()) },
  { weight: 1, arbitrary: fc.constant<Step>((run) => run.queue.wake()) },
)

test('whatever happens, the last text is kept, and reaches the server in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const run = new Run()
      for (const one of steps) {
        await one(run)
        if (run.last) expect([run.kept?.text, run.server.copy?.text]).toContain(run.last)
      }
      // All is quiet: nothing fails any more.
      for (let i = 0; i < 6; i++) {
        await run.pass()
        await run.answer('arrives')
      }
      while (run.stray.length > 0) run.arriveLate()
      if (!run.last) return
      expect(run.queue.state.kind).toBe('kept')
      expect(run.server.copy?.text).toBe(run.last)
    }),
    { numRuns: RUNS },
  )
})
