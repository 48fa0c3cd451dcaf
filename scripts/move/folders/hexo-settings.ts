/** What a site made with Hexo says of itself in `_config.yml`. */
import { Fault } from '../../command.ts'
import { HeadFault } from '../../head.ts'
import type { SourceOptions } from '../source.ts'
import { languageOf, zoneOf } from '../zones.ts'
import { type Fields, flagOf, innerOf, textOf, textsOf } from './fields.ts'
import { settingsIn } from './files.ts'
import { readYaml } from './yaml.ts'

export interface HexoSettings {
  /** Scheme and host; null where it says none, or that of the example. */
  site: string | null
  /** What all addresses begin with: empty, or like `/blog`. */
  prefix: string
  timeZone: string
  language: string | null
  permalink: string
  permalinkDefaults: Fields
  newPostName: string
  /** Whether files beside posts, in folders of their names, are theirs. */
  hasAssetFolders: boolean
  defaultCategory: string
  categoryMap: Fields
  folders: { source: string; tags: string; categories: string; archives: string }
  /** 1: names in addresses are in small letters, 2: in capitals. */
  case: 0 | 1 | 2
  /** Whether addresses end with `index.html`, and with `.html`. */
  endings: { index: boolean; html: boolean }
  /** Whether posts are shown before their date. */
  showsFuture: boolean
  notes: string[]
}

/** Reads the settings of a site in a folder. Throws what is wrong as `_config.yml:LINE: what`. */
export function hexoSettings({ path, timeZone, site }: SourceOptions): HexoSettings {
  const found = settingsIn(path, ['_config.yml'])
  const fields = found ? read(found.name, found.text) : {}
  const notes: string[] = []
  const named = textOf(fields, 'timezone')
  const zone = zoneOf(named)
  if (named !== null && zone === null) {
    notes.push(`_config.yml: there is no time zone ${named}; ${timeZone} was taken for dates`)
  }
  const pretty = innerOf(fields, 'pretty_urls')
  const letters = Number(textOf(fields, 'filename_case') ?? 0)
  return {
    site: site ?? siteOf(textOf(fields, 'url')),
    prefix: (textOf(fields, 'root') ?? '/').replace(/\/+$/, '').replace(/^(?=[^/])/, '/'),
    timeZone: zone ?? timeZone,
    language: languageOf(textsOf(fields.language)[0]),
    permalink: textOf(fields, 'permalink') ?? ':year/:month/:day/:title/',
    permalinkDefaults: innerOf(fields, 'permalink_defaults'),
    newPostName: textOf(fields, 'new_post_name') ?? ':title.md',
    hasAssetFolders: flagOf(fields, 'post_asset_folder') ?? false,
    defaultCategory: textOf(fields, 'default_category') ?? 'uncategorized',
    categoryMap: innerOf(fields, 'category_map'),
    folders: {
      source: textOf(fields, 'source_dir') ?? 'source',
      tags: textOf(fields, 'tag_dir') ?? 'tags',
      categories: textOf(fields, 'category_dir') ?? 'categories',
      archives: textOf(fields, 'archive_dir') ?? 'archives',
    },
    case: letters === 1 || letters === 2 ? letters : 0,
    endings: {
      index: flagOf(pretty, 'trailing_index') ?? true,
      html: flagOf(pretty, 'trailing_html') ?? true,
    },
    showsFuture: flagOf(fields, 'future') ?? true,
    notes,
  }
}

function read(name: string, text: string): Fields {
  try {
    return readYaml(text.replace(/^\uFEFF/, ''), 1).fields
  } catch (fault) {
    if (!(fault instanceof HeadFault)) throw fault
    throw new Fault(`${name}:${fault.line}: ${fault.message}`, 'refused')
  }
}

/** Scheme and host of an address; null where it is none, or what a new site is called before it has a name. */
export function siteOf(url: string | null): string | null {
  try {
    const { protocol, host, origin } = new URL(url ?? '')
    const isWeb = protocol === 'http:' || protocol === 'https:'
    return isWeb && !/^((your)?(site)?example\.(com|org)|yoursite\.com)$/i.test(host)
      ? origin
      : null
  } catch {
    return null
  }
}
