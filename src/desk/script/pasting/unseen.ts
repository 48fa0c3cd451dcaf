/** What nobody sees of a page: it goes before anything else is read. */
import { STYLE } from './inert'
import { styleOf } from './styles'

const UNSEEN = [
  ...['script', 'style', 'meta', 'link', 'title', 'base', 'template', 'noscript', 'xml', 'object'],
  ...['embed', 'applet', 'canvas', 'input', 'select', 'textarea', 'colgroup', 'map', 'annotation'],
  '[hidden]',
].join(',')

/** Takes out comments (Word's conditions too), what is never drawn, and drawings but for the words in them. */
export function dropUnseen(body: HTMLElement): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const comments: Comment[] = []
  while (walker.nextNode()) comments.push(walker.currentNode as Comment)
  for (const comment of comments) comment.remove()
  for (const element of body.querySelectorAll(UNSEEN)) element.remove()
  for (const element of body.querySelectorAll(`[${STYLE}]`)) if (isHidden(element)) element.remove()
  for (const drawing of body.querySelectorAll('svg')) {
    // Those within others went with them.
    if (body.contains(drawing)) drawing.replaceWith(...wordsIn(drawing))
  }
}

function isHidden(element: Element): boolean {
  const style = styleOf(element)
  if (style.get('display')?.startsWith('none') || style.get('mso-hide') === 'all') return true
  // Remarks beside a text in Word: between colleagues, not for readers.
  return /^comment/.test(style.get('mso-element') ?? '')
}

/** 公众号 hides whole paragraphs in `foreignObject`, to be shown when tapped. */
function wordsIn(drawing: Element): Node[] {
  const held = [...drawing.querySelectorAll('foreignObject, text')]
  return held
    .filter((one) => !one.parentElement?.closest('foreignObject, text'))
    .map((one) => {
      const block = drawing.ownerDocument.createElement('div')
      block.append(...one.childNodes)
      return block
    })
}
