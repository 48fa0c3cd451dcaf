/**
 * node scripts/readings.ts Unihan_Readings.txt > src/articles/body/readings.ts: which characters can be
 * read how, from the Unicode Han Database (unicode.org/Public/UCD/latest/ucd/Unihan.zip).
 */
import { readFileSync } from 'node:fs'

/** Unihan's fields of Mandarin readings in use; `kHanyuPinyin` has those of all of history. */
const FIELDS = /^U\+([0-9A-F]+)\t(?:kMandarin|kHanyuPinlu|kXHC1983|kTGHZ2013)\t(.*)$/gm
/** The characters that everybody's fonts have; rarer ones may be read in any way. */
const [FIRST, LAST] = [0x4e00, 0x9fff]

const LETTERS = /(?:[a-z]|[\u0300-\u030c])+/g
const toneless = (reading: string) =>
  reading
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0304\u030c]/g, '')
    .normalize('NFC')

const [file = ''] = process.argv.slice(2)
const source = readFileSync(file, 'utf8')
const version = /Unicode version: (\S+)/.exec(source)?.[1]
const readings = new Map<string, Set<string>>()
for (const [, code = '', value = ''] of source.matchAll(FIELDS)) {
  const point = Number.parseInt(code, 16)
  if (point < FIRST || point > LAST) continue
  for (const [reading] of value.normalize('NFD').matchAll(LETTERS)) {
    const syllable = toneless(reading)
    const characters = readings.get(syllable) ?? new Set()
    readings.set(syllable, characters.add(String.fromCodePoint(point)))
  }
}
const lines = [...readings]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([syllable, characters]) => {
    return `  ${syllable}: '${[...characters].sort().join('')}',`
  })
process.stdout.write(`/**
 * Which characters (U+4E00 to U+9FFF) can be read how, without tones. Made by scripts/readings.ts from the
 * Unicode Han Database ${version} (kMandarin, kHanyuPinlu, kXHC1983, kTGHZ2013), © Unicode, Inc., under the
 * Unicode License v3 (unicode.org/license.txt). For editors' requests only.
 */
export const READINGS: Record<string, string> = {
${lines.join('\n')}
}
`)
