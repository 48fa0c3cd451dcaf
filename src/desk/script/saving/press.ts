/** Buttons that send the form wait until the text is on the server: what is published is what is on the screen. */

interface Waiting {
  submitter: HTMLElement | null
}

interface Around {
  flush(): Promise<'saved' | 'failed'>
  /** Something is pressed and waits; null: no longer. */
  say(callOff: (() => void) | null): void
  /** The form is on its way. */
  leave(): void
}

/** After so long a form that was sent may be sent again: the browser was stopped, or is still waiting. */
export const LEAVING = 5_000

/** Sends the form as its button would, a moment later, and once however often it is pressed. */
export function holdBack(form: HTMLFormElement, around: Around): void {
  let waiting: Waiting | null = null
  let isGoing = false
  let leftAt = -LEAVING
  form.addEventListener('submit', async (event) => {
    const { submitter } = event
    // A preview sends what stands here, and stays.
    if (event.defaultPrevented || submitter?.getAttribute('formtarget')) return
    if (isGoing) {
      isGoing = false
      leftAt = performance.now()
      around.leave()
      return
    }
    event.preventDefault()
    if (waiting || performance.now() - leftAt < LEAVING) return
    const mine: Waiting = { submitter }
    waiting = mine
    const callOff = () => {
      if (waiting === mine) waiting = null
      around.say(null)
    }
    around.say(callOff)
    // Not before this event is over: until then a form is not sent again (WHATWG HTML, 4.10.22.3).
    await Promise.all([around.flush(), new Promise((resolve) => setTimeout(resolve))])
    if (waiting !== mine) return
    waiting = null
    around.say(null)
    isGoing = true
    form.requestSubmit(submitter)
    isGoing = false
  })
}
