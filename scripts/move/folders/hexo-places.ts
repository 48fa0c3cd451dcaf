/** What the place and the head of a file say of it, in a site made with Hexo. */
import { momentInName, momentOf } from '../moments.ts'
import type { SourceOptions } from '../source.ts'
import { type Fields, textOf } from './fields.ts'
import { nameOf } from './files.ts'
import { namePartsOf, pageAddress, postAddress } from './hexo-address.ts'
import { categoriesOf } from './hexo-categories.ts'
import type { HexoSettings } from './hexo-settings.ts'

export interface Site {
  options: SourceOptions
  settings: HexoSettings
  /** The folder of sources. */
  source: string
  /** The paths of posts by their slugs; of what others link to, where it stood. */
  slugs: Map<string, string>
  known: Map<string, { address: string; title: string } | null>
}

export interface Place {
  /** From the folder of sources on. */
  path: string
  format: 'markdown' | 'html'
  kind: 'post' | 'draft' | 'page'
}

export function placeOf(path: string, format: 'markdown' | 'html'): Place {
  if (path.startsWith('_posts/')) return { path, format, kind: 'post' }
  return { path, format, kind: path.startsWith('_drafts/') ? 'draft' : 'page' }
}

/** What a file's place and head say of it. */
export function described({ path, kind }: Place, fields: Fields, site: Site, notes: string[]) {
  const { settings } = site
  const within = kind === 'page' ? path : path.replace(/^_(posts|drafts)\//, '')
  const named = kind === 'page' ? null : namePartsOf(within, settings)
  const name = kind === 'page' ? nameOf(path.replace(/\/index\.[^./]+$/, '')) : ''
  const slug = named?.slug ?? name
  const title = textOf(fields, 'title') ?? slug.replace(/^.*\//, '')
  if (textOf(fields, 'title') === null)
    notes.push('its head has no title: its file’s name was taken')
  const said =
    dateIn(fields, 'date', settings, notes) ??
    (named?.day ? momentOf(named.day, settings.timeZone) : null)
  const date = said ?? momentInName(nameOf(path), settings.timeZone)
  if (said === null && kind === 'post') {
    const taken = date === null ? 'it has none' : 'that in its file’s name was taken'
    notes.push(
      `its head says no date, and Hexo showed that of its file, which copying changes: ${taken}`,
    )
  }
  const categories = categoriesOf(fields, settings)
  if (kind === 'page') {
    return { slug, title, date, categories, address: pageAddress(path, fields, settings) }
  }
  const shown = shownDate(textOf(fields, 'date') ?? '', said)
  const at = postAddress({ slug, title, date: shown, categories, fields }, settings)
  if ('unknown' in at && kind === 'post') {
    notes.push(`where it stood is not known: the file does not say ${at.unknown} of the permalink`)
  }
  // Readers never came to a draft.
  const address = kind === 'post' && 'address' in at ? at.address : null
  return { slug, title, date, categories, address }
}

/** Hexo takes no notice of offsets: it shows a date by the clocks of the site as it is in UTC. */
const shownDate = (text: string, date: string | null) =>
  date !== null && /(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text) && /:/.test(text)
    ? new Date(date).toISOString()
    : date

/** The date of a field by the clocks of the site; noted where there is none such. */
export function dateIn(fields: Fields, name: string, { timeZone }: HexoSettings, notes: string[]) {
  const text = textOf(fields, name)
  const moment = text === null ? null : momentOf(text, timeZone)
  if (text !== null && moment === null) notes.push(`${name}: there is no date ${text}`)
  return moment
}
