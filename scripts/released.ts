/** The last release: which commit it is, as CHANGELOG.md says, and its sources, out of git's history. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './d1.ts'

export interface Release {
  /** As it is tagged. */
  tag: string
  commit: string
}

/** The newest one that CHANGELOG.md names the commit of. */
export function lastRelease(): Release {
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
  for (const part of changelog.split(/^## /m)) {
    const version = /^\d+\.\d+\.\d+/.exec(part)?.[0]
    const commit = /\bcommit `([0-9a-f]{7,40})`/.exec(part)?.[1]
    if (version && commit) return { tag: `v${version}`, commit }
  }
  throw new Error('CHANGELOG.md names no release with its commit')
}

const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: root, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] })

/** Why a release cannot be built here; null when it can. */
export function missing({ tag, commit }: Release): string | null {
  try {
    git('rev-parse', '-q', '--verify', `${commit}^{commit}`)
    return null
  } catch {
    return `${tag} is commit ${commit}, which this clone does not have: git fetch --unshallow brings it`
  }
}

/** A file as it was. */
export const fileOf = ({ commit }: Release, path: string) =>
  git('show', `${commit}:${path}`).toString()

/** The files of a folder as it was, without those of folders in it. */
export const filesOf = ({ commit }: Release, folder: string) =>
  git('ls-tree', commit, `${folder}/`)
    .toString()
    .split('\n')
    .flatMap((line) => / blob .*\t(.*)$/.exec(line)?.[1] ?? [])

/** The release's whole tree, checked out once and kept. It runs with the packages that are installed now. */
export function checkedOut(release: Release): string {
  const folder = join(root, '.wrangler/released', release.commit)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  execFileSync('tar', ['-x', '-C', unfinished], { input: git('archive', release.commit) })
  symlinkSync(join(root, 'node_modules'), join(unfinished, 'node_modules'))
  renameSync(unfinished, folder)
  return folder
}

/** Packages that the release asked for, and that are here in another version than its lock file has. */
export function otherPackages(release: Release): string[] {
  type Lock = { packages: Record<string, { version?: string; dependencies?: object }> }
  const was = JSON.parse(fileOf(release, 'package-lock.json')) as Lock
  const is = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  return Object.keys(was.packages['']?.dependencies ?? {}).flatMap((name) => {
    const [before, now] = [was, is].map(
      ({ packages }) => packages[`node_modules/${name}`]?.version ?? 'none',
    )
    return before === now ? [] : [`${name} ${now} in place of ${before}`]
  })
}

/** The Worker in a checked-out tree as one module, as it would be deployed. */
export async function bundled(folder: string): Promise<string> {
  for (const step of ['fingerprint.ts', 'desk-script.ts']) {
    const script = join(folder, 'scripts', step)
    if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: folder })
  }
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ['src/index.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}
