/** What the paths of files mean in a site made with Hugo. */
import { formatOf, nameOf } from './files.ts'
import type { HugoSettings, Tongue } from './hugo-settings.ts'

export interface HugoPlace {
  /** From the site's folder on, with /. */
  path: string
  tongue: Tongue
  /** The folders that it is in, from the folder of texts on; of a bundle, those above it. */
  sections: string[]
  /** Those of them that are sections: the first, and below it those that have a page of their own. */
  within: string[]
  /** Its file's name without language and ending, or of a bundle its folder's. */
  name: string
  /** The folder's own page, and what a folder's page is called with all that lies beside it. */
  kind: 'page' | 'section' | 'bundle'
}

/** Where a file stands, by the language that its folder or its name says; `pages` are folders with a page. */
export function hugoPlace(path: string, settings: HugoSettings, pages: Set<string>): HugoPlace {
  // A language's own folder may lie within another's.
  const [own] = settings.tongues
    .filter(({ folder }) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)
  const [usual] = settings.tongues
  let tongue = own ?? (usual as Tongue)
  const parts = path.slice(tongue.folder.length + 1).split('/')
  let name = nameOf(parts.pop() ?? '')
  const suffix = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  const said = settings.tongues.find(({ key }) => key === suffix)
  if (said) {
    tongue = said
    name = name.replace(/\.[^.]+$/, '')
  }
  const kind = name === '_index' ? 'section' : name === 'index' ? 'bundle' : 'page'
  const sections = kind === 'bundle' ? parts.slice(0, -1) : parts
  const within = sections.slice(0, depthOf(sections, tongue.folder, pages))
  return {
    path,
    tongue,
    sections,
    within,
    name: kind === 'page' ? name : (parts.at(-1) ?? ''),
    kind,
  }
}

function depthOf(sections: string[], folder: string, pages: Set<string>): number {
  for (let depth = sections.length; depth > 1; depth--) {
    if (pages.has([folder, ...sections.slice(0, depth)].join('/'))) return depth
  }
  return Math.min(1, sections.length)
}

/** The folders that have a page of their own. */
export const pagesOfFolders = (paths: string[]) =>
  new Set(
    paths
      .filter((path) => /\/_index(\.[^./]+)?\.[^./]+$/.test(path))
      .map((path) => path.replace(/\/[^/]*$/, '')),
  )

/** The folders of bundles: what else of text lies in them is part of the bundle, and no page. */
export const bundlesIn = (paths: string[]) =>
  new Set(
    paths
      .filter((path) => formatOf(path) !== null && /(^|\/)index(\.[^./]+)?\.[^./]+$/.test(path))
      .map((path) => path.replace(/\/?[^/]*$/, '')),
  )

/** The bundle that a file is a part of; null where it is its page, or in none. */
export function bundleOf(path: string, bundles: Set<string>): string | null {
  const parts = path.split('/').slice(0, -1)
  if (/(^|\/)index(\.[^./]+)?\.[^./]+$/.test(path)) parts.pop()
  for (let depth = parts.length; depth > 0; depth--) {
    const folder = parts.slice(0, depth).join('/')
    if (bundles.has(folder)) return folder
  }
  return null
}
