/** What runs in the browser of who writes. The page is complete without. */
import { offerCard } from './card/panel'
import { extrasOf } from './extras'
import { Writing } from './writing/writing'

const form = document.querySelector<HTMLFormElement>('form#article')
if (form && !form.querySelector('fieldset.all:disabled')) {
  offerCard(form)
  await Writing.begin(form, extrasOf(form))
}
