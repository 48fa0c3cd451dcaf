/** The article on the clipboard, for the editor of 公众号. */
import { inLanguage } from '../language'
import { say } from '../pictures/saying'
import { readInert, withStyles } from './inert'
import { dressForWeixin, type Site } from './weixin-styles'

const WORDS = inLanguage({
  zh: {
    copied:
      '已复制，请到公众号编辑器里粘贴。图片会由公众号重新上传；若有没显示的，请在那里另行插入。',
    faulty: (why: string) => `没有复制：${why}`,
    offline: '没有复制：连不上编辑部，请检查网络。',
    barred: '没有复制：浏览器不允许使用剪贴板，请在地址栏旁允许后再试。',
  },
  en: {
    copied:
      'Copied: paste it into the editor of 公众号. That uploads the pictures again; if one does not show, insert it there by hand.',
    faulty: (why: string) => `Nothing was copied: ${why}`,
    offline: 'Nothing was copied: the newsroom cannot be reached.',
    barred:
      'Nothing was copied: the browser does not allow the use of the clipboard. Allow it beside the address, and try again.',
  },
})

/** Why there is nothing to copy, in a sentence. */
class NotRendered extends Error {}

/**
 * Copies the text of an article's form as 公众号 keeps it, as the newsroom renders it, and says below the text
 * what became of it. Call it while a click is answered: browsers ask for that.
 */
export async function copyForWeixin(form: HTMLFormElement): Promise<void> {
  const field = form.elements.namedItem('body') as HTMLTextAreaElement
  const below = form.querySelector('.ProseMirror') ?? field
  const dressed = render(form)
  const part = (type: string, read: (body: HTMLElement) => string) =>
    dressed.then((body) => new Blob([read(body)], { type }))
  const item = new ClipboardItem({
    'text/html': part('text/html', withStyles),
    'text/plain': part('text/plain', plainText),
  })
  const sentence = await navigator.clipboard.write([item]).then(
    () => WORDS.copied,
    () =>
      dressed.then(
        () => WORDS.barred,
        (fault) => (fault instanceof NotRendered ? fault.message : WORDS.offline),
      ),
  )
  say(below, sentence)
}

async function render(form: HTMLFormElement): Promise<HTMLElement> {
  const sent = new FormData()
  for (const name of ['body', 'format']) {
    sent.append(
      name,
      (form.elements.namedItem(name) as HTMLTextAreaElement | HTMLSelectElement).value,
    )
  }
  const response = await fetch('/desk/articles/rendered', { method: 'POST', body: sent })
  const said = (await response.json()) as (Site & { html: string }) | { faults: string[] }
  if ('faults' in said) throw new NotRendered(WORDS.faulty(said.faults.join(' ')))
  const body = readInert(said.html)
  dressForWeixin(body, said)
  return body
}

/** A line for each block. */
const plainText = (body: HTMLElement): string =>
  [...body.querySelectorAll('p, h2, h3, h4, h5, h6, li, tr, pre, figcaption')]
    .filter((block) => !block.parentElement?.closest('li, tr'))
    .map((block) => (block.textContent ?? '').replaceAll('\u00a0', ' ').trim())
    .filter((line) => line !== '')
    .join('\n\n')
