/** What the person says about a move, checked before anything is read. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, here } from '../command.ts'
import { encodingOf } from '../text-file.ts'
import { moveFolder } from './folder.ts'
import type { Places } from './places.ts'
import type { Move } from './run.ts'
import type { SectionChoice } from './sections.ts'
import { encodedBytes, SECTION_SLUG_BUDGET, words } from './slugs.ts'
import type { AddressRule, Source, SourceOptions } from './source.ts'
import { tidyLine } from './text.ts'

export interface Values {
  map?: string | undefined
  encoding?: string | undefined
  site?: string | undefined
  'time-zone'?: string | undefined
  section?: string | undefined
  sections?: string | undefined
  system?: string | undefined
  pictures?: string | undefined
  'fetch-pictures'?: boolean | undefined
  'no-drafts'?: boolean | undefined
  out?: string | undefined
}

/** Maps of columns that come along: every other name is a file's. */
const MAPS = ['dedecms', 'empirecms']

/** What is said of the source itself. */
export function sourceOptions(values: Values, name: string): SourceOptions {
  const { encoding, map, 'time-zone': timeZone = localZone() } = values
  if (encoding !== undefined) encodingOf(encoding)
  if (values.pictures !== undefined && values['fetch-pictures']) {
    throw new Fault('--pictures and --fetch-pictures do not go together: choose one', 'usage')
  }
  if (values.pictures !== undefined && !isFolder(here(values.pictures))) {
    throw new Fault(`--pictures ${values.pictures}: there is no such folder`, 'usage')
  }
  return {
    path: here(name),
    name,
    encoding,
    map: map === undefined || MAPS.includes(map) ? map : here(map),
    site: values.site === undefined ? undefined : originOf(values.site),
    timeZone: zoneOf(timeZone),
  }
}

/** What is to become of it. Makes the folder that the move keeps its files in. */
export function toMove(values: Values, options: SourceOptions, source: Source, now: number): Move {
  const sites = [options.site, source.site].filter((one) => one != null)
  const system = tidyLine(values.system ?? source.system)
  if (system === '' || [...system].length > 50) {
    throw new Fault('--system must be a name of 1 to 50 characters', 'usage')
  }
  const fetches = values['fetch-pictures'] ?? false
  if (fetches && sites.length === 0) {
    throw new Fault('--fetch-pictures needs --site https://old.example.com', 'usage')
  }
  const places: Places = {
    folders: [
      ...(values.pictures === undefined ? [] : [here(values.pictures)]),
      ...foldersOf(options),
    ],
    fetches,
    hosts: [...new Set(sites.map((site) => URL.parse(site)?.host ?? ''))].filter(Boolean),
    site: sites[0] ?? null,
  }
  return {
    name: options.name,
    source: { ...source, rules: rulesUnder(system, source), read: () => source.read() },
    folder: moveFolder(values.out === undefined ? `${options.path}.move` : here(values.out)),
    choices: { system, now, bringsDrafts: !values['no-drafts'] },
    sections: { fallback: sectionOf(values.section), map: mapOf(values.sections) },
    places,
  }
}

/** Rules that name the origins of these articles name them as they are called here. */
const rulesUnder = (system: string, source: Source): AddressRule[] =>
  source.rules.map((rule) =>
    'origin' in rule && rule.origin === source.system ? { ...rule, origin: system } : rule,
  )

/** In a folder of texts, where Hexo and Hugo keep what stands at the root of the site; and beside the texts. */
const foldersOf = ({ path }: SourceOptions) =>
  isFolder(path)
    ? [...['source', 'static', 'assets'].map((name) => join(path, name)).filter(isFolder), path]
    : []

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

function zoneOf(name: string): string {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    throw new Fault(`--time-zone must be a name like Asia/Shanghai, not "${name}"`, 'usage')
  }
}

function originOf(site: string): string {
  const url = URL.parse(site)
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') {
    return url.origin
  }
  throw new Fault(
    `--site must be a scheme and a host, like https://old.example.com, not "${site}"`,
    'usage',
  )
}

function sectionOf(slug: string | undefined): string | null {
  if (slug === undefined) return null
  return checked(slug, '--section')
}

function checked(slug: string, where: string): string {
  const normal = slug.normalize('NFC')
  if (words(normal) === normal && normal !== '' && encodedBytes(normal) <= SECTION_SLUG_BUDGET)
    return normal
  throw new Fault(
    `${where}: "${slug}" is no slug; it takes lower-case words or Han characters, joined by single hyphens`,
    'usage',
  )
}

const MAX_MAPPED = 10_000

function mapOf(file: string | undefined): SectionChoice['map'] {
  if (file === undefined) return new Map()
  const fault = (what: string) => new Fault(`--sections ${file}: ${what}`, 'usage')
  if (!existsSync(here(file))) throw fault('there is no such file')
  let map: unknown
  try {
    map = JSON.parse(readFileSync(here(file), 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw fault(`it is no JSON: ${(error as Error).message}`)
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw fault('it must be { "old category": "our-section", "another": null }')
  }
  const entries = Object.entries(map as Record<string, unknown>)
  if (entries.length > MAX_MAPPED) throw fault(`it has more than ${MAX_MAPPED} categories`)
  return new Map(
    entries.map(([category, slug]) => {
      if (slug === null) return [category, null]
      if (typeof slug === 'string')
        return [category, checked(slug, `--sections ${file}, "${category}"`)]
      throw fault(`"${category}" must be the slug of a section, or null`)
    }),
  )
}
