/** The source of a text that is not shown as it will look any more, for pictures that come after that. */

/** Changes what the form holds, as if it were typed: whatever keeps or shows it sees that. */
export function changeSource(form: HTMLFormElement, change: (source: string) => string): void {
  const field = form.elements.namedItem('body') as HTMLTextAreaElement
  const now = change(field.value)
  if (now === field.value) return
  field.value = now
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
