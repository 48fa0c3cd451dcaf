/** An article of a site made with Hexo, of its file. */
import { join } from 'node:path'
import { isToCome } from '../moments.ts'
import type { Piece } from '../source.ts'
import { languageOf } from '../zones.ts'
import { type Fields, flagOf, once, textOf, textsOf } from './fields.ts'
import { idOf, textIn } from './files.ts'
import { type Headed, readHexoHead } from './head.ts'
import { onSite } from './hexo-address.ts'
import { dateIn, described, type Place, placeOf, type Site } from './hexo-places.ts'
import type { HexoSettings } from './hexo-settings.ts'
import { isPicture, leadOf, type Shelf, withPaths } from './pictures.ts'
import { withoutDivider } from './scan.ts'
import { withoutTags } from './tags.ts'

const LEADS = [
  'cover',
  'thumbnail',
  'banner_img',
  'index_img',
  'top_img',
  'banner',
  'photos',
  'photo',
]

/** An article. Nothing of its head that readers saw is left out without a note. */
export async function pieceOf(place: Place, headed: Headed, site: Site): Promise<Piece> {
  const { path, format, kind } = place
  const { settings } = site
  const { fields } = headed
  const notes = [...headed.notes]
  const { slug, title, date, categories, address } = described(place, fields, site, notes)
  const file = join(site.source, path)
  const own = file.replace(/\.[^./]+$/, '')
  const shelf: Shelf = {
    folder: site.options.path,
    file,
    own: [own],
    roots: [site.source],
    address,
    site: settings.site,
    prefix: settings.prefix,
  }
  const isPage = kind === 'page'
  const { text, notes: tagged } = await withoutTags(withoutDivider(headed.body, format), {
    software: 'Hexo',
    format,
    asset: (name) => (isPicture(name) ? name : (address ?? '').replace(/[^/]*$/, '') + name),
    post: (wanted) => postOf(wanted, site),
  })
  notes.push(...tagged)
  const body = withPaths(text.trim(), format, shelf, notes)
  const lead = leadOf(
    LEADS.flatMap((name) => textsOf(fields[name])),
    shelf,
    notes,
  )
  const others = [fields.alias, fields.aliases, fields.redirect_from].flatMap(textsOf)
  const status = statusOf(place, fields, date, settings, notes)
  if (isPage) notes.push('it was a page outside of the posts')
  return {
    id: idOf(`${settings.folders.source}/${path}`),
    title,
    body,
    format,
    status,
    date,
    updatedAt: dateIn(fields, 'updated', settings, notes),
    categories,
    keywords: once(textsOf(fields.tags ?? fields.tag)),
    summary: textOf(fields, 'description', 'excerpt', 'summary'),
    author: textOf(fields, 'author'),
    language: languageOf(textOf(fields, 'lang', 'language')) ?? settings.language,
    source: null,
    slug: slug.replace(/^.*\//, '') || null,
    addresses: once([
      ...(address === null ? [] : [address, ...withEnding(address, settings)]),
      ...others.map((other) => onSite(other, settings)),
    ]),
    lead: lead === null ? null : { picture: lead, alt: null, caption: null },
    file,
    notes,
  }
}

function statusOf(
  { kind }: Place,
  fields: Fields,
  date: string | null,
  { showsFuture }: HexoSettings,
  notes: string[],
): Piece['status'] {
  const whyNot =
    (kind === 'draft' && 'it stood among the drafts') ||
    (flagOf(fields, 'published') === false && 'it was not published (published: false)') ||
    (textOf(fields, 'password') !== null &&
      'it was locked with a password, which does not come along')
  if (whyNot) {
    notes.push(`${whyNot}: it is a draft`)
    return 'draft'
  }
  if (!isToCome(date)) return 'published'
  if (showsFuture) notes.push('its date is to come, though the old site showed it: it is scheduled')
  return 'scheduled'
}

/** Where the post of a slug stood, and its title. */
async function postOf(slug: string, site: Site) {
  const path = site.slugs.get(slug)
  if (path === undefined) return null
  const known = site.known.get(slug)
  if (known !== undefined) return known
  const read = await textIn(join(site.source, path), site.options.encoding)
  const found = 'fault' in read ? null : addressIn(read.text, path, site)
  site.known.set(slug, found)
  return found
}

function addressIn(text: string, path: string, site: Site) {
  try {
    const { fields } = readHexoHead(text)
    const { address, title } = described(placeOf(path, 'markdown'), fields, site, [])
    return address === null ? null : { address, title }
  } catch {
    // It is told of when its turn comes.
    return null
  }
}

/** Where a file of HTML is also found, though nobody linked to it there. */
const withEnding = (address: string, { endings }: HexoSettings) =>
  endings.html || /\/$|\.[a-z]+$/.test(address) ? [] : [`${address}.html`]
