/**
 * npm run plant [-- NAME…]: can the simulation fail? Plants one fault at a time in a copy of the real
 * code and runs the simulation on it, which must find it, and for the right reason. Takes minutes;
 * SIM_RUNS (400 unless given) is how many histories each may take. NAMEs are parts of names of faults.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from './command.ts'
import { root } from './d1.ts'
import { type Edit, FAULTS, type Fault, planted } from './faults.ts'

/** What the simulation runs on. */
const PARTS = [
  'src',
  'migrations',
  'public',
  'samples',
  'tests',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vitest.config.ts',
  'wrangler.toml',
]

/** Does work in a copy of the project that has these edits. */
function inCopyWith<T>(edits: Edit[], work: (copy: string) => T): T {
  const copy = mkdtempSync(join(tmpdir(), 'broadside-'))
  try {
    for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const edit of edits) {
      const file = join(copy, edit.file)
      writeFileSync(file, planted(readFileSync(file, 'utf8'), edit))
    }
    return work(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Whether the simulation finds the fault. */
function isFound({ by, edits, found }: Fault): boolean {
  return inCopyWith(edits, (cwd) => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { SIM_RUNS = '400' } = process.env
    const env = { ...process.env, PWD: cwd, NO_COLOR: '1', SIM_RUNS, SIM_SHRINK: 'no' }
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        vitest,
        'run',
        '--project',
        'simulation',
        by === 'keys' ? 'tests/faults/keys' : `tests/faults/simulation/${by ?? 'simulation'}`,
      ],
      { cwd, env, encoding: 'utf8' },
    )
    if (status === 0) return false
    const said = stdout + stderr
    const histories = /Property failed after \d+ tests/.exec(said)?.[0]
    const cause = /Caused by: (?:Error: )?(.*)/.exec(said)?.[1] ?? ''
    const isRight = histories !== undefined && found.test(cause)
    console.log(isRight ? `  ${histories}: ${cause.slice(0, 160)}` : said)
    return isRight
  })
}

const HELP = `Usage: npm run plant [-- NAME…]
Plants faults in a copy of the code, one at a time, and sees whether the simulation finds them. NAME is a
part of a fault's name; all of them unless given. SIM_RUNS is how many histories each may take (400).`

await command(HELP, {}, [0, Infinity], (_, names) => {
  const isWanted = (name: string) => names.length === 0 || names.some((part) => name.includes(part))
  const chosen = Object.entries(FAULTS).filter(([name]) => isWanted(name))
  if (chosen.length === 0) {
    console.error(`No fault has this in its name. There are: ${Object.keys(FAULTS).join(', ')}`)
    process.exitCode = 1
  }
  for (const [name, fault] of chosen) {
    console.log(name)
    if (isFound(fault)) continue
    console.log('  NOT FOUND')
    process.exitCode = 1
  }
})
