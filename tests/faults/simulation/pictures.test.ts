import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openNewsroom } from '../../support/newsroom'
import { Gallery, hashOf, PICTURES } from './gallery'
import type { R2Faults } from './r2'
import { type Mishap, Run } from './run'
import { PLACES, World } from './world'

/** Fewer than of articles, for each takes half as long again; the same ones, unless another seed is given. */
const RUNS = Number(env.SIM_RUNS || 100)
const SEED = Number(env.SIM_SEED)

/** What somebody does. */
type Deed =
  | { do: 'send'; n: number; isSized: boolean; isKeyed: boolean; place: number }
  | { do: 'take down' | 'remove'; n: number; place: number }
  | { do: 'post'; n: number; how: 'body' | 'lead' | 'both' | 'card'; place: number }
  | { do: 'show' | 'hide'; article: number; n: number; place: number }
  | { do: 'withdraw' | 'restore'; article: number; place: number }
  | { do: 'tick' }
  | { do: 'read' | 'ask'; page: number; place: number }
  | { do: 'look' | 'look past the edge'; file: number; place: number }

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
  /** A picture's time has come, and others do something amid its removal. */
  | { do: 'expire'; mishap: Mishap | null; at: number; others: Deed[] }
  | { do: 'advance'; seconds: number }
  | { do: 'd1'; isDown: boolean }
  | { do: 'r2'; faults: R2Faults }
  | { do: 'edge'; purge: 'ok' | 'refused' | 'lost' | 'late'; fill: 'ok' | 'late' }

const DAY = 86_400
const place = fc.nat({ max: PLACES - 1 })
const n = fc.nat({ max: PICTURES - 1 })
const article = fc.nat({ max: 1 })
const mishap: fc.Arbitrary<Mishap | null> = fc.option(
  fc.record({ at: fc.nat({ max: 24 }), what: fc.constantFrom('death' as const, 'loss' as const) }),
  { freq: 2 },
)
const oneOf = <T extends string>(...values: T[]) => fc.constantFrom(...values)

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      n,
      isSized: fc.boolean(),
      isKeyed: fc.boolean(),
      place,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: oneOf('take down', 'remove', 'remove'), n, place }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: oneOf('post'),
      n,
      how: oneOf('body', 'lead', 'both', 'card'),
      place,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: oneOf('show', 'hide'), article, n, place }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('withdraw', 'restore'), article, place }) },
  { weight: 2, arbitrary: fc.constant({ do: 'tick' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: oneOf('read', 'ask'), page: fc.nat({ max: 5 }), place }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: oneOf('look', 'look past the edge'),
      file: fc.nat({ max: 9 }),
      place,
    }),
  },
)

const at = fc.nat({ max: 24 })
const others = fc.array(deed, { minLength: 1, maxLength: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: oneOf('deed'), deed, mishap }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: oneOf('amid'), deed, mishap, at, others, also: mishap }),
  },
  { weight: 2, arbitrary: fc.record({ do: oneOf('expire'), mishap, at, others }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: oneOf('advance'),
      seconds: fc.constantFrom(1, 15, 70, 130, 300, 650, 29 * DAY),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: oneOf('d1'), isDown: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: oneOf('r2'),
      faults: fc.record({
        put: oneOf('ok', 'ok', 'ok', 'fail', 'lost', 'late'),
        get: oneOf('ok', 'ok', 'fail'),
        list: oneOf('ok', 'ok', 'fail'),
        delete: oneOf('ok', 'ok', 'fail', 'lost'),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: oneOf('edge'),
      purge: oneOf('ok', 'refused', 'lost', 'late'),
      fill: oneOf('ok', 'late'),
    }),
  },
)

/** The fields of an article that show a picture. */
const showing = (hash: string, how: string) => ({
  body: how === 'lead' || how === 'card' ? '文' : `文\n\n![草](picture:${hash})`,
  ...(how === 'lead' || how === 'both' ? { lead: { picture: hash, alt: '草' } } : {}),
  ...(how === 'card' ? { card: hash } : {}),
})

async function does(world: World, gallery: Gallery, deed: Deed, nth: string, run: Run) {
  const hash = 'n' in deed ? await hashOf(deed.n) : ''
  const id = 'article' in deed ? deed.article + 1 : null
  switch (deed.do) {
    case 'send':
      return gallery.send(deed.n, deed.isSized, deed.isKeyed, deed.place, run)
    case 'take down':
      return gallery.takeDown(deed.n, deed.place, run)
    case 'remove':
      return gallery.remove(deed.n, deed.place, run)
    case 'post': {
      const fields = { title: `题${nth}号`, slug: `s${nth}`, section: 'news' }
      const shown = showing(hash, deed.how)
      return gallery.write(null, { ...fields, ...shown }, [hash], deed.place, run)
    }
    case 'show':
      return gallery.write(
        id,
        { ...showing(hash, 'body'), lead: null, card: null },
        [hash],
        deed.place,
        run,
      )
    case 'hide':
      return gallery.write(
        id,
        { body: `没有图了${nth}`, lead: null, card: null },
        [],
        deed.place,
        run,
      )
    case 'withdraw':
    case 'restore': {
      const isOff = deed.do === 'withdraw'
      const body = isOff ? undefined : { status: 'published' }
      const method = isOff ? 'DELETE' : 'PATCH'
      await world.write(method, `/api/articles/${id}`, body, deed.place, null, null, run)
      return
    }
    case 'tick':
      return world.clock(run)
    case 'read':
    case 'ask': {
      const paths = world.paths()
      return world[deed.do](paths[deed.page % paths.length] ?? '/', deed.place)
    }
    case 'look':
      return gallery.look(deed.file, deed.place, 'read')
    case 'look past the edge':
      return gallery.look(deed.file, deed.place, 'ask')
  }
}

async function take(world: World, gallery: Gallery, step: Step, nth: number) {
  const amid = async (
    deed: Deed,
    mishap: Mishap | null,
    at: number,
    others: Deed[],
    also: Mishap | null,
  ) => {
    const work = async () => {
      for (const [i, other] of others.entries()) {
        await does(world, gallery, other, `${nth}b${i}`, new Run(also))
      }
    }
    const run = new Run(mishap, { at, work })
    await does(world, gallery, deed, `${nth}a`, run)
    await run.afterwards()
  }
  switch (step.do) {
    case 'deed':
      return does(world, gallery, step.deed, `${nth}`, new Run(step.mishap))
    case 'amid':
      return amid(step.deed, step.mishap, step.at, step.others, step.also)
    case 'expire':
      await world.advance(31 * DAY)
      await gallery.check()
      return amid({ do: 'tick' }, step.mishap, step.at, step.others, null)
    case 'advance':
      return world.advance(step.seconds)
    case 'd1':
      world.isD1Down = step.isDown
      return
    case 'r2':
      world.r2.faults = step.faults
      return
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
})

test(
  'whatever happens to pictures, what is shown stays, what was taken down is gone, and nothing is left over',
  async () => {
    expect(RUNS).toBeGreaterThan(0)
    const start: Deed = { do: 'send', n: 0, isSized: false, isKeyed: false, place: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        vi.useRealTimers()
        await openNewsroom()
        vi.useFakeTimers({ toFake: ['Date'] })
        await env.DB.prepare('DELETE FROM outbox').run()
        const world = new World()
        const gallery = new Gallery(world)
        await gallery.open()
        await world.observe()
        await take(world, gallery, { do: 'deed', deed: start, mishap: null }, steps.length)
        for (const [nth, each] of steps.entries()) {
          await take(world, gallery, each, nth)
          await gallery.check()
        }
        await world.end()
        await gallery.end()
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: env.SIM_SHRINK === 'no' },
    )
  },
  24 * 3600_000,
)
