import { beforeEach, describe, expect, test } from 'vitest'
import {
  type Answer,
  Queue,
  type Sending,
  type State,
} from '../../../../src/desk/script/saving/queue.ts'

/** A clock that goes only when it is told to. */
class Clock {
  now = 0
  private timers: { at: number; work: () => void }[] = []

  after(wait: number, work: () => void) {
    const timer = { at: this.now + wait, work }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((one) => one !== timer)
    }
  }

  async pass(milliseconds: number) {
    const end = this.now + milliseconds
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (!next) break
      this.now = Math.max(this.now, next.at)
      this.timers = this.timers.filter((one) => one !== next)
      next.work()
      await settled()
    }
    this.now = end
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

let clock: Clock
let queue: Queue<string>
let sent: Sending<string>[]
let said: State[]
/** Answers the request that is under way. */
let answer: (answer: Answer) => Promise<unknown>

beforeEach(() => {
  clock = new Clock()
  sent = []
  said = []
  let drawn = 100
  queue = new Queue<string>(
    {
      send: (sending) => {
        sent.push(sending)
        return new Promise((resolve) => {
          answer = (one) => {
            resolve(one)
            return settled()
          }
        })
      },
      now: () => clock.now,
      after: (wait, work) => clock.after(wait, work),
      draw: () => ++drawn,
      say: (state) => said.push(state),
    },
    [0],
  )
})

const keep = () => answer({ kind: 'kept', version: sent.at(-1)?.version ?? 0, at: '14:03' })
const texts = () => sent.map(({ text }) => text)

describe('a text', () => {
  test('goes to the server when typing pauses', async () => {
    queue.typed('一')
    await clock.pass(1_000)
    queue.typed('一二')
    await clock.pass(1_499)
    expect(texts()).toEqual([])
    await clock.pass(1)
    expect(texts()).toEqual(['一二'])
    await keep()
    expect(queue.isKept).toBe(true)
    await clock.pass(100_000)
    expect(texts()).toEqual(['一二'])
  })

  test('goes there after ten seconds while typing never pauses', async () => {
    for (let i = 0; i < 20; i++) {
      queue.typed(String(i))
      await clock.pass(500)
    }
    expect(clock.now).toBe(10_000)
    expect(sent).toHaveLength(1)
  })

  test('waits while another is on its way; then only the newest goes, over what is there by then', async () => {
    queue.typed('一')
    await clock.pass(1_500)
    queue.typed('二')
    queue.typed('三')
    await clock.pass(60_000)
    expect(texts()).toEqual(['一'])
    await keep()
    await clock.pass(1_500)
    expect(texts()).toEqual(['一', '三'])
    expect(sent[1]?.seen).toEqual([sent[0]?.version])
  })

  test('is tried again after a failure, ever more rarely, up to once a minute', async () => {
    queue.typed('一')
    const at: number[] = []
    await clock.pass(1_500)
    for (let i = 0; i < 9; i++) {
      at.push(clock.now)
      await answer({ kind: 'unreachable' })
      const { length } = sent
      while (sent.length === length) await clock.pass(500)
    }
    expect(at.slice(1).map((one, i) => one - (at[i] as number))).toEqual([
      ...[1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000],
    ])
  })

  test('names all that may have got there when no answer came', async () => {
    queue.typed('一')
    await clock.pass(1_500)
    await answer({ kind: 'unreachable' })
    queue.typed('二')
    await clock.pass(1_000)
    expect(sent[1]?.seen).toEqual([0, sent[0]?.version])
    await answer({ kind: 'failed' })
    await clock.pass(2_000)
    expect(sent[2]?.seen).toContain(sent[1]?.version)
    await keep()
    expect(queue.seen).toEqual([sent[2]?.version])
  })

  test('goes at once when the network is back', async () => {
    queue.typed('一')
    await clock.pass(1_500)
    for (const wait of [1_000, 2_000, 4_000]) {
      await answer({ kind: 'unreachable' })
      await clock.pass(wait)
    }
    await answer({ kind: 'unreachable' })
    queue.wake()
    expect(sent).toHaveLength(5)
  })

  test('is not sent over another one’s; when that was seen, it is', async () => {
    queue.typed('一')
    await clock.pass(1_500)
    await answer({ kind: 'elsewhere', version: 7, at: '14:10' })
    queue.typed('二')
    queue.wake()
    await clock.pass(100_000)
    expect(texts()).toEqual(['一'])
    expect(await queue.flush()).toBe('failed')
    queue.keepMine()
    expect(sent[1]).toMatchObject({ text: '二', seen: [7] })
  })

  test('that was saved or discarded elsewhere begins anew', async () => {
    queue.typed('一')
    await clock.pass(1_500)
    await answer({ kind: 'elsewhere', version: null, at: null })
    queue.keepMine()
    expect(sent[1]).toMatchObject({ text: '一', seen: [0] })
  })

  test('that is refused is not sent again until it changes', async () => {
    queue.typed('太长')
    await clock.pass(1_500)
    await answer({ kind: 'refused', detail: 'too long' })
    await clock.pass(100_000)
    expect(sent).toHaveLength(1)
    queue.typed('短')
    await clock.pass(1_500)
    expect(sent[1]).toMatchObject({ text: '短', seen: [0] })
  })

  test('of somebody signed out goes once they are back', async () => {
    queue.typed('一')
    await clock.pass(1_500)
    await answer({ kind: 'signed-out', detail: '' })
    queue.wake()
    await keep()
    expect(said.at(-1)).toMatchObject({ kind: 'kept' })
  })
})

describe('a button that is pressed', () => {
  test('waits for nothing where nothing was typed, or all is there', async () => {
    expect(await queue.flush()).toBe('saved')
    queue.typed('一')
    await clock.pass(1_500)
    await keep()
    expect(await queue.flush()).toBe('saved')
  })

  test('sends what is not there at once, and waits for it', async () => {
    queue.typed('一')
    const flush = queue.flush()
    expect(texts()).toEqual(['一'])
    await keep()
    expect(await flush).toBe('saved')
  })

  test('waits for what was typed while another text was on its way', async () => {
    queue.typed('一')
    await clock.pass(1_500)
    queue.typed('二')
    let outcome = ''
    const flush = queue.flush().then((one) => {
      outcome = one
    })
    await keep()
    expect([outcome, texts()]).toEqual(['', ['一', '二']])
    await keep()
    await flush
    expect(outcome).toBe('saved')
  })

  test('waits for the network as long as it takes', async () => {
    queue.typed('一')
    let outcome = ''
    const flush = queue.flush().then((one) => {
      outcome = one
    })
    for (let i = 0; i < 5; i++) {
      await answer({ kind: 'unreachable' })
      await clock.pass(60_000)
    }
    expect(outcome).toBe('')
    await keep()
    await flush
    expect(outcome).toBe('saved')
  })

  test.each<Answer>([
    { kind: 'failed' },
    { kind: 'refused', detail: '' },
    { kind: 'signed-out', detail: '' },
    { kind: 'elsewhere', version: 1, at: '' },
  ])('does not wait for ever for a server that says $kind', async (one) => {
    queue.typed('一')
    const flush = queue.flush()
    await answer(one)
    expect(await flush).toBe('failed')
  })
})
