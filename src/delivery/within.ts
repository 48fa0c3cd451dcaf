/** Waiting, but not for ever. */

/** Thrown by `within` when the time is up. */
export class TimedOut extends Error {}

/**
 * Work under way, as a function that waits for it, for at most the given milliseconds from then on.
 * Once the work is done, waiting takes no timer.
 */
export function underway<T>(work: Promise<T>): (milliseconds: number) => Promise<T> {
  let isDone = false
  const end = () => {
    isDone = true
  }
  // A failure is caught too: perhaps nobody ever waits for it.
  work.then(end, end)
  return (milliseconds) => (isDone ? work : within(milliseconds, work))
}

/** The work's result, or a `TimedOut` after the given milliseconds. The work itself goes on unheeded. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new TimedOut(`no answer in ${milliseconds} ms`))
    const timer = setTimeout(late, milliseconds)
    work.then(resolve, reject).then(() => clearTimeout(timer))
  })
}
