/** What other writers call by another name, turned into what the allow-list lets through. */
import type { Element, ElementContent, Root } from 'hast'
import { Lost } from './lost'
import { walk } from './walk'

/** Elements that only group, which the allow-list knows as `div`. */
const GROUPS = new Set(
  'address article aside center dialog dir fieldset footer form header hgroup main menu nav search section'.split(
    ' ',
  ),
)

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
const SAME_SCHEME = /^\/\/(?=[^/\\])/

/** The most of an address that anybody will read. */
export const MAX_SHOWN = 120

/** What an editor should put right, or just know: each the end of a sentence that starts with "body". */
export interface Said {
  concerns: string[]
  notes: string[]
}

/** Tidies a parsed tree in place. */
export function tidy(tree: Root): Said {
  const concerns = new Set<string>()
  const lost = new Lost()
  let late = 0
  pairTwins(tree)
  walk(tree, (node) => {
    if (node.type !== 'element') return
    lost.see(node)
    const { src } = node.properties
    tidyElement(node)
    if (node.tagName === 'img' && !isAddress(src) && isAddress(node.properties.src)) late++
    const concern = mediaConcern(node)
    if (concern) concerns.add(concern)
  })
  const found = late > 0 ? [`has pictures at addresses that were kept for a script (${late})`] : []
  return { concerns: [...concerns], notes: [...found, ...lost.notes()] }
}

function tidyElement(node: Element): void {
  const { properties } = node
  const align = alignmentOf(node)
  // `style` is not let through, so alignment becomes a class.
  if (align) properties.className = [`align-${align}`]
  // The page has its `h1`, the title.
  if (node.tagName === 'h1') node.tagName = 'h2'
  if (GROUPS.has(node.tagName)) node.tagName = 'div'
  if (node.tagName === 'img') properties.src = sourceOf(node) ?? properties.src
  for (const name of ['href', 'src', 'cite']) {
    const address = properties[name]
    if (typeof address === 'string') properties[name] = tidyAddress(address)
  }
}

/**
 * Schemes may come in any case, and with white space around the address (URL Standard). Without one the
 * address has that of the page, which is https, and in a feed none.
 */
const tidyAddress = (address: string) =>
  address
    .trim()
    .replace(SCHEME, (scheme) => scheme.toLowerCase())
    .replace(SAME_SCHEME, 'https://')

const ALIGNED = new Set(['left', 'center', 'right'])
const STYLED = /(?:^|;)\s*text-align\s*:\s*([a-z]+)/i
/** WordPress, Quill, Bootstrap: `has-text-align-right`, `ql-align-right`, `text-right`. */
const CLASSED = /^(?:has-text-align|ql-align|text|align)-(left|center|right)$/

/** How the text of an element is aligned; null where nothing is said. */
function alignmentOf({ tagName, properties }: Element): string | null {
  if (tagName === 'img' || tagName === 'iframe') return null
  const classes = Array.isArray(properties.className) ? properties.className : []
  const [styled, align] = [STYLED.exec(String(properties.style ?? ''))?.[1], properties.align]
  const classed = classes.map((name) => CLASSED.exec(String(name))?.[1]).find(Boolean)
  const said = String(styled ?? align ?? classed ?? (tagName === 'center' ? 'center' : ''))
  return ALIGNED.has(said.toLowerCase()) ? said.toLowerCase() : null
}

/** Where scripts that load pictures late find the address: WeChat, WordPress, Zhihu and others. */
const LATE = ['dataSrc', 'dataOriginal', 'dataLazySrc', 'dataActualsrc', 'dataEcho', 'dataLazyload']
const LATE_SETS = ['srcSet', 'dataSrcset', 'dataLazySrcset']

const isAddress = (value: unknown): value is string =>
  typeof value === 'string' &&
  /\S/.test(value) &&
  !/^\s*(?:data|about|blob|javascript):/i.test(value)

/** The address of a picture, also of one that only comes once a script asks for it. */
function sourceOf({ properties }: Element): string | undefined {
  const names = ['src', ...LATE]
  const found = names.map((name) => properties[name]).find(isAddress)
  if (found !== undefined) return found
  for (const name of LATE_SETS) {
    const set = properties[name]
    const first = (Array.isArray(set) ? String(set[0] ?? '') : String(set ?? '')).trim()
    const [address = ''] = first.split(/[\s,]/)
    if (isAddress(address)) return address
  }
  return undefined
}

type Child = Root['children'][number]

const isElement = (node: Child): node is Element => node.type === 'element'

const isPicture = (node: Child | undefined): node is Element =>
  node?.type === 'element' && node.tagName === 'img'

/**
 * A picture that comes late often has a twin in `noscript`. That stands in for it where the address of the
 * first is nowhere to be found; else it would be there twice.
 */
function pairTwins(parent: Root | Element): void {
  const elements = (parent.children as Child[]).filter(isElement)
  const replaced = new Set<Child>()
  for (const [i, node] of elements.entries()) {
    pairTwins(node)
    if (node.tagName !== 'noscript') continue
    const near = [elements[i - 1], elements[i + 1]].filter(isPicture)
    const isShown = near.some((picture) => isAddress(sourceOf(picture)))
    if (isShown || !node.children.some(isPicture)) continue
    node.tagName = 'span'
    for (const picture of near) replaced.add(picture)
  }
  if (replaced.size === 0) return
  parent.children = parent.children.filter((child) => !replaced.has(child)) as ElementContent[]
}

const MEDIA: Record<string, string> = {
  audio: 'a sound',
  embed: 'an embedded object',
  object: 'an embedded object',
  video: 'a video',
}

function mediaConcern({ tagName, properties, children }: Element): string | null {
  const what = MEDIA[tagName]
  if (!what) return null
  const sources = children.filter((child) => child.type === 'element' && child.tagName === 'source')
  const addresses = [properties.src, properties.data, properties.dataSrc].concat(
    sources.map((source) => (source as Element).properties.src),
  )
  const address = addresses.find(isAddress)
  const where = address ? ` (${String(address).slice(0, MAX_SHOWN)})` : ''
  return `holds ${what}${where}, which pages do not show; link to it instead`
}
