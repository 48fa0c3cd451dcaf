/** What earlier lines of a run have taken. */
import type { Change } from '../../articles/writing/change'
import { OWN_PATH } from '../../articles/writing/former'
import { giveBack, type Numbers } from '../../articles/writing/lookups'
import { originOf } from '../saving/look'
import { type FoundMany, originKey } from './look'
import type { ArticleEntry } from './runs'

export class Claimed {
  private readonly owners: Map<string, number>
  private readonly formerOwners: Map<string, number>
  private readonly ids = new Set<number>()
  private readonly origins = new Set<string>()
  /** The next of the numbers that were taken for new articles. */
  next: number
  private readonly numbers: Numbers

  constructor({ owners, formerOwners, numbers }: FoundMany) {
    this.owners = new Map(owners)
    this.formerOwners = new Map(formerOwners)
    this.next = numbers.first
    this.numbers = numbers
  }

  ownerOf = (slug: string) => this.owners.get(slug) ?? null
  formerOwnerOf = (address: string) => this.formerOwners.get(address) ?? null
  isTaken = (id: number) => this.ids.has(id)

  hasSeen({ document, past }: ArticleEntry['item']): boolean {
    const origin = originOf(document)
    if (past.id !== null && this.ids.has(past.id)) return true
    return origin !== null && this.origins.has(originKey(origin))
  }

  take({ id, before, content, past }: Change) {
    if (id === this.next) this.next++
    if (this.next > this.numbers.last + 1) throw new Error('more new articles than numbers')
    this.ids.add(id)
    if (content.origin) this.origins.add(originKey(content.origin))
    for (const slug of [content.slug, ...(past?.retiredSlugs ?? [])]) {
      this.owners.set(slug, id)
      this.formerOwners.set(OWN_PATH + slug, id)
    }
    for (const address of before?.content.formerAddresses ?? []) this.formerOwners.delete(address)
    for (const address of content.formerAddresses) {
      this.formerOwners.set(address, id)
      if (address.startsWith(OWN_PATH)) this.owners.set(address.slice(OWN_PATH.length), id)
    }
  }

  /** Gives back the numbers that lines have not used, or all of them when nothing is written. */
  giveBack(db: D1Database, which: 'unused' | 'all'): D1PreparedStatement[] {
    const { first, last } = this.numbers
    const next = which === 'all' ? first : this.next
    return next > last ? [] : [giveBack(db, next - 1, this.numbers)]
  }
}
