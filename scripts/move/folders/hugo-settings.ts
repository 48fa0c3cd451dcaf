/** What a site made with Hugo says of itself. */
import { parse as parseToml, TomlError } from 'smol-toml'
import { Fault } from '../../command.ts'
import { HeadFault } from '../../head.ts'
import type { SourceOptions } from '../source.ts'
import { languageOf, zoneOf } from '../zones.ts'
import {
  asValue,
  type Fields,
  flagOf,
  innerOf,
  inSmallLetters,
  isFields,
  textOf,
  textsOf,
} from './fields.ts'
import { settingsIn } from './files.ts'
import { siteOf } from './hexo-settings.ts'
import { HUGO_SETTINGS, inEachLanguage } from './kind.ts'
import { readYaml } from './yaml.ts'

/** One of a site's languages. */
export interface Tongue {
  /** As the site calls it, in small letters: in names of files, and of folders in addresses. */
  key: string
  /** BCP 47. */
  tag: string | null
  /** What its addresses begin with after the site's prefix: empty, or like `/en`. */
  prefix: string
  /** The folder of its texts, from the site's on. */
  folder: string
}

export interface HugoSettings {
  site: string | null
  /** What all addresses begin with: empty, or like `/blog`. */
  prefix: string
  timeZone: string
  /** The usual one first. */
  tongues: Tongue[]
  /** Patterns by the path of the section that they are for. */
  permalinks: Map<string, string>
  isUgly: (section: string) => boolean
  isInSmallLetters: boolean
  /** Whether dates are looked for in names of files. */
  datesInNames: boolean
  notes: string[]
}

/** Reads a site's settings. Throws what is wrong with them as `FILE:LINE: what`. */
export function hugoSettings({ path, timeZone, site }: SourceOptions): HugoSettings {
  const fields = inSmallLetters(allIn(path)) as Fields
  const notes: string[] = []
  const named = textOf(fields, 'timezone')
  const zone = zoneOf(named)
  if (named !== null && zone === null) {
    notes.push(`there is no time zone ${named}; ${timeZone} was taken for dates`)
  }
  const ugly = fields.uglyurls
  const dates = textsOf(innerOf(fields, 'frontmatter').date)
  const base = textOf(fields, 'baseurl')
  return {
    site: site ?? siteOf(base),
    prefix: prefixIn(base),
    timeZone: zone ?? timeZone,
    tongues: tonguesIn(fields),
    permalinks: permalinksIn(fields),
    isUgly: (section) =>
      isFields(ugly) ? flagOf(ugly, section) === true : flagOf(fields, 'uglyurls') === true,
    isInSmallLetters: flagOf(fields, 'disablepathtolower') !== true,
    datesInNames: dates.some((one) => one.toLowerCase() === ':filename'),
    notes,
  }
}

/** All settings: of the main file, and of those beside it that hold a part each. */
function allIn(path: string): Fields {
  let main: Fields | null = null
  for (const name of HUGO_SETTINGS) main ??= readOne(path, name)
  const all: Fields = { ...main }
  for (const part of ['languages', 'permalinks', 'frontmatter']) {
    const fields = readOne(path, `config/_default/${part}`)
    if (fields) all[part] = fields
  }
  return all
}

function readOne(path: string, name: string): Fields | null {
  const found = settingsIn(path, inEachLanguage(name))
  if (!found) return null
  const text = found.text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const at = (line: number, what: string) => new Fault(`${found.name}:${line}: ${what}`, 'refused')
  try {
    if (found.name.endsWith('.toml')) return asValue(parseToml(text)) as Fields
    if (found.name.endsWith('.json')) return asValue(JSON.parse(text)) as Fields
    return readYaml(text, 1).fields
  } catch (fault) {
    if (fault instanceof TomlError) throw at(fault.line, fault.message.split('\n')[0] ?? '')
    if (fault instanceof HeadFault) throw at(fault.line, fault.message)
    throw at(1, (fault as Error).message)
  }
}

function prefixIn(base: string | null): string {
  try {
    return decodeURI(new URL(base ?? '', 'http://site/').pathname).replace(/\/+$/, '')
  } catch {
    return ''
  }
}

function tonguesIn(fields: Fields): Tongue[] {
  const usual = (textOf(fields, 'defaultcontentlanguage') ?? 'en').toLowerCase()
  const isWithin = flagOf(fields, 'defaultcontentlanguageinsubdir') === true
  const folder = textOf(fields, 'contentdir') ?? 'content'
  const named = Object.entries(innerOf(fields, 'languages')).filter(([, one]) => isFields(one))
  const whole = languageOf(textOf(fields, 'languagecode', 'locale'))
  if (named.length === 0)
    return [{ key: usual, tag: whole ?? languageOf(usual), prefix: '', folder }]
  const tongues = named.map(([key, one]): Tongue => {
    const own = one as Fields
    const tag = languageOf(textOf(own, 'languagecode', 'locale')) ?? languageOf(key)
    const prefix = key === usual && !isWithin ? '' : `/${key}`
    return { key, tag, prefix, folder: textOf(own, 'contentdir') ?? folder }
  })
  return tongues.sort((a, b) => Number(b.key === usual) - Number(a.key === usual))
}

/** `posts = "…"`, the same below `page`, or a list of patterns with what each is for. */
function permalinksIn(fields: Fields): Map<string, string> {
  const given = fields.permalinks
  const list = Array.isArray(given) ? given : []
  const inList = list.flatMap((one): [string, string][] => {
    const [pattern, path] = isFields(one)
      ? [textOf(one, 'pattern'), textOf(innerOf(one, 'target'), 'path')]
      : [null, null]
    return pattern === null ? [] : [[(path ?? '/').replace(/[{}*]/g, ''), pattern]]
  })
  const plain = isFields(given) ? { ...given, ...innerOf(given, 'page') } : {}
  const named = Object.entries(plain).flatMap(([section, pattern]): [string, string][] =>
    typeof pattern === 'string' ? [[section, pattern]] : [],
  )
  return new Map(
    [...inList, ...named].map(([path, pattern]) => [path.replace(/^\/|\/$/g, ''), pattern]),
  )
}
