import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { released } from '../../../scripts/changelog.ts'
import { runs } from './host.ts'

const OLDER = '## 0.1.0, 2026-11-26\n\n- The start.\n'
const CHANGELOG = `# Changelog\n\n## Unreleased\n\n- Something\n  new.\n- More.\n\n${OLDER}`

describe('a changelog', () => {
  test('gives what is unreleased to the version', () => {
    expect(released(CHANGELOG, '0.2.0', '2026-12-01')).toBe(
      `# Changelog\n\n## Unreleased\n\n## 0.2.0, 2026-12-01\n\n- Something\n  new.\n- More.\n\n${OLDER}`,
    )
  })

  test('may begin with its first version', () => {
    expect(released('## Unreleased\n- All.', '1.0.0', '2026-12-01')).toBe(
      '## Unreleased\n\n## 1.0.0, 2026-12-01\n\n- All.\n',
    )
  })

  test.each([
    [`# Changelog\n\n## Unreleased\n\n${OLDER}`, 'says of nothing'],
    [`# Changelog\n\n## Unreleased\n\nSoon.\n\n${OLDER}`, 'says of nothing'],
    [`# Changelog\n\n${OLDER}`, 'has no heading "## Unreleased"'],
    [CHANGELOG.replace('0.1.0', '0.2.0'), 'has a version 0.2.0 already'],
  ])('refuses %j', (changelog, why) => {
    expect(() => released(changelog, '0.2.0', '2026-12-01')).toThrow(why)
  })

  test('0.1.0 is not taken for 0.1.01, nor a dot for anything', () => {
    expect(() =>
      released(CHANGELOG.replace('0.1.0,', '0x1y0,'), '0.1.0', '2026-12-01'),
    ).not.toThrow()
  })

  test('has a version for what package.json says', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`\n## ${version}, `)
  })
})

describe('npm run release', () => {
  let folder: string
  const git = (...args: string[]) => runs('git', args, { cwd: folder })
  const release = (...args: string[]) =>
    runs(process.execPath, ['scripts/release.ts', ...args], { cwd: folder, env: ME })
  const ME = {
    GIT_AUTHOR_NAME: 'Me',
    GIT_AUTHOR_EMAIL: 'me@example.org',
    GIT_COMMITTER_NAME: 'Me',
    GIT_COMMITTER_EMAIL: 'me@example.org',
    GIT_CONFIG_GLOBAL: '/dev/null',
  }
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broadside-'))
    for (const part of ['release', 'changelog', 'command', 'd1']) {
      cpSync(`scripts/${part}.ts`, join(folder, `scripts/${part}.ts`))
    }
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    const version = { name: 'paper', version: '0.1.0' }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...version, type: 'module' }))
    const lock = { ...version, lockfileVersion: 3, packages: { '': version } }
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
    writeFileSync(join(folder, 'CHANGELOG.md'), CHANGELOG)
    writeFileSync(join(folder, '.npmrc'), 'ignore-scripts=true\n')
    writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
    await git('init', '-q')
    await git('add', '.')
    await runs('git', ['commit', '-qm', 'Start'], { cwd: folder, env: ME })
  }, 60_000)
  afterEach(() => rmSync(folder, { recursive: true }))

  test('makes one commit and one tag, with the version in all three files', async () => {
    const { code, said } = await release('minor')
    expect([code, said]).toEqual([0, expect.stringContaining('git push --follow-tags')])
    expect(read('CHANGELOG.md')).toMatch(/## Unreleased\n\n## 0\.2\.0, \d{4}-\d\d-\d\d\n\n- Some/)
    expect(JSON.parse(read('package.json')).version).toBe('0.2.0')
    expect(JSON.parse(read('package-lock.json')).packages[''].version).toBe('0.2.0')
    expect((await git('log', '--format=%s')).said).toBe('Release 0.2.0\nStart\n')
    expect((await git('tag', '--points-at', 'HEAD')).said).toBe('v0.2.0\n')
    expect((await git('status', '--porcelain')).said).toBe('')
    // And the next finds nothing.
    const again = await release('patch')
    expect([again.code, again.said]).toEqual([1, expect.stringContaining('says of nothing')])
  })

  test.each([
    ['what is not committed', 'README.md', 'x', 'not committed'],
    ['a version that is there', 'CHANGELOG.md', CHANGELOG.replace('0.1.0', '0.1.1'), 'already'],
  ])('refuses %s, and changes nothing', async (what, file, text, why) => {
    writeFileSync(join(folder, file), text)
    if (!what.includes('not')) await runs('git', ['commit', '-qam', 'x'], { cwd: folder, env: ME })
    const { code, said } = await release('patch')
    expect([code, said]).toEqual([1, expect.stringContaining(why)])
    expect(JSON.parse(read('package.json')).version).toBe('0.1.0')
    expect((await git('tag')).said).toBe('')
  })

  test.each([[[]], [['big']], [['v1']], [['minor', 'major']]])('takes no %j', async (args) => {
    expect((await release(...args)).code).toBe(2)
  })
})
