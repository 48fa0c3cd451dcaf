/** An article as an entry of microformats: what a program reads, changes and sends back. */
import { type Picture, pathOf, usualFile } from '../../articles/picture'
import { findPictures } from '../../articles/pictures'
import type { AnswerOf } from '../../editing/contract/answers'
import type { Site } from '../../site'
import { toLocal } from '../../time'
import { type Own, takeApart } from './photos'
import type { Properties } from './properties'

export type Article = AnswerOf<'Article'>

/** Its properties; those it does not have are not among them. */
export async function propertiesOf(
  site: Site,
  db: D1Database,
  article: Article,
): Promise<Properties> {
  const { body, lead, card } = article
  const pictures = await findPictures(db, [{ body, lead, card }])
  return entryOf(site, article, pictures)
}

export function entryOf(
  site: Site,
  article: Article,
  pictures: ReadonlyMap<string, Picture>,
): Properties {
  const { body, format, lead } = article
  const { text, photos } = takeApart({ body, format }, lead !== null)
  const leading = lead ? [{ hash: lead.picture, alt: lead.alt }] : []
  const all = new Map([...leading, ...photos].map((photo) => [photo.hash, photo]))
  const local = (moment: string) => toLocal(Date.parse(moment) / 1000, site.timeZone).iso
  const moment = article.publishedAt ?? article.publishAt
  const properties: [string, unknown[]][] = [
    ['name', [article.title]],
    ['content', text.body === '' ? [] : [format === 'html' ? { html: text.body } : text.body]],
    ['summary', article.summary === null ? [] : [article.summary]],
    ['author', article.author === null ? [] : [article.author]],
    ['category', article.keywords],
    ['photo', [...all.values()].flatMap((photo) => photoOf(site, photo, pictures))],
    ['published', moment === null ? [] : [local(moment)]],
    ['updated', [local(article.updatedAt)]],
    ['url', [article.url]],
    ['post-status', [statusOf(article.status)]],
    ['mp-channel', [article.section]],
  ]
  return new Map(properties.filter(([, values]) => values.length > 0))
}

/** What is planned is published to the extensions: at a date in the future. */
const statusOf = (status: Article['status']) => (status === 'scheduled' ? 'published' : status)

function photoOf(site: Site, { hash, alt }: Own, pictures: ReadonlyMap<string, Picture>) {
  const picture = pictures.get(hash)
  if (!picture) return []
  const value = site.origin + pathOf(hash, usualFile(picture))
  const said = alt ?? picture.alt
  return [said === null ? value : { value, alt: said }]
}

/** As JSON has it: all properties, with what they are of, or those asked for. */
export function inJson(properties: Properties, asked: string[]) {
  const chosen = [...properties].filter(([name]) => asked.length === 0 || asked.includes(name))
  const found = { properties: Object.fromEntries(chosen) }
  return asked.length === 0 ? { type: ['h-entry'], ...found } : found
}
