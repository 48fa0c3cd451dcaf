/** Articles that stood on several pages, as one text. */

interface Pages {
  html: string
  /** How many there were. */
  count: number
}

/** What parts pages, and the title of the page below it. */
const BREAKS = {
  dedecms: /#p#([\s\S]{0,200}?)#e#|\{dede:pagebreak\s*\/?\}/gi,
  empirecms:
    /\[!--empirenews\.page--\](?:([^<[\]]{1,200})\[\/!--empirenews\.page--\])?|\[\/!--empirenews\.page--\]/gi,
}

/** What stands for a title that nobody gave. */
const UNTITLED = /^(分页标题|副标题)?$/

/** An article's HTML on one page: titles of pages become headings, and other breaks go. */
export function onOnePage(html: string, software: keyof typeof BREAKS): Pages {
  let count = 1
  const whole = html.replace(BREAKS[software], (found, title: string | undefined, at: number) => {
    const isFirst = html.slice(0, at).replace(/<[^>]*>|&nbsp;|\s/gi, '') === ''
    if (!isFirst && !found.startsWith('[/')) count++
    const plain = (title ?? '').replace(/<[^>]*>/g, '').trim()
    return UNTITLED.test(plain) ? '' : `<h2>${plain}</h2>`
  })
  return { html: whole, count }
}

/** At most so many pages of an article keep addresses of their own. */
const MOST_PAGES = 50

/** Where the further pages of an article stood: `12_2.html` beside `12.html`. */
export const furtherPages = (address: string, count: number): string[] =>
  /\.s?html?$/.test(address)
    ? Array.from({ length: Math.min(count, MOST_PAGES) - 1 }, (_, i) =>
        address.replace(/(\.s?html?)$/, `_${i + 2}$1`),
      )
    : []
