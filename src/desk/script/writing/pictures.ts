/** Pictures in the text, as readers see them: our own are named by their hash, and found by the desk. */
import type { Node } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'
import { element } from '../elements'

const OWN = /^\s*picture:\s*([0-9a-f]{64})\s*$/i

/** Where a browser finds a picture by the address that the text has for it. */
export function addressOf(src: string): string {
  const [, hash] = OWN.exec(src) ?? []
  return hash ? `/desk/pictures/${hash.toLowerCase()}/file` : src
}

/** From where the page may show pictures: anything else would be refused by the browser, loudly. */
const places = (document.forms.namedItem('article')?.dataset.pictures ?? '').split(' ')

function isShown(address: string): boolean {
  const url = URL.parse(address, location.href)
  return (
    url !== null &&
    [location.origin, ...places].some((place) => [url.origin, url.protocol].includes(place))
  )
}

/** A picture with its caption below. What it shows is said to who cannot see it. */
export function pictureView(node: Node): NodeView {
  const dom = element('span', { class: 'picture' })
  draw(dom, node)
  return {
    dom,
    update(now) {
      if (now.type !== node.type) return false
      draw(dom, now)
      return true
    },
    ignoreMutation: () => true,
  }
}

function draw(dom: HTMLElement, { attrs: { src, alt, title } }: Node): void {
  const address = addressOf(String(src))
  const image = isShown(address)
    ? element('img', { src: address, alt: String(alt ?? ''), draggable: 'false' })
    : element('code', {}, String(src))
  dom.replaceChildren(
    image,
    ...(title ? [element('span', { class: 'caption' }, String(title))] : []),
  )
}
