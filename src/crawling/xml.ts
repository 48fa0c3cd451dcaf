/** What all sitemaps are made of. */
import type { Rendering } from '../delivery/copies'

/** Search engines should follow a sitemap, not show it. */
const HEADERS = { 'Content-Type': 'application/xml; charset=utf-8', 'X-Robots-Tag': 'noindex' }

/** An XML document. */
export const xml = (body: string): Rendering => ({
  status: 200,
  headers: HEADERS,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
})

/** A sitemap of finished `url` elements. */
export const urlset = (urls: string) => `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${urls}</urlset>
`

/** An index of the contents of finished `sitemap` elements. */
export const sitemapindex = (
  sitemaps: string[],
) => `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${sitemaps.map((sitemap) => `<sitemap>${sitemap}</sitemap>\n`).join('')}</sitemapindex>
`
