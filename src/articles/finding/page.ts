/** A page that is found: which of the rows looked at are wanted, and how far that went. Pure. */
import type { Article, Section } from '../article'
import type { Lead } from '../picture'
import { fold } from '../search/segment'
import type { Place } from './cursor'
import type { AnyRow, Row } from './rows'
import { type Part, type Plan, timeOf } from './wanted'

/** How many articles a page has at most. */
const PAGE_LENGTH = 25

type Shown =
  | 'id'
  | 'revision'
  | 'title'
  | 'slug'
  | 'section'
  | 'status'
  | 'author'
  | 'updatedAt'
  | 'publishedAt'
  | 'publishAt'
  | 'lead'
  | 'language'
export type FoundArticle = Pick<Article, Shown>

/** The columns of the times that articles go by. */
const COLUMN_OF = {
  updatedAt: 'updated_at',
  publishedAt: 'published_at',
  publishAt: 'publish_at',
} as const

/** Filled row by row. */
export class Page {
  readonly articles: FoundArticle[] = []
  looked = 0
  /** The latest time that a part has stopped at, before its end. */
  reached: number | null = null
  private named: number[] = []
  private readonly plan: Plan
  private readonly sections: Map<number, Section>

  constructor(plan: Plan, sections: Section[]) {
    this.plan = plan
    this.sections = new Map(sections.map((section) => [section.id, section]))
  }

  get isFull() {
    return this.articles.length === PAGE_LENGTH
  }

  /** What the words name stands first on the first page, and nowhere else. */
  name(rows: Row[], isFirst: boolean) {
    this.named = rows.map(({ id }) => id)
    if (!isFirst) return
    for (const row of rows) this.addIf(row, this.isWithin(row))
  }

  /** Takes what is wanted of a part's rows, which stand from `place` on. Gives where the part goes on. */
  add(part: Part, rows: AnyRow[], isMore: boolean, place: Place): Place {
    let at = place
    for (const row of rows) {
      if (this.isFull) return at
      this.looked++
      at = keyOf(part, row)
      if (row.id === null) continue
      const isNamed = this.named.includes(row.id)
      this.addIf(row, !isNamed && this.isWithin(row) && this.hasWords(part, row))
    }
    if (isMore) this.reach(part, rows)
    return isMore ? at : 'end'
  }

  private addIf(row: Row, isWanted: boolean) {
    const section = this.sections.get(row.section_id)
    if (isWanted && section) this.articles.push(toFoundArticle(row, section))
  }

  private reach(part: Part, rows: AnyRow[]) {
    const time = rows.findLast(({ id }) => id !== null)?.[timeColumn(part)] ?? null
    if (time !== null) this.reached = Math.max(this.reached ?? time, time)
  }

  private isWithin(row: Row): boolean {
    const { status, section, sections, author, from, before } = this.plan
    const slug = this.sections.get(row.section_id)?.slug ?? ''
    const time = row[COLUMN_OF[timeOf(this.plan)]]
    return (
      (status === null || row.status === status) &&
      (section === null || slug === section) &&
      (sections === null || sections.includes(slug)) &&
      (author === null || row.author === author) &&
      (from === null || (time !== null && time >= from)) &&
      (before === null || (time !== null && time < before))
    )
  }

  private hasWords({ way }: Part, { title }: Row): boolean {
    const { terms } = this.plan
    if (way === 'indexed' || terms.length === 0) return true
    const folded = fold(title)
    return terms.every((term) => folded.includes(term))
  }
}

/** The column with the time that a part goes by. */
function timeColumn({ way }: Part) {
  if (way === 'planned') return 'publish_at'
  return way === 'changed' || way === 'hidden' ? 'updated_at' : 'published_at'
}

const keyOf = (part: Part, row: AnyRow): Place =>
  'place' in row ? [row.place, row.row ?? 0] : [row[timeColumn(part)] ?? 0, row.id]

const toFoundArticle = (row: Row, section: Section): FoundArticle => ({
  id: row.id,
  revision: row.revision,
  title: row.title,
  slug: row.slug,
  section,
  status: row.status,
  author: row.author,
  updatedAt: row.updated_at,
  publishedAt: row.published_at,
  publishAt: row.publish_at,
  lead: row.lead ? (JSON.parse(row.lead) as Lead) : null,
  language: row.language,
})
