/** The list of old addresses, as a table that any office program opens: addresses.csv. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Result } from '../import-file.ts'
import { ARTICLES, type Fate, spelledOnce } from './claims.ts'
import { type Kept, type MoveFolder, putInPlace, type Writing, writeWhole } from './folder.ts'
import type { AddressRule } from './source.ts'

export const HEADER = 'old,new,how\n'

/** Of an article that readers do not see yet: a check does not ask for it. */
export const NOT_PUBLIC = 'article, not public'

/** Why an old address leads nowhere, or needs not be led. */
const HOW: Record<Fate, string> = {
  leads: 'article',
  same: 'same',
  hidden: NOT_PUBLIC,
  ours: 'not possible: the newsroom has a page of its own there',
  long: 'not possible: longer than 1000 bytes',
  many: 'not possible: the article has 50 already',
}

/** The rows of an article that will be at `path`; null where that is not known. */
export function rowsOf(addresses: Kept['addresses'], path: string | null): string {
  return addresses
    .map(({ old, fate }) => {
      const isLed = fate === 'leads' || fate === 'same' || fate === 'hidden'
      return row(old, isLed ? (path ?? '?') : '', HOW[fate as Fate])
    })
    .join('')
}

/** The rows of an article that was sent. */
function rowsAfter({ addresses }: Kept, { status, url, left = [] }: Result): string {
  const path = url === undefined ? null : readable(URL.parse(url)?.pathname ?? url)
  const lost = status >= 400 ? 'not possible: the article was refused' : null
  return addresses
    .map((one) => {
      const isOthers = left.some((other) => spelledOnce(other) === spelledOnce(one.old))
      const why = lost ?? (isOthers ? 'not possible: it leads to another article' : null)
      return why === null ? rowsOf([one], path) : row(one.old, '', why)
    })
    .join('')
}

/** The path of an article with this slug; null without. */
export const pathOf = (slug: string | null) => (slug === null ? null : ARTICLES + slug)

export function rowsOfRules(rules: AddressRule[]): string {
  return rules
    .map((rule) => {
      if ('gone' in rule) return row(rule.from, '', 'rule: gone')
      if ('to' in rule) return row(rule.from, rule.to, 'rule')
      return row(rule.from, '?', `rule: the article from ${rule.origin}`)
    })
    .join('')
}

const row = (...cells: string[]) => `${cells.map(cell).join(',')}\n`

/** What begins like a formula is text all the same. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes the list with what became of each line; `onResult` hears of each, with the title of its article. */
export async function listResults(
  folder: MoveFolder,
  rules: AddressRule[],
  onResult: (result: Result, kept: Kept) => void,
): Promise<void> {
  await writeWhole([folder.addresses], async (list) => {
    await (list as Writing).write(HEADER)
    for await (const [kept, result] of pairs(folder)) {
      onResult(result, kept)
      await (list as Writing).write(rowsAfter(kept, result))
    }
    await (list as Writing).write(rowsOfRules(rules))
  })
  await putInPlace(folder.addresses)
}

function readable(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

/** What was kept of each line, with its result. */
async function* pairs({ pieces, lines }: MoveFolder): AsyncGenerator<[Kept, Result]> {
  const results = textLines(`${lines}.results`)
  let result = await results.next()
  let number = 0
  for await (const text of textLines(pieces)) {
    number++
    if (result.done) return
    const one = JSON.parse(result.value) as Result
    if (one.line !== number) continue
    yield [JSON.parse(text) as Kept, one]
    result = await results.next()
  }
}

async function* textLines(file: string): AsyncGenerator<string, undefined> {
  yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity })
}
