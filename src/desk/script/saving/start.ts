/**
 * Nothing typed in an article's form is lost: each input is kept in this browser, and soon after on the server,
 * until a button saves it. Knows only form controls: whoever writes into one says so by an `input` event.
 */
import { fieldsBrought } from './fields'
import { idOf, KeptTexts } from './kept'
import { Line } from './line'
import { holdBack, LEAVING } from './press'
import { fateOf, type Kept, type Page } from './restoring'
import { Sheet } from './sheet'
import { hold, newTab, Tabs, unused } from './tabs'
import { WORDS } from './words'

export interface Saving {
  /** Settled when all that was typed is on the server, or cannot get there. */
  flush(): Promise<'saved' | 'failed'>
  /** Whether the form holds a text that was kept in this browser. */
  restored: boolean
}

/** To be awaited before anything draws what stands in the form: it may be put back. */
export async function startSaving(form: HTMLFormElement): Promise<Saving> {
  const buttons = form.querySelector<HTMLElement>('.reach')
  // Who may only look at the article changes nothing.
  if (!buttons) return { flush: async () => 'saved', restored: false }
  const { person = '', article = '' } = form.dataset
  const page = pageOf(form)
  const subject = article || `new:${hiddenIn(form, 'once')}`
  const id = idOf(person, subject, newTab())
  hold(id)
  const line = new Line(buttons)
  const kept = await KeptTexts.open(() => sheet.show())
  const tabs = new Tabs(`${person} ${subject}`, (message) =>
    line.sayOfTabs({ open: WORDS.also, typed: WORDS.typed, gone: '' }[message]),
  )
  const found = kept ? await left(kept, person, subject, page) : []
  const fates = found.map((one) => ({ one, fate: fateOf(one, page) }))
  for (const { one, fate } of fates) if (fate === 'drop') kept?.drop(one.id)
  const chosen = fates.find(({ fate }) => fate !== 'drop' && fate !== 'offer')
  const sheet = new Sheet(form, page, { id, subject }, { kept, tabs, line }, chosen?.one ?? null)
  listen(form, sheet, tabs)
  if (chosen) {
    const { one, fate } = chosen
    if (fate === 'adopt') sheet.adopt(one)
    else sheet.bringBack(one, fate === 'follow' ? page : one)
    // Only now that it is kept anew.
    await kept?.written()
    if (kept?.canKeep) kept.drop(one.id)
  }
  // What was typed before all this was ready.
  sheet.typed()
  const offered = fates.find(({ fate }) => fate === 'offer')
  if (offered && !chosen) sheet.offer(offered.one)
  if (kept && !chosen && article === '' && page.copy.length === 0) {
    sheet.offerBegun(await begun(kept, person, subject))
  }
  return { flush: sheet.flush, restored: chosen !== undefined && chosen.fate !== 'adopt' }
}

const hiddenIn = (form: HTMLFormElement, name: string) =>
  (form.elements.namedItem(name) as HTMLInputElement).value

const pageOf = (form: HTMLFormElement): Page => ({
  fields: fieldsBrought(form),
  revision: Number(hiddenIn(form, 'revision')),
  draft: hiddenIn(form, 'draft'),
  copy: hiddenIn(form, 'copy').split(' ').filter(Boolean).map(Number),
  settled: Number(form.dataset.settled) || null,
})

/** What was kept of this article by pages that are not open any more; the newest first. */
async function left(kept: KeptTexts, person: string, subject: string, page: Page): Promise<Kept[]> {
  const { settled } = page
  const found = (await kept.of(person)).filter(
    (one) =>
      one.subject === subject || (settled !== null && [one.version, ...one.seen].includes(settled)),
  )
  const free = await unused(found.map(({ id }) => id))
  return found.filter(({ id }) => free.has(id))
}

/** New articles that the server does not know of, and no open page holds. */
async function begun(kept: KeptTexts, person: string, subject: string): Promise<Kept[]> {
  const found = (await kept.of(person)).filter(
    (one) =>
      one.subject.startsWith('new:') && one.subject !== subject && !one.wasKept && !one.isGivenUp,
  )
  const free = await unused(found.map(({ id }) => id))
  return found.filter(({ id }) => free.has(id)).slice(0, 5)
}

function listen(form: HTMLFormElement, sheet: Sheet, tabs: Tabs): void {
  // While an input method composes, too: what stands there is kept, and nothing else is done.
  for (const type of ['input', 'change']) form.addEventListener(type, () => sheet.typed())
  form.addEventListener('formdata', ({ formData }) => {
    formData.set('revision', String(sheet.base.revision))
    formData.set('draft', sheet.base.draft)
    formData.set('copy', sheet.copy.join(' '))
  })
  holdBack(form, {
    flush: sheet.flush,
    say: (callOff) => sheet.press(callOff),
    leave: () => {
      sheet.leave()
      setTimeout(() => sheet.stay(), LEAVING)
    },
  })
  document
    .querySelector<HTMLFormElement>('form#discard-copy')
    ?.addEventListener('submit', () => sheet.giveUp())
  for (const type of ['online', 'focus', 'pageshow']) addEventListener(type, sheet.wake)
  document.addEventListener('visibilitychange', sheet.wake)
  addEventListener('pagehide', () => tabs.gone())
  addEventListener('beforeunload', (event) => {
    if (sheet.isAtRisk && !sheet.isLeaving) event.preventDefault()
  })
}
