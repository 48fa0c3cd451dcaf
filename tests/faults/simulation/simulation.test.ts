import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openNewsroom } from '../../support/newsroom'
import { Library, saying } from './library'
import { Run } from './run'
import { type Death, type Loss, PLACES, World } from './world'

/** How many histories, and from which seed: the same ones each time, unless another is given. */
const RUNS = Number(env.SIM_RUNS || 200)
const SEED = Number(env.SIM_SEED)

type Change = 'edit' | 'rename' | 'move' | 'withdraw' | 'restore'

type Step =
  | { do: 'publish' | 'plan'; place: number; fault: Death | Loss | null }
  | {
      do: Change
      article: number
      place: number
      fault: Death | Loss | null
    }
  /** Articles that readers can see are put at a front, the last first, for good or for so many seconds. */
  | {
      do: 'choose'
      list: 'home' | 'news'
      which: boolean[]
      seconds: number | null
      place: number
      fault: Death | Loss | null
    }
  | { do: 'read' | 'ask'; page: number; place: number }
  /** A reader's page is made while an editor changes it; or a reader gets in just before a commit. */
  | {
      do: 'race' | 'overtake'
      isOwn: boolean
      asksAgain: boolean
      place: number
      how: Change
      article: number
    }
  /** Of what was erased, most has just been changed. */
  | { do: 'erase'; article: number; place: number; isFresh: boolean }
  | { do: 'browse'; page: number; place: number }
  | { do: 'outage'; place: number }
  /** Readers go on reading while a write waits, or the clock does. */
  | {
      do: 'watch'
      how: Change | 'tick'
      article: number
      place: number
      isOwn: boolean
      after: number
      reader: number
    }
  /** A client that gave up on its first request sends it again, and is answered first. */
  | { do: 'repeat'; place: number; reader: number; after: number }
  | { do: 'rebear'; place: number }
  | { do: 'set'; place: number; milliseconds: number }
  | { do: 'pass'; milliseconds: number }
  | { do: 'tick' }
  | { do: 'advance'; seconds: number }
  | { do: 'd1'; isDown: boolean }
  | { do: 'kv'; lag: number; read: 'ok' | 'fail' | 'forget'; write: 'ok' | 'fail' | 'late' }
  /** A webhook is told, and its receiver fails or not; perhaps an editor changes an article meanwhile. */
  | {
      do: 'tell'
      mode: 'ok' | 'fail' | 'lost'
      how: Change | null
      article: number
      place: number
    }
  /** Which text databases do not answer; texts are moved to the last one; and more of them are bound. */
  | { do: 'texts'; down: readonly number[] }
  | { do: 'spread'; from: number; place: number }
  | { do: 'grow' }
  | { do: 'edge'; purge: 'ok' | 'refused' | 'lost' | 'late'; fill: 'ok' | 'late' }

/** Pages that carry articles besides those whose content the world follows. */
const LISTS = ['/feed.json', '/pages/1', '/sections/news', '/sections/news/pages/1']

const place = fc.nat({ max: PLACES - 1 })
const fault: fc.Arbitrary<Death | Loss | null> = fc.option(
  fc.oneof(
    fc.record({
      trip: fc.nat({ max: 6 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
    fc.record({
      trip: fc.nat({ max: 5 }),
      when: fc.constant('lost' as const),
      times: fc.integer({ min: 1, max: 6 }),
    }),
  ),
  { freq: 3 },
)
/** After the commit of a write that waits, in milliseconds. */
const moment = fc.constantFrom(0, 1, 250, 499, 501, 699)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('publish' as const, 'plan' as const),
      place,
      fault,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'edit' as const,
        'rename' as const,
        'move' as const,
        'withdraw' as const,
        'restore' as const,
      ),
      article: fc.nat({ max: 1 }),
      place,
      fault,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('choose' as const),
      list: fc.constantFrom('home' as const, 'home' as const, 'news' as const),
      which: fc.array(fc.boolean(), { maxLength: 4 }),
      seconds: fc.constantFrom(null, null, 45, 300),
      place,
      fault,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('read' as const, 'ask' as const),
      page: fc.nat({ max: 9 }),
      place,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('race' as const, 'overtake' as const),
      isOwn: fc.boolean(),
      asksAgain: fc.boolean(),
      place,
      how: fc.constantFrom(
        'edit' as const,
        'rename' as const,
        'move' as const,
        'withdraw' as const,
        'restore' as const,
      ),
      article: fc.nat({ max: 1 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('watch' as const),
      how: fc.constantFrom(
        'edit' as const,
        'rename' as const,
        'move' as const,
        'withdraw' as const,
        'restore' as const,
        'tick' as const,
      ),
      article: fc.nat({ max: 1 }),
      place,
      isOwn: fc.boolean(),
      after: moment,
      reader: place,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('repeat' as const),
      place,
      reader: place,
      after: moment,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rebear' as const), place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      place,
      // Back by more than leases last, or by less than a write waits longer for.
      milliseconds: fc.constantFrom(-10_000, -150, 150, 10_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      milliseconds: fc.constantFrom(1, 200, 260, 499),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('outage' as const), place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('erase' as const),
      article: fc.nat({ max: 1 }),
      place,
      isFresh: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('browse' as const),
      page: fc.nat({ max: LISTS.length - 1 }),
      place,
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'tick' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      seconds: fc.constantFrom(1, 15, 45, 70, 110, 150, 300),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('d1' as const), isDown: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('kv' as const),
      lag: fc.constantFrom(0, 5, 60),
      read: fc.constantFrom('ok' as const, 'ok' as const, 'fail' as const, 'forget' as const),
      write: fc.constantFrom('ok' as const, 'ok' as const, 'fail' as const, 'late' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      mode: fc.constantFrom('ok' as const, 'fail' as const, 'lost' as const),
      how: fc.constantFrom(
        null,
        null,
        'edit' as const,
        'rename' as const,
        'withdraw' as const,
        'restore' as const,
      ),
      article: fc.nat({ max: 1 }),
      place,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('texts' as const),
      down: fc.constantFrom([], [], [1], [2], [1, 2]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('spread' as const),
      from: fc.nat({ max: 1 }),
      place,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'grow' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('edge' as const),
      purge: fc.constantFrom('ok' as const, 'refused' as const, 'lost' as const, 'late' as const),
      fill: fc.constantFrom('ok' as const, 'late' as const),
    }),
  },
)

/** How many text databases there are at first, and at most. Most newsrooms have none. */
const stores = fc.constantFrom([0, 0], [0, 0], [0, 2], [1, 2], [2, 2])

/** None of their titles is part of another: what was erased is looked for by its title. */
function change(
  world: World,
  how: Change,
  id: string,
  n: number,
  place: number,
  fault: Death | Loss | null,
) {
  if (how === 'withdraw') return world.write('DELETE', id, undefined, place, fault)
  const patches = {
    edit: saying(`改${n}次`),
    rename: { slug: `r${n}` },
    // Addresses of an old site, which articles may want from each other.
    move: { formerAddresses: [`/old/${n % 3}.html`] },
    restore: { status: 'published' },
  }
  return world.write('PATCH', id, patches[how], place, fault)
}

async function take(world: World, step: Step, n: number, most: number) {
  const id = 'article' in step ? `/api/articles/${step.article + 1}` : ''
  const post = { ...saying(`题${n}号`), slug: `s${n}`, section: 'news' }
  const plan = {
    publishAt: new Date(world.now + 90_000).toISOString(),
    formerAddresses: [`/old/planned-${n}.html`],
  }
  switch (step.do) {
    case 'publish':
      return world.write('POST', '/api/articles', post, step.place, step.fault)
    case 'plan':
      return world.write('POST', '/api/articles', { ...post, ...plan }, step.place, step.fault)
    case 'edit':
    case 'rename':
    case 'move':
    case 'withdraw':
    case 'restore':
      return change(world, step.do, id, n, step.place, step.fault)
    case 'choose': {
      const live = await world.live()
      const ids = live.filter((_, i) => step.which[i]).reverse()
      return world.choose(step.list, ids, step.seconds, step.place, step.fault)
    }
    case 'read':
    case 'ask': {
      const paths = world.paths()
      return world[step.do](paths[step.page % paths.length] ?? '/', step.place)
    }
    case 'race':
    case 'overtake': {
      const path = step.isOwn ? await world.pathOf(step.article + 1) : '/'
      const write = () => change(world, step.how, id, n, step.place, null)
      const read = () => world.read(path, step.place)
      if (step.do === 'race') world.meanwhile = write
      else world.before = read
      await (step.do === 'race' ? read() : write())
      world.meanwhile = null
      world.before = null
      if (step.asksAgain) await world.ask(path, step.place)
      return
    }
    case 'watch': {
      const path = step.isOwn ? await world.pathOf(step.article + 1) : '/'
      await world.ask(path, step.reader)
      world.during = { after: step.after, work: () => world.ask(path, step.reader) }
      await (step.how === 'tick' ? world.clock() : change(world, step.how, id, n, step.place, null))
      world.during = null
      return world.ask(path, step.reader)
    }
    case 'repeat': {
      const send = () => world.write('POST', '/api/articles', post, step.place, null, `key ${n}`)
      await world.ask('/', step.reader)
      const work = async () => {
        await send()
        await world.ask('/', step.reader)
      }
      world.during = { after: step.after, work }
      await send()
      world.during = null
      return
    }
    case 'rebear':
      return world.rebear(step.place)
    case 'set':
      return world.setClock(step.place, step.milliseconds)
    case 'pass':
      return world.pass(step.milliseconds)
    case 'erase':
      if (step.isFresh) await change(world, 'edit', id, n, step.place, null)
      return world.erase(step.article + 1, step.place)
    case 'browse':
      return world.browse(LISTS[step.page] ?? '/', step.place)
    case 'outage':
      return world.readAllInTheDark(step.place)
    case 'tick':
      return world.clock()
    case 'advance':
      return world.advance(step.seconds)
    case 'd1':
      world.isD1Down = step.isDown
      return
    case 'kv':
      world.kv.faults = { lag: step.lag, read: step.read, write: step.write }
      return
    case 'tell': {
      const { how, mode } = step
      // So that nothing of a write that has just been made is still under way.
      await world.advance(45)
      world.receiver.mode = mode
      world.receiver.meanwhile = how && (() => change(world, how, id, n, step.place, null))
      await world.clock()
      world.receiver.meanwhile = null
      return
    }
    case 'texts':
      world.textsDown.clear()
      for (const store of step.down) world.textsDown.add(store)
      return
    case 'spread':
      return most > 0 && world.spread(step.from, most, step.place, new Run(null))
    case 'grow':
      return world.bind(most)
    case 'edge':
      world.edge.faults = { purge: step.purge, fill: step.fill }
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
  'whatever happens, in whatever order, the promises hold',
  async () => {
    expect(RUNS).toBeGreaterThan(0)
    await fc.assert(
      fc.asyncProperty(
        stores,
        fc.array(step, { minLength: 8, maxLength: 30 }),
        async ([first, most], steps) => {
          vi.useRealTimers()
          await openNewsroom()
          vi.useFakeTimers({ toFake: ['Date'] })
          await env.DB.prepare('DELETE FROM outbox').run()
          const world = new World(first)
          const library = most > 0 ? new Library(world) : null
          await world.receiver.subscribe()
          await world.observe()
          await take(world, { do: 'publish', place: 0, fault: null }, steps.length, most)
          for (const [n, each] of steps.entries()) await take(world, each, n, most)
          await library?.check()
          await world.end()
          await library?.check()
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: env.SIM_SHRINK === 'no' },
    )
  },
  24 * 3600_000,
)
