/** npm run reindex [-- --url URL] [--from CURSOR]: makes the search index anew. */
import { command } from './command.ts'
import { send } from './request.ts'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target.ts'

const HELP = `Usage: npm run reindex [-- --from CURSOR] [--url URL]
Makes the search index anew, while everything goes on working.
--from CURSOR: where an attempt that broke off was; it says so at its end
${TARGET_HELP}`

interface Slice {
  done: number
  next: number | null
}

const options = { ...TARGET_OPTIONS, from: { type: 'string' } } as const

await command(HELP, options, [0, 0], async (values) => {
  const newsroom = target(values)
  let cursor = values.from ?? '0'
  try {
    for (let done = 0; ; ) {
      const path: string = `/api/search?${new URLSearchParams({ cursor })}`
      const slice: Slice = await send(newsroom, 'POST', path, {})
      done += slice.done
      if (slice.next === null) return console.log(`${done} articles are indexed.`)
      cursor = String(slice.next)
      if (done % 1_000 === 0) console.log(`${done} articles …`)
    }
  } catch (fault) {
    console.error(`To go on: npm run reindex -- --from ${cursor}, with the same options`)
    throw fault
  }
})
