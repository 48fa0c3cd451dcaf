/** The card of a title: drawn, looked at, sent, and chosen. Loaded when somebody asks for one. */
import { element } from '../elements'
import { inLanguage } from '../language'
import { uploadPicture } from '../pictures/upload'
import { type Card, drawCard } from './draw'
import { LOOKS, type Look } from './palette'

const WORDS = inLanguage({
  zh: {
    shows: (title: string) => `分享卡片：${title}`,
    looks: '样式',
    paper: '浅色底',
    colour: '网站主色底',
    use: '使用这张卡片',
    close: '收起',
    sending: '正在上传……',
    used: '卡片已经选好。文章还没有保存。',
    drawn: '用标题生成的卡片',
    undrawn: '这个浏览器没有画成卡片，请换一个浏览器，或者另选一张图片。',
  },
  en: {
    shows: (title: string) => `Social card: ${title}`,
    looks: 'Look',
    paper: 'On paper',
    colour: 'On the site’s colour',
    use: 'Use this card',
    close: 'Close',
    sending: 'Sending…',
    used: 'The card is chosen. The article is not saved yet.',
    drawn: 'The card of the title',
    undrawn: 'This browser did not draw the card. Try another one, or choose a picture.',
  },
})

/**
 * The preview and its buttons, for a form and the part of it that is about the card. What becomes of it stands in
 * `said`. It is drawn anew when it is told to `redraw`, and says when it is `done`.
 */
export function panelOf(form: HTMLFormElement, part: HTMLElement, said: HTMLElement): HTMLElement {
  const canvas = element('canvas', { role: 'img' })
  // Without a name: the form does not send it.
  const looks = element('select', {}, ...LOOKS.map((look) => new Option(WORDS[look], look)))
  const draw = () => {
    const card = cardIn(form, part)
    drawCard(canvas, { ...card, look: looks.value as Look })
    canvas.setAttribute('aria-label', WORDS.shows(card.title))
  }
  const use = element('button', { type: 'button', class: 'first' }, WORDS.use)
  const close = element('button', { type: 'button' }, WORDS.close)
  const panel = element(
    'div',
    { class: 'card' },
    canvas,
    element('label', {}, WORDS.looks, looks),
    element('p', { class: 'buttons' }, use, close),
  )
  const done = () => panel.dispatchEvent(new Event('done'))
  panel.addEventListener('redraw', draw)
  // Title, section and language may change while it is shown.
  for (const kind of ['input', 'change']) {
    form.addEventListener(kind, () => {
      if (!panel.hidden) draw()
    })
  }
  close.addEventListener('click', done)
  use.addEventListener('click', async () => {
    use.disabled = true
    said.textContent = WORDS.sending
    const faults = await send(canvas, cardIn(form, part).title, part)
    use.disabled = false
    said.textContent = faults ?? WORDS.used
    if (faults === null) done()
  })
  return panel
}

/** What the form says that stands on the card. */
function cardIn(form: HTMLFormElement, part: HTMLElement): Omit<Card, 'look'> {
  const { site = '', language = '', accent = '' } = part.dataset
  const of = (name: string) => form.elements.namedItem(name)
  const section = of('section') as HTMLSelectElement | null
  const chosen = section?.value ? section.selectedOptions[0] : null
  const own = (of('language') as HTMLInputElement | null)?.value.trim()
  return {
    title: (of('title') as HTMLInputElement).value.trim(),
    section: chosen?.text ?? '',
    site,
    language: own || language,
    accent,
  }
}

/** Sends the picture and chooses it. Gives why it could not be, null when all is well. */
async function send(
  canvas: HTMLCanvasElement,
  title: string,
  part: HTMLElement,
): Promise<string | null> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) return WORDS.undrawn
  const file = new File([blob], `${title}.png`, { type: 'image/png' })
  const sent = await uploadPicture(file, { alt: title })
  if ('faults' in sent) return sent.faults.join(' ')
  chooseCard(part, sent)
  return null
}

/** Has the form choose a picture as the card; among those that it offers, if it does. */
function chooseCard(part: HTMLElement, { hash, path }: { hash: string; path: string }): void {
  const all = [...part.querySelectorAll<HTMLInputElement>('input[name=card]')]
  const there = all.find(({ value }) => value === hash)
  const radio = there ?? element('input', { type: 'radio', name: 'card', value: hash })
  if (!there) {
    const image = element('img', { src: path, alt: '' })
    all[0]
      ?.closest('label')
      ?.after(element('label', { class: 'choice' }, radio, image, element('span', {}, WORDS.drawn)))
  }
  radio.checked = true
  // Whoever saves the form listens to it.
  for (const kind of ['input', 'change']) radio.dispatchEvent(new Event(kind, { bubbles: true }))
}
