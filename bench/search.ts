/**
 * npx node bench/search.ts [ARTICLES]: what the search index takes and how long it is looked through, on
 * articles of 1,400 Han characters (scripts/archive/prose.ts), written one by one as editors post them. 10,000
 * unless given: half a minute. Bytes are whole pages of the index's tables, as `dbstat` has them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { writer } from '../scripts/archive/prose.ts'
import { segment } from '../src/articles/search/segment.ts'

const total = Number(process.argv[2] ?? 10_000)
const folder = mkdtempSync(join(tmpdir(), 'search-'))
const db = new DatabaseSync(join(folder, 'index.db'))
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
db.exec(readFileSync(join(import.meta.dirname, '../migrations/0008_search.sql'), 'utf8'))

const SECTIONS = 4
const put = db.prepare('INSERT INTO search (rowid, tokens) VALUES (?, ?)')
const pages = db.prepare("SELECT sum(pgsize) AS bytes FROM dbstat WHERE name LIKE 'search%'")
const write = writer()

let tokens = 0
let segmenting = 0
let indexing = 0
for (let i = 1; i <= total; i++) {
  const head = [write(16), write(2), write(2), write(2)]
  const text = write(1_400)
  const start = performance.now()
  const found = segment(head, [text])
  const between = performance.now()
  // Odd and even are in half of the archive each, and never together.
  put.run(i, `${[...found].join(' ')} section:${i % SECTIONS} ${i % 2 ? 'odd' : 'even'}`)
  segmenting += between - start
  indexing += performance.now() - between
  tokens += found.length
  if (i === 1_000 || i === 10_000 || i === total) {
    const { bytes } = pages.get() as { bytes: number }
    console.log(
      `${i} articles: ${Math.round(bytes / i)} bytes each; ${Math.round(tokens / i)} tokens,`,
      `${(segmenting / i).toFixed(2)} ms to make them, ${(indexing / i).toFixed(2)} ms to write`,
    )
  }
}

const ask = db.prepare(
  'SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT 61',
)
for (const [name, match, before] of [
  ['a common word', '"社区"', total + 1],
  ['a common word, from the middle of the archive', '"社区"', total / 2],
  ['a common word of one section', '"社区" "section:1"', total + 1],
  ['a word of four characters', '"老年" "年食" "食堂"', total + 1],
  ['a rare word', '"䴙䴘"', total + 1],
  ['two words in half of the articles each, never together', '"odd" "even"', total + 1],
  ['thirty of the commonest pairs', commonest(30), total + 1],
] as const) {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    ask.all(match, before)
    return performance.now() - start
  }).sort((a, b) => a - b)
  const rows = ask.all(match, before).length
  console.log(`${name}: ${rows} candidates, ${times[2]?.toFixed(1)} ms (median of five)`)
}
db.close()
rmSync(folder, { recursive: true })

/** The pairs that most articles hold. */
function commonest(n: number): string {
  db.exec("CREATE VIRTUAL TABLE terms USING fts5vocab('search', 'row')")
  const rows = db
    .prepare('SELECT term FROM terms WHERE length(term) = 2 ORDER BY doc DESC LIMIT ?')
    .all(n) as { term: string }[]
  return rows.map(({ term }) => `"${term}"`).join(' ')
}
