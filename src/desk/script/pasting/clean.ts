/** What was pasted, as HTML with nothing in it but what an article is made of. */
import { writeBlocks } from './blocks'
import { readInert } from './inert'
import { buildLists } from './lists'
import { pairNotes } from './notes'
import { isOffice, readParagraphs } from './office'
import { dropUnseen } from './unseen'
import { readWeixin } from './weixin'

/**
 * Cleans what another program put on the clipboard. All words that could be seen there are in what it gives;
 * fonts, colours, wrappers and decorations are not. What an editor like ours put there comes back as it is.
 */
export function cleanPasted(html: string): string {
  const body = readInert(html)
  if (body.querySelector('[data-pm-slice]')) return html
  dropUnseen(body)
  if (isOffice(html) || body.querySelector('[role=heading]')) readParagraphs(body)
  readWeixin(body)
  pairNotes(body)
  buildLists(body)
  const to = body.ownerDocument.createElement('div')
  writeBlocks(body, to)
  lowerHeadings(to)
  tightenLists(to)
  return to.innerHTML
}

/** An article's title is its only `h1`: where what is pasted has some, all its headings come a level down. */
function lowerHeadings(to: Element): void {
  if (!to.querySelector('h1')) return
  for (const heading of to.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = Math.min(Number(heading.localName[1]) + 1, 6)
    const lower = to.ownerDocument.createElement(`h${level}`)
    lower.append(...heading.childNodes)
    heading.replaceWith(lower)
  }
}

/** Lists whose items are a line each, and lists below it, have no space between them. */
function tightenLists(to: Element): void {
  for (const list of to.querySelectorAll('ul, ol')) {
    const isTight = [...list.children].every(({ children }) =>
      [...children].every(
        ({ localName }, i) => /^[uo]l$/.test(localName) || (i === 0 && localName === 'p'),
      ),
    )
    if (!isTight) continue
    for (const line of list.querySelectorAll(':scope > li > p'))
      line.replaceWith(...line.childNodes)
  }
}
