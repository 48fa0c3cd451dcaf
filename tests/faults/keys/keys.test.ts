import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SCOPES, type Scope } from '../../../src/editing/door/scopes'
import { openNewsroom } from '../../support/newsroom'
import { OVERLAPS, SECTIONS } from './model'
import { type KeyStep, KeyWorld } from './world'

/** How many histories, and from which seed: those of the simulation. */
const RUNS = Number(env.SIM_RUNS || 200)
const SEED = Number(env.SIM_SEED)

const scopes = fc.oneof(
  { arbitrary: fc.constant<Scope[]>([...SCOPES]), weight: 2 },
  {
    arbitrary: fc
      .subarray([...SCOPES], { minLength: 1 })
      .map((some) => [...new Set<Scope>(['keys:manage', ...some])]),
    weight: 3,
  },
  { arbitrary: fc.subarray([...SCOPES], { minLength: 1 }), weight: 1 },
)
const sections = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: fc.subarray([...SECTIONS], { minLength: 1 }), weight: 1 },
)
/** What somebody lets a program have: mostly what everybody has. */
const spared = fc.oneof(
  { arbitrary: fc.constant<Scope[]>(['articles:write']), weight: 3 },
  { arbitrary: fc.subarray([...SCOPES], { minLength: 1 }), weight: 1 },
)
/** Seconds from now. */
const lifetime = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: fc.constantFrom(30, 90, 1_800, 7_200), weight: 2 },
)
const key = fc.nat({ max: 9 })

const step: fc.Arbitrary<KeyStep> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('make' as const), by: key, scopes, sections, lifetime }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('rotate' as const),
      by: key,
      key,
      overlap: fc.constantFrom(...OVERLAPS),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('revoke' as const), by: key, key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('list' as const), by: key }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('allow' as const),
      by: key,
      scopes: spared,
      sections,
      days: fc.constantFrom(0, 30),
      isRedeemed: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('redeem' as const), code: key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('use' as const),
      by: key,
      how: fc.constantFrom('draft' as const, 'publish' as const, 'export' as const),
      section: fc.constantFrom(...SECTIONS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.constantFrom(10, 45, 100, 2_000, 4_000),
    }),
  },
)

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test(
  'whatever is done with keys, none outlives, outranks or outreaches the key that made it',
  async () => {
    expect(RUNS).toBeGreaterThan(0)
    vi.useRealTimers()
    const newsroom = await openNewsroom({ CLIENTS: 'micropub mcp' as never })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 20 }), async (steps) => {
        vi.useFakeTimers({ now: Date.UTC(2026, 10, 22), toFake: ['Date'] })
        const world = await KeyWorld.open(newsroom)
        for (const each of steps) await world.take(each)
        await world.end()
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: env.SIM_SHRINK === 'no' },
    )
  },
  24 * 3600_000,
)
