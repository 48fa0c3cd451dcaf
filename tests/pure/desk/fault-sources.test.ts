/** What the API can say, looked for in its sources: a sentence without its Chinese is found here. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ENDS, SENTENCES } from '../../../src/desk/faults'
import { labelOf } from '../../../src/desk/faults/fields'
import { HELP } from '../../../src/desk/faults/problems'
import { NOUNS } from '../../../src/desk/faults/sentence'
import { PROBLEMS } from '../../../src/editing/door/problems'

/** Where sentences for editors are made. Import lines and their answers are no business of the desk. */
const SOURCES = [
  'src/editing/contract/{values,*input}.ts',
  'src/editing/{saving,door,receiving}/*.ts',
  'src/editing/importing/{sections,readings}.ts',
  'src/editing/*.ts',
  'src/delivery/hooks/address.ts',
  'src/articles/{body,files}/*.ts',
  'src/articles/writing/{slug,rule-faults}.ts',
  'src/site/registered.ts',
]

/** Parts that are put together to sentences; each must be in one all the same. */
const PARTS = [
  'if you mean the language of …, write "…"',
  'write the code of the language, like "zh", "en" or "ar"',
  'a string of 1 to … characters',
  'a string of at most … KiB',
  'is … × … pixels',
  'send it as JPEG, PNG or WebP',
  'only … may be',
  'nothing may be',
  'that is not there, or not any more; send it with POST /api/pictures, or take it out',
  'that is not here; send it, and then have articles drawn anew (npm run renew)',
  'say what it shows, or that it only decorates with',
  'What is written together was stored whole or not at all. Send the same request again',
  'The body',
  'this is …, not UTF-8',
  'this is not UTF-8: byte … …',
  'ends within a character',
]

/** What is said to nobody at the desk: markup, SQL and its faults, pinyin, what stands in exports and diffs. */
const NOT_SAID = [
  /^\s*</,
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|EXISTS|UNIQUE)\b/,
  /\b(?:IS NULL|granted_by|FROM grants)\b/,
  /^\\\\ No newline at end of file$/,
  /^\s*: a ai an /,
  /^with revisions$/,
  /^Bearer realm=/,
  /^image\/\*, multipart/,
]
/** What stands before a literal that describes the API, or is thrown. */
const BEFORE = /(?:\.describe\(|\bdescription:|\btitle:|new (?:Error|RegExp)\(|\bhtml)\s*$/
/** And after one that is a list of words. */
const AFTER = /^\s*\.(?:trim\(\)\s*\.)?split\(/

const HOLE = String.raw`\$\{(?:[^{}${'`'}]|${'`'}[^${'`'}]*${'`'}|\{[^{}]*\})*\}`
/** Comments and patterns are passed over; of strings of all three kinds, what is in them is a group. */
const LITERAL = new RegExp(
  [
    String.raw`\/\*[\s\S]*?\*\/|\/\/.*`,
    String.raw`(?<=[(,=:[!&|?{};]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*`,
    String.raw`'((?:\\.|[^'\\\n])*)'`,
    String.raw`"((?:\\.|[^"\\\n])*)"`,
    `\`((?:\\\\[\\s\\S]|${HOLE}|[^\`\\\\])*)\``,
  ].join('|'),
  'g',
)

interface Literal {
  file: string
  /** With … in place of what differs. */
  text: string
}

function literalsIn(file: string): Literal[] {
  const source = readFileSync(file, 'utf8')
  const found: Literal[] = []
  for (const match of source.matchAll(LITERAL)) {
    const literal = match[1] ?? match[2] ?? match[3]
    const end = match.index + match[0].length
    if (literal === undefined || BEFORE.test(source.slice(0, match.index))) continue
    if (AFTER.test(source.slice(end)) || NOT_SAID.some((one) => one.test(literal))) continue
    const text = literal.replace(new RegExp(HOLE, 'g'), '…').replace(/\\(.)/g, '$1')
    if (/[A-Za-z]+ [A-Za-z]+/.test(text)) found.push({ file, text })
  }
  return found
}

const literals = globSync(SOURCES).flatMap(literalsIn)

/** All that has its Chinese, each end of a sentence with a field before it too. */
const known = [
  ...ENDS.flatMap(([said]) => [said, `{field} ${said}`]),
  ...SENTENCES.flatMap(([said]) => [said, said.replace(/^\{x\} /, '')]),
  ...Object.values(HELP).map(([said]) => said),
]

/** Without the field that it begins with. */
const endOf = (text: string) => {
  const [field = ''] = text.split(' ', 1)
  return labelOf('en', field) ? text.slice(field.length + 1) : text
}

const patternOf = (text: string) =>
  text
    .split('…')
    .map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('[\\s\\S]*')

function shapeOf(text: string): RegExp {
  if (PARTS.includes(text)) return new RegExp(patternOf(text))
  return new RegExp(`^${patternOf(endOf(text))}(?:: \\{(?:list|pairs)\\})?$`)
}

test('the sources are read', () => {
  expect(literals.length).toBeGreaterThan(200)
  const texts = literals.map(({ text }) => text)
  expect(texts).toContain('is too long; at most … characters are allowed')
  expect(texts).toContain(
    'has a picture without alt (…); say what it shows in alt="…", or alt="" if it only decorates',
  )
})

test('each sentence of the API has its Chinese: add it to a table in src/desk/faults', () => {
  const missing = literals.filter(({ text }) => {
    if (Object.hasOwn(NOUNS, text)) return false
    const shape = shapeOf(text)
    return !known.some((said) => shape.test(said))
  })
  expect(missing).toEqual([])
})

test('no table in src/desk/faults has what the API does not say any more', () => {
  const telling = literals.filter(
    ({ text }) => !text.includes('…') || (text.match(/[A-Za-z]+/g) ?? []).length >= 3,
  )
  const shapes = telling.map(({ text }) => shapeOf(text))
  const said = [...ENDS, ...SENTENCES].map(([one]) => one.replace(/^\{x\} /, ''))
  const stale = said.filter(
    (one) => !shapes.some((shape) => shape.test(one) || shape.test(`{field} ${one}`)),
  )
  expect(stale).toEqual([])
})

test('each problem’s help is the API’s, word for word', () => {
  const ours = Object.entries(HELP).map(([name, [said]]) => [name, said])
  const apis = Object.entries(PROBLEMS).map(([name, { help }]) => [name, help])
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(apis))
})
