import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toInstant } from '../../../scripts/dates.ts'
import { runs } from './host.ts'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
}
const OWN = Object.entries(scripts).filter(([, script]) =>
  /^(?:node|esbuild) scripts\/(?!bundle)/.test(script),
)

const run = (script: string, ...args: string[]) =>
  runs(process.execPath, [resolve(script.split(' ')[1] as string), ...args], { cwd: tmpdir() })

test('each command tells what it is for, and does nothing else', async () => {
  expect(OWN.length).toBeGreaterThanOrEqual(9)
  await Promise.all(
    OWN.flatMap(([name, script]) =>
      ['--help', '-h'].map(async (option) => {
        const { code, said } = await run(script, option)
        expect(said, name).toMatch(new RegExp(`^Usage: npm (run )?${name}\\b`))
        expect(code, name).toBe(0)
      }),
    ),
  )
})

test('each refuses what it does not know, and does nothing then', async () => {
  await Promise.all(
    OWN.map(async ([name, script]) => {
      const { code, said } = await run(script, '--colour')
      expect(said, name).toMatch(/Unknown option '--colour'. --help shows/)
      expect(code, name).toBe(2)
    }),
  )
})

describe('a date', () => {
  test.each([
    ['2027-01-31', '2027-01-31T00:00:00Z'],
    ['2028-02-29', '2028-02-29T00:00:00Z'],
    ['2027-01-31T18:00:00+08:00', '2027-01-31T10:00:00Z'],
    ['2027-01-31t18:00:00.5z', '2027-01-31T18:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(toInstant('--expires', text)).toBe(Date.parse(instant) / 1000)
  })

  test.each([
    '2027-02-30',
    '2027-02-29',
    '2027-13-01',
    '2027-00-10',
    '01/02/2027',
    '2027-1-2',
    '2027',
    '1800000000',
    'tomorrow',
    '2027-01-31T18:00:00',
    '2027-01-31T24:00:00Z',
    '2027-01-31T18:60:00Z',
    '2027-01-31T18:00:00+24:00',
    '2027-01-31 18:00',
    '+012027-01-31',
    '',
  ])('%j is none', (text) => {
    expect(() => toInstant('--expires', text)).toThrow(/--expires must be a day like 2027-01-31/)
  })
})
