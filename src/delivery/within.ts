/** Thrown by `within` when the time is up. */
export class TimedOut extends Error {}

/**
 * Work under way. Whoever waits for it gives milliseconds, which count from then; once it is done it
 * costs no timer.
 */
export function underway<T>(work: Promise<T>): (milliseconds: number) => Promise<T> {
  let isDone = false
  const end = () => {
    isDone = true
  }
  // Of a failure too: nobody may ever wait for it.
  work.then(end, end)
  return (milliseconds) => (isDone ? work : within(milliseconds, work))
}

/** The work's result, or a `TimedOut` after so many milliseconds. The work itself goes on unheard. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new TimedOut(`no answer in ${milliseconds} ms`))
    const timer = setTimeout(late, milliseconds)
    work.then(resolve, reject).then(() => clearTimeout(timer))
  })
}
