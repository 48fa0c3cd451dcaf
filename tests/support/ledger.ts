/** Renders docs/ledger.md. */
import type { Expense, Spent } from './meter'

export interface Entry extends Spent {
  kind: string
}

/** What one statement did. */
export interface Deed {
  sql: string
  rowsRead: number
  rowsWritten: number
}

export interface Ledger {
  articles: number
  readers: Entry[]
  editors: Entry[]
  clock: Entry[]
  pictures: Entry[]
  /** In an archive of a hundred thousand articles. */
  desk: Entry[]
  operating: Entry[]
  /** Asked for in protocols that are not ours. */
  clients: Entry[]
  /** With two text databases. */
  texts: Entry[]
  /** Of a post. */
  deeds: Deed[]
}

type Column = [name: string, of: keyof Expense]

const COLUMNS: Column[] = [
  ['D1 round trips', 'roundTrips'],
  ['D1 statements', 'statements'],
  ['rows read', 'rowsRead'],
  ['rows written', 'rowsWritten'],
  ['KV reads', 'kvReads'],
  ['KV writes', 'kvWrites'],
  ['purges', 'purges'],
]

/** Pictures are in R2 besides; there are no copies of them in KV. */
const OF_PICTURES: Column[] = [
  ...COLUMNS.filter(([, of]) => !of.startsWith('kv')),
  ['R2 reads', 'r2Reads'],
  ['R2 writes', 'r2Writes'],
]

const figure = (n: number) => n.toLocaleString('en', { maximumFractionDigits: 2 })

function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? figure(cell) : cell)).join(' | ')} |\n`
  return line(head) + line(head.map((_, i) => (i === 0 ? '---' : '---:'))) + rows.map(line).join('')
}

const account = (entries: Entry[], columns = COLUMNS) =>
  table(
    ['', 'status', ...columns.map(([name]) => name), 'bytes'],
    entries.map(({ kind, status, before, after, bytes }) => [
      kind,
      String(status ?? ''),
      ...columns.map(([, of]) =>
        after[of] === 0 ? before[of] : `${figure(before[of])} + ${figure(after[of])}`,
      ),
      bytes ?? '',
    ]),
  )

/** The table a statement is about: the one it writes to, where it writes. */
const tableOf = (sql: string) =>
  (/\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+(\w+)/.exec(sql) ??
    /\bFROM\s+(\w+)/.exec(sql))?.[1] ?? ''

function byTable(deeds: Deed[]): string {
  const groups = Map.groupBy(deeds, ({ sql }) => tableOf(sql))
  const sum = (group: Deed[], of: 'rowsRead' | 'rowsWritten') =>
    group.reduce((total, deed) => total + deed[of], 0)
  return table(
    ['', 'statements', 'rows read', 'rows written'],
    [...groups].map(([name, group]) => [
      `\`${name}\``,
      group.length,
      sum(group, 'rowsRead'),
      sum(group, 'rowsWritten'),
    ]),
  )
}

/** An entry for a hundred of something, for one of them. */
export function each(kind: string, { bytes, before, after }: Entry): Entry {
  const share = (expense: Expense) =>
    Object.fromEntries(
      Object.entries(expense).map(([name, n]) => [name, n / 100]),
    ) as unknown as Expense
  return {
    kind,
    status: null,
    bytes: (bytes ?? 0) / 100,
    before: share(before),
    after: share(after),
  }
}

export const render = (ledger: Ledger): string => `# What requests cost

Written by \`npm run ledger\`, which makes each kind of request on the real parts (workerd, D1, KV, the
migrations) and counts. \`npm test\` fails while this file says anything else.

The archive has ${figure(ledger.articles)} articles in a sitemap of 10,000 places. The newest 100 are like a
newsroom's: about 1,400 Han characters with pinyin, five keywords, an author, a source, in one of two
sections. The others are rows without text, under short addresses. No search engine is told, the edge
takes every purge, and whatever earlier writes owed is paid before the next.

How to read it:

- \`3 + 1\`: three before the answer, and one after it, for which nobody waits.
- A round trip is one call to D1; a batch of statements is one.
- Rows are what the local D1 counts: a row that is sorted is read again, one that is written counts
  again for each index it changes, and what the search index writes to tables of its own is one row.
- Bytes are those of the answer's body, uncompressed.
- What the edge answers by itself is not here: it never reaches the Worker, and costs nothing of this.

## Readers and crawlers

A copy is a page in KV, of its present edition: each costs the same, whatever is on it. The first to
ask after a write that changes a page has it made anew. Search, previews and the news sitemap have no
copy, and neither has what does not exist: they are read from D1 each time they reach the Worker.

${account(ledger.readers)}
A sitemap made anew reads a few rows for each article in it, as no other page does. That happens at
most once after each write to one of its articles, and the other sitemaps stay as they are.

## Editors

${account(ledger.editors)}
## The clock

What it does each minute.

${account(ledger.clock)}
## Pictures

With the R2 bucket, and without Images. A listing of R2 counts as a write (Class A), removing costs nothing.
Lists, feeds and sitemaps ask for nothing more because an article has a picture.

${account(ledger.pictures, OF_PICTURES)}
## The desk

Pages for editors, in an archive of 100,000 articles. The first round trip looks up who is signed in, and the
article in the address with it. None may take more than three, nor read more than 200 rows: what no index gives is
looked for in a stretch, and the page says how far that went. A form costs what its request to the API does, and the
look-up of the session in place of the key's.

${account(ledger.desk)}
## Other protocols

Programs of other people. The first round trip looks up the key; what follows is what the API does, which looks up
the article once more than for a request of its own.

${account(ledger.clients)}
## Operating

In the same archive. What \`/api/health\` finds is kept for three seconds, and what it reads is bounded: of what is
owed, planned and given up it looks at so much and no more.

${account(ledger.operating)}
## Texts in databases of their own

With two text databases bound, and all else as before: see [growing.md](growing.md). Round trips to them are counted
with those to the catalogue. The texts of the hundred newest articles are moved there first, a slice of which is in
the table.

${account(ledger.texts)}
## Where the rows of a post come from

Those of the first post above, by the table that a statement writes to, or reads.

${byTable(ledger.deeds)}
Most are editions, which keep readers from old pages. The article stands in lists of its section, of
each keyword, its author and its month, and among all. Of each, the first page changes and the one
that it has its place on; so do its sitemap, the index of sitemaps and the feeds. Each of these pages
is a row: its edition. What they owe the edge is one row for all, written before them, and once more
after the answer, with their names, when the purge was made.
`
