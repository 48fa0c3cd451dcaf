/** The lines beside the buttons that say where the text is kept, with what can be done about that. */

/** Something that can be done: a button, or a link. */
export type Offer = { label: string; act: () => void } | { label: string; href: string }

export class Line {
  private readonly said = document.createElement('p')
  private readonly offered = document.createElement('p')
  private readonly below = document.createElement('p')

  /** Stands in the bar of the form's buttons, which it makes room in. */
  constructor(buttons: HTMLElement) {
    const bar = document.createElement('div')
    bar.className = 'reach'
    buttons.classList.remove('reach')
    buttons.replaceWith(bar)
    this.said.className = 'saving'
    this.said.role = 'status'
    this.offered.className = 'offers'
    this.below.className = 'tabs'
    this.below.role = 'status'
    bar.append(this.below, this.said, this.offered, buttons)
    this.say('')
    this.sayOfTabs('')
  }

  /** Says it in place of what was said, unless it is the same: whoever listens is told but once. */
  say(text: string, offers: Offer[] = []): void {
    if (this.said.textContent !== text) this.said.textContent = text
    this.said.hidden = text === ''
    this.offered.replaceChildren(...offers.map(toElement))
    this.offered.hidden = offers.length === 0
  }

  /** What is to be said of other tabs; empty for nothing. */
  sayOfTabs(text: string): void {
    if (this.below.textContent !== text) this.below.textContent = text
    this.below.hidden = text === ''
  }
}

function toElement(offer: Offer): HTMLElement {
  if ('href' in offer) {
    const link = document.createElement('a')
    link.href = offer.href
    link.textContent = offer.label
    // What is typed here stays.
    link.target = '_blank'
    link.rel = 'noopener'
    return link
  }
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'plain'
  button.textContent = offer.label
  button.addEventListener('click', offer.act)
  return button
}
