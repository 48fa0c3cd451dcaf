/** The recipes of docs/api.md, run as they stand there, against hosts that work and hosts that fail. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { FAILURES, type Failure, Host, KEY, type Ran, runs } from './host.ts'

const docs = readFileSync('docs/api.md', 'utf8')
const recipes = docs.slice(docs.indexOf('## Recipes'))
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(recipes)?.[1] ?? ''

interface Workflow {
  jobs: { publish: { steps: { name?: string; run?: string }[] } }
}
const steps = (parse(block('yaml')) as Workflow).jobs.publish.steps
const publish = steps.find(({ name }) => name === 'Publish')?.run ?? ''

/** For the hosts here: as few waits as show what there is to see. */
const hurried = (text: string, host: Host) =>
  text
    .replaceAll('https://news.example.com', host.url)
    .replace('--retry 4', '--retry 2')
    .replaceAll('60', '3')
    .replace('attempts=5', 'attempts=3')

const has = (program: string) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    console.log(`${program} is not on this machine: its recipe is not tried.`)
    return false
  }
}

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  mkdirSync(join(folder, 'articles'))
  writeFileSync(
    join(folder, 'articles/a.md'),
    '\uFEFF---\r\ntitle: 甲\r\nsection: news\r\n---\r\nx\r\n',
  )
  symlinkSync(resolve('.'), join(folder, 'newsroom'))
  writeFileSync(join(folder, 'a.json'), '{"title":"甲","section":"news","body":"x"}')
})

afterAll(() => rmSync(folder, { recursive: true }))

const env = (host: Host) => ({
  BROADSIDE_KEY: KEY,
  BROADSIDE_URL: host.url,
  GITHUB_REPOSITORY: 'me/articles',
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
})

const RECIPES: Record<string, { needs: string; run: (host: Host) => Promise<Ran> }> = {
  // GitHub runs a step so, unless it names a shell.
  'the GitHub Action': {
    needs: 'npm',
    run: (host) =>
      runs('bash', ['-e', '-c', `${publish} --retries 2 --timeout 3`], {
        cwd: folder,
        env: env(host),
      }),
  },
  'the shell': {
    needs: 'curl',
    run: (host) =>
      runs('sh', ['-c', hurried(block('sh'), host), 'post.sh', 'a.json'], {
        cwd: folder,
        env: env(host),
      }),
  },
  Python: {
    needs: 'python3',
    run: (host) =>
      runs('python3', ['-c', hurried(block('python'), host)], { cwd: folder, env: env(host) }),
  },
}

async function on<T>(work: (host: Host) => Promise<T>): Promise<T> {
  const host = new Host()
  await host.open()
  try {
    return await work(host)
  } finally {
    host.close()
  }
}

describe.each(Object.entries(RECIPES))('the recipe for %s', (name, { needs, run }) => {
  const isThere = has(needs)

  test.skipIf(!isThere)('stores its article, run again no second one', () =>
    on(async (host) => {
      for (const _ of [1, 2]) expect(await run(host)).toMatchObject({ code: 0 })
      expect(host.articles).toHaveLength(1)
      expect(host.requests[0]?.key).toBe(`Bearer ${KEY}`)
      expect(JSON.stringify(host.articles)).not.toContain('\\ufeff')
    }),
  )

  const LOST: Failure[] = [
    'a 503',
    'too many requests',
    'a line that is cut before any answer',
    'an answer that breaks off',
    'no answer',
  ]
  test.skipIf(!isThere)('gets over what passes, with one article', async () => {
    const tried = LOST.map((failure) =>
      on(async (host) => {
        host.fails(failure, failure !== 'a 503' && failure !== 'too many requests')
        const { code, said } = await run(host)
        expect(code, `${name}, ${failure}: ${said}`).toBe(0)
        expect(host.articles, failure).toHaveLength(1)
      }),
    )
    await Promise.all(tried)
  })

  test.skipIf(!isThere)('fails when the host fails for good, however it answers', async () => {
    const pages = {
      'a page of HTML with 200': (response: {
        setHeader(...h: string[]): void
        end(t: string): void
      }) => {
        response.setHeader('Content-Type', 'text/html')
        response.end('<html>Welcome</html>')
      },
      'nothing with 200': (response: { end(t: string): void }) => response.end(''),
    }
    const { 'half an answer that looks whole': _, ...failures } = FAILURES
    const tried = Object.entries({ ...failures, ...pages }).map(([failure, always]) =>
      on(async (host) => {
        host.always = always as never
        const { code, said } = await run(host)
        expect(code, `${name}, ${failure}: ${said}`).not.toBe(0)
      }),
    )
    await Promise.all(tried)
  })
})
