/** What stands in a form, taken out and put back. */
import { type Fields, isSame } from './restoring'

/** Fields that say how the form is sent, and nothing that anybody typed. */
const OWN = new Set(['revision', 'draft', 'copy', 'once', 'do'])

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** As it stands now. Files are left out: nothing can put them back. */
export const fieldsOf = (form: HTMLFormElement): Fields =>
  [...new FormData(form)].flatMap(
    ([name, value]): Fields => (typeof value === 'string' && !OWN.has(name) ? [[name, value]] : []),
  )

/** As the page brought it, whatever was typed since, or put back by the browser. */
export const fieldsBrought = (form: HTMLFormElement): Fields =>
  controlsOf(form).flatMap((control): Fields => {
    if (control.matches(':disabled')) return []
    if (control instanceof HTMLSelectElement) {
      const options = [...control.options]
      const chosen = options.findLast(({ defaultSelected }) => defaultSelected) ?? options[0]
      return chosen ? [[control.name, chosen.value]] : []
    }
    if (isTicked(control)) return control.defaultChecked ? [[control.name, control.value]] : []
    return [[control.name, untouched(control)]]
  })

/** What a control holds that nobody has touched: its default, as such a control takes it. */
function untouched(control: HTMLInputElement | HTMLTextAreaElement): string {
  const fresh = control.cloneNode(true) as typeof control
  fresh.value = control.defaultValue
  return fresh.value
}

/** Puts fields back, and tells whoever listens to the controls that changed. */
export function putBack(form: HTMLFormElement, fields: Fields): void {
  if (isSame(fields, fieldsOf(form))) return
  const left = new Map<string, string[]>()
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value])
  for (const control of controlsOf(form)) {
    const values = left.get(control.name)
    if (isTicked(control)) {
      const at = values?.indexOf(control.value) ?? -1
      if (at >= 0) values?.splice(at, 1)
      if (control.checked !== at >= 0) change(control, () => (control.checked = at >= 0))
    } else {
      const value = values?.shift() ?? ''
      if (
        control instanceof HTMLSelectElement &&
        ![...control.options].some((one) => one.value === value)
      )
        control.add(new Option(value, value))
      if (control.value !== value) change(control, () => (control.value = value))
    }
  }
  // Keywords for which the page has no field, a picture that it does not offer.
  for (const [name, values] of left) for (const value of values) add(form, name, value)
}

function add(form: HTMLFormElement, name: string, value: string): void {
  const like = controlsOf(form).findLast((one) => one.name === name)
  if (!(like instanceof HTMLInputElement)) return
  const control = like.cloneNode() as HTMLInputElement
  control.removeAttribute('id')
  control.hidden = isTicked(like)
  like.after(control)
  change(control, () => {
    control.value = value
    control.checked = isTicked(control)
  })
}

function change(control: Control, work: () => void): void {
  work()
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }))
}

const isTicked = (control: Control): control is HTMLInputElement =>
  control.type === 'checkbox' || control.type === 'radio'

const controlsOf = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (one): one is Control =>
      (one instanceof HTMLInputElement ||
        one instanceof HTMLTextAreaElement ||
        one instanceof HTMLSelectElement) &&
      one.name !== '' &&
      !OWN.has(one.name) &&
      !['file', 'submit', 'button', 'image', 'reset'].includes(one.type),
  )
