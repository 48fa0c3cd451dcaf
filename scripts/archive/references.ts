/** Holds what the catalogue refers to against what lies in the text databases. */
import type { DatabaseSync } from 'node:sqlite'
import { headOf, type Reference, toReference } from '../../src/articles/reference'
import type { Databases } from './databases'

/** Which revision each text of a database is of, by the text's number. Millions, so not in a Map. */
class Shelf {
  private readonly articles: Uint32Array
  private readonly numbers: Uint16Array

  constructor(db: DatabaseSync) {
    const most = Number(db.prepare('SELECT coalesce(max(id), 0) AS id FROM texts').get()?.id)
    this.articles = new Uint32Array(most + 1)
    this.numbers = new Uint16Array(most + 1)
    // Along the index: the texts themselves are not read.
    const texts = db.prepare('SELECT id, article_id, number FROM texts ORDER BY article_id, number')
    for (const { id, article_id: article, number } of texts.iterate()) {
      this.articles[Number(id)] = Number(article)
      this.numbers[Number(id)] = Number(number)
    }
  }

  /** Takes a text off; false when it is not there, or not of that revision. */
  take(id: number, article: number, number: number): boolean {
    if (this.articles[id] !== article || this.numbers[id] !== number) return false
    this.articles[id] = 0
    return true
  }

  /** How many were not taken. */
  get left(): number {
    return this.articles.filter((article) => article !== 0).length
  }
}

/** Of all revisions, past ones too: a text that nothing refers to is a fault, and so is what is not there. */
export function checkReferences({ catalogue, texts }: Databases): string[] {
  const shelves = texts.map((text) => new Shelf(text))
  const revisions = catalogue.prepare(
    `SELECT r.article_id AS article, r.number, r.number = a.revision AS isCurrent,
       ${headOf('r.content')} AS content, ${headOf('r.html')} AS html
     FROM revisions r CROSS JOIN articles a ON a.id = r.article_id`,
  )
  let [present, past, missing, uneven] = [0, 0, 0, 0]
  for (const { article, number, isCurrent, content, html } of revisions.iterate()) {
    const reference: Reference | null = toReference(content)
    if (isCurrent ? html !== content && reference : html !== '') uneven++
    if (!reference) continue
    const shelf = shelves[reference.store - 1]
    if (!shelf?.take(reference.id, Number(article), Number(number))) missing++
    else if (isCurrent) present++
    else past++
  }
  const orphans = shelves.reduce((sum, { left }) => sum + left, 0)
  const figures = `${present} current texts and ${past} past ones in text databases`
  const faults = `${missing} missing, ${orphans} that nothing refers to, ${uneven} uneven`
  console.log(`${figures}: ${faults}`)
  return missing + orphans + uneven > 0 ? [faults] : []
}

/** What readers can find is what is published: a row for each in one of the search indexes. */
export function checkIndexes({ catalogue, texts }: Databases, published: number): string[] {
  const rows = (db: DatabaseSync) => count(db, 'SELECT count(*) AS n FROM search_docsize')
  const marked = (db: DatabaseSync) =>
    count(db, 'SELECT count(*) AS n FROM texts WHERE found_at IS NOT NULL')
  const [own, ...others] = [catalogue, ...texts].map(rows) as [number, ...number[]]
  const total = others.reduce((sum, n) => sum + n, own)
  console.log(`${[own, ...others].join(' + ')} articles in search indexes`)
  return [
    ...(total === published ? [] : [`${total} in search indexes, ${published} published`]),
    ...texts.flatMap((text, i) =>
      marked(text) === others[i] ? [] : [`TEXT_${i + 1}: its index is not what its texts say`],
    ),
  ]
}

const count = (db: DatabaseSync, sql: string) => Number(db.prepare(sql).get()?.n)
