/** The pictures in a body, as sitemaps and search engines are told of them. */
import type { Root } from 'hast'
import { paths } from '../../site'
import { walk } from './walk'

/**
 * What the images of an article may take in a sitemap, in bytes. With the 318 of the rest of its
 * entry, 10,000 of them stay below the 10 MB where Baidu stops reading.
 */
export const MAX_IMAGES_BYTES = 650

/** `<image:image><image:loc></image:loc></image:image>`, and a long origin for those without one. */
const MARKUP_BYTES = 50
const ORIGIN_BYTES = 60

const BASE = 'https://site.invalid'
/** Where the article's page stands: from there browsers read what is relative. */
const PAGE = BASE + paths.article('')

/**
 * The addresses of the first pictures, each once, as far as a sitemap has room for them: absolute,
 * or from the site's root. Percent-encoded ASCII without a space.
 */
export function imagesIn(tree: Root): string[] {
  const found = new Set<string>()
  walk(tree, (node) => {
    if (node.type !== 'element' || node.tagName !== 'img') return
    const url = URL.parse(String(node.properties.src ?? ''), PAGE)
    if (!url || !/^https?:$/.test(url.protocol)) return
    url.hash = ''
    found.add(url.origin === BASE ? url.pathname + url.search : url.href)
  })
  return withinBudget([...found])
}

/** Of addresses, the first that a sitemap has room for. */
export function withinBudget(addresses: string[]): string[] {
  let room = MAX_IMAGES_BYTES
  return addresses.filter((address) => {
    const cost = address.replaceAll('&', '&amp;').length + MARKUP_BYTES + ORIGIN_BYTES
    if (cost > room) return false
    room -= cost
    return true
  })
}
