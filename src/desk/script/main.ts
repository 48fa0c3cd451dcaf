/** What runs in the browser of who writes. The page is complete without. */
import { startSaving } from './saving/start'

const form = document.querySelector<HTMLFormElement>('form#article')
if (form) {
  form.dataset.script = 'on'
  await startSaving(form)
}
