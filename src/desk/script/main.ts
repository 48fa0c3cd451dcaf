/** What runs in the browser of who writes. The page is complete without. */
import { offerCard } from './card/offer'
import { extrasOf } from './extras'
import { startSaving } from './saving/start'
import { Writing } from './writing/writing'

const form = document.querySelector<HTMLFormElement>('form#article')
if (form && !form.querySelector('fieldset.all:disabled')) {
  await startSaving(form)
  offerCard(form)
  await Writing.begin(form, extrasOf(form))
}
