/** 公众号 articles, and what 135编辑器, 秀米 and 96编辑器 make for them. */

/** Loads what is loaded late, keeps films as links, and puts lines of code together. */
export function readWeixin(body: HTMLElement): void {
  for (const picture of body.querySelectorAll('img[data-src]')) {
    picture.setAttribute('src', picture.getAttribute('data-src') ?? '')
  }
  for (const film of body.querySelectorAll('iframe, video, audio'))
    film.replaceWith(...linkTo(film))
  for (const code of body.querySelectorAll('pre')) {
    const lines = [...code.children].filter(({ localName }) => localName === 'code')
    for (const line of lines.slice(0, -1)) line.after('\n')
  }
}

/** What we cannot show is not lost: its address stands in its place. */
function linkTo(film: Element): Node[] {
  const address = film.getAttribute('data-src') ?? film.getAttribute('src') ?? ''
  if (!/^(https?:)?\/\//.test(address)) return [...film.childNodes]
  const link = film.ownerDocument.createElement('a')
  link.href = address
  link.append(film.getAttribute('title') || address)
  const block = film.ownerDocument.createElement('p')
  block.append(link)
  return [block]
}
