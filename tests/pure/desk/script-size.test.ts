import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bundle, entryOf } from '../../../scripts/desk-script'

/** Of what a browser loads before somebody asks for pinyin. */
const MOST = 160_000

const made = bundle()
const { outputs } = made.metafile

/** A file, and the files that it cannot do without. */
function needed(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found
  found.add(path)
  for (const { path: other, kind } of outputs[path]?.imports ?? []) {
    if (kind === 'import-statement') needed(other, found)
  }
  return found
}

const sizeOf = (paths: Iterable<string>) =>
  [...paths]
    .map((path) => made.outputFiles.find((file) => file.path.endsWith(path)))
    .reduce((sum, file) => sum + gzipSync(file?.contents ?? '').length, 0)

test('what runs at the desk is at most 160 KB, compressed, before anybody asks for pinyin', () => {
  const first = needed(entryOf(made))
  const inputs = [...first].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
  expect(inputs.some((path) => path.includes('prosemirror-view'))).toBe(true)
  expect(inputs.filter((path) => path.includes('pinyin-pro'))).toEqual([])
  expect(sizeOf(first)).toBeLessThan(MOST)
})
