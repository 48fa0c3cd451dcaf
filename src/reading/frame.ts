/** What surrounds every page, read from D1 together with the page itself. */
import type { Section } from '../articles/article'
import { selectSections, toSections } from '../articles/sections'
import { MAX_LINKED_SHARDS, selectLinkedShards, toShards } from '../articles/shards'

export interface Frame {
  sections: Section[]
  /** Numbers of the sitemaps to link in the footer. */
  sitemaps: number[]
}

/** For when D1 cannot say. The first sitemap always exists. */
export const EMPTY_FRAME: Frame = { sections: [], sitemaps: [1] }

/** The two statements a frame is made of. Decode with `toFrame`. */
export const selectFrame = (db: D1Database) => [selectSections(db), selectLinkedShards(db)]

/** How many results `toFrame` takes from the start of a batch. */
export const FRAME_LENGTH = 2

export function toFrame([sections, shards]: D1Result[]): Frame {
  const numbers = toShards(shards as D1Result)
    .slice(0, MAX_LINKED_SHARDS)
    .map(({ number }) => number)
  return {
    sections: toSections(sections as D1Result),
    sitemaps: [...new Set([1, ...numbers])].sort((a, b) => a - b),
  }
}
