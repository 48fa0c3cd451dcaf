/** Thrown by `within` when the time is up. */
export class TimedOut extends Error {}

/**
 * Work under way. Whoever waits for it gives milliseconds, which count from then; once it is done it
 * costs no timer.
 */
export function underway<T>(work: Promise<T>): (milliseconds: number) => Promise<T> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  // Nobody may ever wait for it.
  done.catch(() => {})
  return (milliseconds) => (isDone ? done : within(milliseconds, done))
}

/** The work's result, or a `TimedOut` after so many milliseconds. The work itself goes on unheard. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`no answer in ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}
