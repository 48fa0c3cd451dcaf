/** What runs in the browser of who writes. The page is complete without. */

const form = document.querySelector<HTMLFormElement>('form#article')
if (form) form.dataset.script = 'on'
