/**
 * Writes src/site/subtags.ts from IANA's registry of language subtags, as the package
 * `language-subtag-registry` (CC0-1.0) has it in JSON:
 *
 *     node scripts/subtags.ts language-subtag-registry/data/json/registry.json
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './d1.ts'

interface Entry {
  Type: string
  Subtag?: string
}

const [, , file = ''] = process.argv
const registry = JSON.parse(readFileSync(file, 'utf8')) as Entry[]

/** All subtags of a type, with what stands between the ends of a range: `qaa..qtz`. */
const subtagsOf = (type: string) =>
  registry.filter(({ Type }) => Type === type).flatMap(({ Subtag = '' }) => expand(Subtag))

function expand(range: string): string[] {
  const [first = '', last = first] = range.split('..')
  const all = [first]
  while (all.at(-1) !== last) all.push(next(all.at(-1) ?? ''))
  return all
}

/** The next of as many letters: `qaz` is followed by `qba`. */
function next(subtag: string): string {
  const kept = subtag.replace(/z+$/i, '')
  const tail = subtag.slice(kept.length).replace(/z/g, 'a').replace(/Z/g, 'A')
  return kept.slice(0, -1) + String.fromCharCode(kept.charCodeAt(kept.length - 1) + 1) + tail
}

const languages = subtagsOf('language')
const ofLength = (subtags: string[], length: number) =>
  subtags.filter((subtag) => subtag.length === length).join('')

/** A bit for each of the 17,576 there could be: half of them exist. */
function bits(subtags: string[]): string {
  const bytes = new Uint8Array(26 ** 3 / 8)
  for (const subtag of subtags) {
    const place = [...subtag].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 97, 0)
    bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7))
  }
  return Buffer.from(bytes).toString('base64')
}

const constants = {
  LANGUAGES_OF_TWO: ofLength(languages, 2),
  LANGUAGES_OF_THREE: bits(languages.filter(({ length }) => length === 3)),
  SCRIPTS: ofLength(subtagsOf('script'), 4),
  REGIONS_OF_TWO: ofLength(subtagsOf('region'), 2),
  REGIONS_OF_THREE: ofLength(subtagsOf('region'), 3),
  VARIANTS: subtagsOf('variant').join(' '),
}

const lines = Object.entries(constants).map(
  ([name, value]) => `export const ${name} =\n  '${value}'\n`,
)
const text = `/**
 * IANA's registry of language subtags (RFC 5646), written by scripts/subtags.ts. Each constant has all
 * of a kind, one after the other; those of three letters are bits, for \`aaa\`, \`aab\` and on, in base64.
 */

${lines.join('')}`
writeFileSync(join(root, 'src/site/subtags.ts'), text)
