/** npm run release -- patch | minor | major: a version, with its changes, its commit and its tag. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { released } from './changelog.ts'
import { command, Fault } from './command.ts'
import { root } from './d1.ts'

const HELP = `Usage: npm run release -- patch | minor | major | 1.2.3
Does what npm version does, and CHANGELOG.md with it: what stands there under "Unreleased" becomes the version's,
with today's date; then one commit, and one tag. Nothing is pushed: git push --follow-tags does that.`

/** For its words: `npm version` would say the same only after it has changed files. */
const VERSION = /^(?:patch|minor|major|\d+\.\d+\.\d+)$/

const FILES = ['CHANGELOG.md', 'package.json', 'package-lock.json']

const run = (file: string, ...args: string[]) =>
  execFileSync(file, args, { cwd: root, encoding: 'utf8', shell: file === 'npm' && isWindows })
const isWindows = process.platform === 'win32'

function release(_: object, [what = '']: string[]) {
  if (!VERSION.test(what)) throw new Fault(HELP, 'usage')
  if (run('git', 'status', '--porcelain') !== '') {
    throw new Fault('There are changes that are not committed: commit them first', 'refused')
  }
  const file = join(root, 'CHANGELOG.md')
  const changelog = readFileSync(file, 'utf8')
  const today = new Date().toISOString().slice(0, 10)
  // Before anything is changed, whether there is something to release.
  released(changelog, 'next', today)
  const before = run('git', 'rev-parse', 'HEAD').trim()
  try {
    // Its own commit and tag would come before the changelog's change, and .npmrc keeps its scripts from running.
    const version = run('npm', 'version', what, '--no-git-tag-version').trim().replace(/^v/, '')
    writeFileSync(file, released(changelog, version, today))
    run('git', 'add', ...FILES)
    run('git', 'commit', '-m', `Release ${version}`)
    run('git', 'tag', '-a', `v${version}`, '-m', `Release ${version}`)
    console.log(`Version ${version} is committed and tagged. To publish it: git push --follow-tags`)
  } catch (fault) {
    // The tree was clean: nothing but the release's own is lost.
    run('git', 'reset', '--hard', before)
    throw fault
  }
}

await command(HELP, {}, [1, 1], release)
