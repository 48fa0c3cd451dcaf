/** Work that follows what somebody types. */

/** Does the work at once when there was none for a while, and else at most once in so many milliseconds. */
export function soon(work: () => void, wait = 300): () => void {
  let last = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    if (timer !== undefined) return
    timer = setTimeout(
      () => {
        timer = undefined
        last = performance.now()
        work()
      },
      Math.max(0, last + wait - performance.now()),
    )
  }
}

/** Does the work once nothing has happened for so many milliseconds. */
export function afterwards(work: () => void, wait: number): { again(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    again() {
      clearTimeout(timer)
      timer = setTimeout(work, wait)
    },
    stop: () => clearTimeout(timer),
  }
}
