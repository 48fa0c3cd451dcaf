import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openNewsroom } from '../../support/newsroom'
import { Library } from './library'
import { type Mishap, Run } from './run'
import { PLACES, World } from './world'

/** Fewer than of articles, for each takes half as long again; the same ones, unless another seed is given. */
const RUNS = Number(env.SIM_RUNS || 100)
const SEED = Number(env.SIM_SEED)

/** What somebody does. */
type Deed =
  | { do: 'post' | 'renew' | 'reindex'; place: number }
  | { do: 'edit' | 'withdraw' | 'restore' | 'erase'; article: number; place: number }
  /**
   * Texts are moved, from where that of an article is, be it the catalogue, to another database; `isOld`: with
   * renderings of former times.
   */
  | { do: 'spread'; article: number; isOld: boolean; place: number }
  | { do: 'tick' }
  | { do: 'read' | 'ask' | 'search'; page: number; place: number }

type Step =
  | { do: 'deed'; deed: Deed; mishap: Mishap | null }
  /** Others do something amid what somebody does, one after the other. */
  | {
      do: 'amid'
      deed: Deed
      mishap: Mishap | null
      at: number
      others: Deed[]
      also: Mishap | null
    }
  /** Somebody does something while no text database answers. */
  | { do: 'dark'; deed: Deed }
  /** An article's rendering is of former times. */
  | { do: 'age'; article: number }
  | { do: 'advance'; seconds: number }
  /** So many days go by, and the clock with them. */
  | { do: 'days'; days: number }
  | { do: 'd1'; isDown: boolean }
  /** Which text databases do not answer. */
  | { do: 'texts'; down: readonly number[] }
  /** One text database more is bound, until there are two. */
  | { do: 'grow' }
  | { do: 'remember' }
  /** After so many days with the clock going, the catalogue is restored. */
  | { do: 'rewind'; back: number; days: number }
  | { do: 'rebear'; place: number }

const DAY = 86_400
const place = fc.nat({ max: PLACES - 1 })
const article = fc.nat({ max: 1 })
const mishap: fc.Arbitrary<Mishap | null> = fc.option(
  fc.record({ at: fc.nat({ max: 30 }), what: fc.constantFrom('death' as const, 'loss' as const) }),
  { freq: 2 },
)
const oneOf = <T extends string>(...values: T[]) => fc.constantFrom(...values)

const spread: fc.Arbitrary<Deed> = fc.record({
  do: oneOf('spread'),
  article,
  isOld: fc.boolean(),
  place,
})
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: oneOf('post'), place }) },
  { weight: 5, arbitrary: fc.record({ do: oneOf('edit'), article, place }) },
  { weight: 2, arbitrary: fc.record({ do: oneOf('withdraw', 'restore'), article, place }) },
  { weight: 3, arbitrary: fc.record({ do: oneOf('erase'), article, place }) },
  { weight: 3, arbitrary: fc.record({ do: oneOf('renew', 'reindex'), place }) },
  { weight: 4, arbitrary: spread },
  { weight: 4, arbitrary: fc.constant({ do: 'tick' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: oneOf('read', 'ask', 'search', 'search'),
      page: fc.nat({ max: 9 }),
      place,
    }),
  },
)

const at = fc.nat({ max: 30 })
const others = fc.array(deed, { minLength: 1, maxLength: 2 })

/** Between the reading of texts that are moved and the writing of them, somebody changes one. */
const race = fc
  .record({
    article,
    place,
    isOld: fc.boolean(),
    at: fc.integer({ min: 8, max: 16 }),
    changes: fc.constantFrom('edit', 'erase', 'renew', 'edit, erase'),
  })
  .map(({ article, place, isOld, at, changes }): Step => {
    const others = changes.split(', ').map((one) => ({ do: one, article, place }) as Deed)
    const deed: Deed = { do: 'spread', article, place, isOld: isOld || changes === 'renew' }
    return { do: 'amid', deed, mishap: null, at, others, also: null }
  })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: oneOf('deed'), deed, mishap }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: oneOf('amid'), deed, mishap, at, others, also: mishap }),
  },
  { weight: 4, arbitrary: race },
  {
    weight: 4,
    arbitrary: fc.record({
      do: oneOf('dark'),
      deed: fc.record({ do: oneOf('edit', 'erase'), article, place }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: oneOf('age'), article }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: oneOf('advance'),
      seconds: fc.constantFrom(15, 130, 3_700, DAY + 60, DAY + 60, 6 * DAY, 29 * DAY, 36 * DAY),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: oneOf('d1'), isDown: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: oneOf('texts'),
      down: fc.constantFrom([], [], [1], [2], [1, 2]),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: oneOf('days'), days: fc.constantFrom(1, 2, 7, 29) }) },
  { weight: 5, arbitrary: fc.record({ do: oneOf('grow') }) },
  { weight: 3, arbitrary: fc.record({ do: oneOf('remember') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: oneOf('rewind'),
      back: fc.nat({ max: 2 }),
      days: fc.constantFrom(0, 0, 2, 7, 29),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: oneOf('rebear'), place }) },
)

const steps = fc.array(step, { minLength: 8, maxLength: 24 })

const newspaper = ['/', '/feed.xml', '/sections/news', '/pages/1']

class History {
  readonly world: World
  readonly library: Library

  /** `stores`: how many text databases are bound at first. */
  constructor(private stores: number) {
    this.world = new World(stores)
    this.library = new Library(this.world)
  }

  /** `isPlain`: nothing goes on amid it, nor it amid anything, and nothing goes wrong. */
  private async does(deed: Deed, nth: string, run: Run, isPlain: boolean) {
    const { world, library } = this
    const id = 'article' in deed ? deed.article + 1 : 0
    switch (deed.do) {
      case 'post':
        return library.post(nth, deed.place, run, isPlain)
      case 'edit':
        return library.edit(id, nth, deed.place, run)
      case 'withdraw':
      case 'restore': {
        const isOff = deed.do === 'withdraw'
        const body = isOff ? undefined : { status: 'published' }
        const method = isOff ? 'DELETE' : 'PATCH'
        await world.write(method, `/api/articles/${id}`, body, deed.place, null, null, run)
        return
      }
      case 'erase':
        return library.erase(id, deed.place, run, isPlain)
      case 'renew':
        return library.renew(deed.place, run, isPlain)
      case 'reindex':
        return library.reindex(deed.place, run)
      case 'spread': {
        const from = await library.storeOf(id)
        const to = from === 0 ? this.stores : 3 - from
        if (to === 0 || to > this.stores) return
        if (deed.isOld) for (const id of [1, 2]) await library.age(id)
        return world.spread(from, to, deed.place, run)
      }
      case 'tick':
        return library.tick(run, isPlain)
      case 'read':
      case 'ask': {
        const paths = world.paths()
        return world[deed.do](paths[deed.page % paths.length] ?? '/', deed.place)
      }
      case 'search':
        return library.search(deed.page, deed.place, run)
    }
  }

  async take(step: Step, nth: number) {
    const { world, library } = this
    switch (step.do) {
      case 'deed':
        return this.does(step.deed, `${nth}`, new Run(step.mishap), step.mishap === null)
      case 'amid': {
        const work = async () => {
          for (const [i, other] of step.others.entries()) {
            await this.does(other, `${nth}b${i}`, new Run(step.also), false)
          }
        }
        const run = new Run(step.mishap, { at: step.at, work })
        await this.does(step.deed, `${nth}a`, run, false)
        return run.afterwards()
      }
      case 'dark':
        for (const store of [1, 2]) world.textsDown.add(store)
        await this.does(step.deed, `${nth}`, new Run(null), true)
        world.textsDown.clear()
        return
      case 'age':
        return library.age(step.article + 1)
      case 'advance':
        return world.advance(step.seconds)
      case 'd1':
        world.isD1Down = step.isDown
        return
      case 'texts':
        world.textsDown.clear()
        for (const store of step.down) world.textsDown.add(store)
        for (const path of newspaper) await world.browse(path, 0)
        return
      case 'days':
        await world.advance(step.days * DAY + 60)
        return library.tick(new Run(null), true)
      case 'grow':
        this.stores = Math.min(2, this.stores + 1)
        return world.bind(this.stores)
      case 'remember':
        return library.remember()
      case 'rewind':
        if (step.days > 0) await this.take({ do: 'days', days: step.days }, nth)
        return library.rewind(step.back)
      case 'rebear':
        return world.rebear(step.place)
    }
  }
}

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test(
  'wherever texts lie, they are there for readers; what was erased is gone, and nothing is left over',
  async () => {
    expect(RUNS).toBeGreaterThan(0)
    const start: Deed = { do: 'post', place: 0 }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 0, 1, 2), steps, async (stores, steps) => {
        vi.useRealTimers()
        await openNewsroom()
        vi.useFakeTimers({ toFake: ['Date'] })
        await env.DB.prepare('DELETE FROM outbox').run()
        const history = new History(stores)
        const { world, library } = history
        await world.observe()
        await history.take({ do: 'deed', deed: start, mishap: null }, steps.length)
        for (const [nth, each] of steps.entries()) {
          await history.take(each, nth)
          await library.check()
        }
        await world.end()
        world.bind(2)
        await library.end()
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: env.SIM_SHRINK === 'no' },
    )
  },
  24 * 3600_000,
)
