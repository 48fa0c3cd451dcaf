/** Offers to draw a card from the title: what draws it is loaded then. */
import { element } from '../elements'
import { inLanguage } from '../language'

const WORDS = inLanguage({
  zh: {
    draw: '用标题生成分享卡片',
    noTitle: '请先写标题。',
    unloaded: '没有加载成功，请检查网络，再试一次。',
  },
  en: {
    draw: 'Draw a card from the title',
    noTitle: 'Write the title first.',
    unloaded: 'It could not be loaded. Check the connection, and try again.',
  },
})

/** Offers it at a form that has a place for a card. */
export function offerCard(form: HTMLFormElement): void {
  const part = form.querySelector<HTMLElement>('.cards')
  if (!part) return
  const said = element('p', { role: 'status' })
  const begin = element('button', { type: 'button', 'aria-expanded': 'false' }, WORDS.draw)
  let panel: HTMLElement | null = null
  const show = (is: boolean) => {
    if (panel) panel.hidden = !is
    begin.setAttribute('aria-expanded', String(is))
  }
  const load = async () => {
    const { panelOf } = await import('./panel')
    const made = panelOf(form, part, said)
    made.hidden = true
    made.addEventListener('done', () => {
      show(false)
      begin.focus()
    })
    said.before(made)
    return made
  }
  begin.addEventListener('click', async () => {
    const title = form.elements.namedItem('title') as HTMLInputElement
    if (title.value.trim() === '') {
      said.textContent = WORDS.noTitle
      return show(false)
    }
    begin.disabled = true
    panel ??= await load().catch(() => null)
    begin.disabled = false
    said.textContent = panel ? '' : WORDS.unloaded
    if (!panel) return
    show(Boolean(panel.hidden))
    if (!panel.hidden) panel.dispatchEvent(new Event('redraw'))
  })
  part.append(element('p', { class: 'buttons' }, begin), said)
}
