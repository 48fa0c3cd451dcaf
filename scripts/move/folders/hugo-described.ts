/** What the place and the head of a file say of it, in a site made with Hugo. */
import { momentInName, momentOf } from '../moments.ts'
import { type Fields, textOf } from './fields.ts'
import { hugoAddress, urlized } from './hugo-address.ts'
import type { HugoPlace } from './hugo-places.ts'
import type { HugoSettings } from './hugo-settings.ts'

const DATES = ['date', 'publishdate', 'pubdate', 'published', 'lastmod', 'modified']

/** A page's title, date, slug and address. */
export function describedHugo(
  place: HugoPlace,
  fields: Fields,
  settings: HugoSettings,
  notes: string[],
) {
  const title = textOf(fields, 'title') ?? place.name
  if (textOf(fields, 'title') === null) {
    notes.push('its head has no title: its file’s name was taken')
  }
  const said = dateIn(fields, DATES, settings, notes)
  const inName = momentInName(place.name, settings.timeZone)
  const date = said ?? inName
  if (said === null && !(settings.datesInNames && inName)) {
    const taken = inName === null ? 'it has none' : 'that in its file’s name was taken'
    notes.push(`its head says no date: ${taken}`)
  }
  const rest = place.name.replace(/^\d{4}-\d{1,2}-\d{1,2}[-_. ]+/, '')
  const inNames = settings.datesInNames && inName !== null ? rest : null
  const slug = textOf(fields, 'slug') ?? inNames
  const shown = settings.datesInNames ? date : said
  const at = hugoAddress({ place, title, date: shown, slug, fields }, settings)
  if ('unknown' in at) {
    notes.push(`where it stood is not known: the file does not say ${at.unknown} of the permalink`)
  }
  return {
    title,
    date,
    slug: urlized(slug ?? (rest || place.name), settings.isInSmallLetters) || null,
    address: 'address' in at ? at.address : null,
  }
}

/** The first of some dates that a head has; those that are none are noted. */
export function dateIn(
  fields: Fields,
  names: string[],
  { timeZone }: HugoSettings,
  notes: string[],
): string | null {
  for (const name of names) {
    const text = textOf(fields, name)
    if (text === null) continue
    const moment = momentOf(text, timeZone)
    if (moment !== null) return moment
    const note = `${name}: there is no date ${text}`
    if (!notes.includes(note)) notes.push(note)
  }
  return null
}
