/** The recipes of docs/api.md, to be run as they stand there. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../../../scripts/d1.ts'
import { type Ran, runs } from './host.ts'

const docs = readFileSync(join(root, 'docs/api.md'), 'utf8')
const recipes = docs.slice(docs.indexOf('## Recipes'))
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(recipes)?.[1] ?? ''

interface Workflow {
  jobs: { publish: { steps: { name?: string; run?: string }[] } }
}
const steps = (parse(block('yaml')) as Workflow).jobs.publish.steps
const publish = steps.find(({ name }) => name === 'Publish')?.run ?? ''

/** Where a recipe is run, and whom it speaks to. */
export interface Place {
  url: string
  key: string
  /** From `newFolder`. */
  folder: string
}

/** As few waits as show what there is to see. */
const hurried = (text: string, { url }: Place) =>
  text
    .replace('--retry 4', '--retry 2')
    .replaceAll('60', '3')
    .replace('attempts=5', 'attempts=3')
    .replaceAll('https://news.example.com', url)

/** Whether a program is on this machine; says so when it is not. */
export function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    console.log(`${program} is not on this machine: its recipe is not tried.`)
    return false
  }
}

/** A folder with articles, and the newsroom's own code beside them, as the GitHub Action has it. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  mkdirSync(join(folder, 'articles'))
  writeFileSync(
    join(folder, 'articles/a.md'),
    '\uFEFF---\r\ntitle: 甲\r\nsection: news\r\n---\r\nx\r\n',
  )
  symlinkSync(root, join(folder, 'newsroom'))
  writeFileSync(join(folder, 'a.json'), '{"title":"甲","section":"news","body":"x"}')
  return folder
}

const run = (place: Place, file: string, args: string[]) =>
  runs(file, args, {
    cwd: place.folder,
    env: {
      BROADSIDE_KEY: place.key,
      BROADSIDE_URL: place.url,
      GITHUB_REPOSITORY: 'me/articles',
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    },
  })

export const RECIPES: Record<string, { needs: string; run: (place: Place) => Promise<Ran> }> = {
  // GitHub runs a step so, unless it names a shell.
  'the GitHub Action': {
    needs: 'npm',
    run: (place) => run(place, 'bash', ['-e', '-c', `${publish} --retries 2 --timeout 3`]),
  },
  'the shell': {
    needs: 'curl',
    run: (place) => run(place, 'sh', ['-c', hurried(block('sh'), place), 'post.sh', 'a.json']),
  },
  Python: {
    needs: 'python3',
    run: (place) => run(place, 'python3', ['-c', hurried(block('python'), place)]),
  },
}
