/** CHANGELOG.md: a heading for each version, the newest first, and above them what is not released yet. */
import { Fault } from './command.ts'

const UNRELEASED = /^## Unreleased\n+([\s\S]*?)(?=^## |$(?![\s\S]))/m

/** The changelog once a version is out on a day. Throws when there is nothing in it. */
export function released(changelog: string, version: string, day: string): string {
  const found = UNRELEASED.exec(changelog)
  if (!found) throw new Fault('CHANGELOG.md has no heading "## Unreleased"', 'refused')
  const changes = (found[1] ?? '').trim()
  if (!/^- /m.test(changes)) {
    throw new Fault(
      'CHANGELOG.md says of nothing that it is unreleased: there is no version to make',
      'refused',
    )
  }
  if (new RegExp(`^## ${version.replaceAll('.', '\\.')}(?:,|\\s|$)`, 'm').test(changelog)) {
    throw new Fault(`CHANGELOG.md has a version ${version} already`, 'refused')
  }
  const before = changelog.slice(0, found.index)
  const after = changelog.slice(found.index + found[0].length)
  const older = after === '' ? '' : `\n\n${after}`
  return `${before}## Unreleased\n\n## ${version}, ${day}\n\n${changes}${older || '\n'}`
}
