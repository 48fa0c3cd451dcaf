/** The workflow for GitHub runs what there is to run, and trusts no more than it must. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Step {
  uses?: string
  run?: string
  if?: string
  with?: Record<string, unknown>
}
interface Job {
  'timeout-minutes'?: number
  needs?: string
  if?: string
  env?: Record<string, string>
  steps: Step[]
}
interface Workflow {
  on: Record<string, { branches?: string[]; tags?: string[] } | null>
  permissions: Record<string, string>
  concurrency: unknown
  jobs: Record<string, Job>
}

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
}
const FILES = globSync('.github/workflows/*.yml')

test('there is one', () => expect(FILES).toEqual(['.github/workflows/newsroom.yml']))

describe.each(FILES)('%s', (file) => {
  const text = readFileSync(file, 'utf8')
  const workflow = parse(text, { strict: true }) as Workflow
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap((job) => job.steps)

  test('runs commands that exist', () => {
    const commands = steps.flatMap(({ run }) => run?.split('\n') ?? [])
    const named = commands.flatMap((line) => /\bnpm run ([\w:-]+)/.exec(line)?.[1] ?? [])
    const started = commands.flatMap((line) => /\bbash (\S+)/.exec(line)?.[1] ?? [])
    expect(named).toContain('deploy')
    expect(started).toContain('.ci/run')
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
    for (const path of started) expect(existsSync(path), path).toBe(true)
  })

  test('names each action by its commit, and beside it the version', () => {
    const used = text.match(/uses: .*/g) ?? []
    expect(used.length).toBeGreaterThan(0)
    for (const line of used) {
      expect(line).toMatch(/^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    }
  })

  test('may read the repository and nothing else, and leaves no credential on the disk', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const { uses, with: given } of steps) {
      if (uses?.startsWith('actions/checkout@')) expect(given?.['persist-credentials']).toBe(false)
    }
  })

  test('ends by itself, and does not pile up', () => {
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(90)
    expect(workflow.concurrency).toBeTruthy()
  })

  test('tests what is proposed without a secret, and deploys what is tagged, once tested', () => {
    const { test: tests, deploy } = workflow.jobs
    expect(workflow.on).toMatchObject({ push: { tags: ['v*'] }, pull_request: null })
    expect(JSON.stringify(tests)).not.toContain('secrets.')
    expect(deploy).toMatchObject({ needs: 'test', if: "startsWith(github.ref, 'refs/tags/v')" })
    // The first looks for the secrets, and the others need what it finds.
    for (const step of deploy?.steps.slice(1) ?? []) {
      expect(step.if).toBe("steps.account.outputs.known == 'true'")
    }
  })

  test('puts nothing that strangers choose into a command', () => {
    for (const { run } of steps) expect(run ?? '').not.toContain('${{')
  })
})
