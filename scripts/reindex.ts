/** npm run reindex [-- --url URL] [--from CURSOR]: makes the search index anew. */
import { parseArgs } from 'node:util'
import { send } from './post-file.ts'
import { TARGET_OPTIONS, target } from './target.ts'

interface Slice {
  done: number
  next: number | null
}

let cursor: string | undefined
try {
  const { values } = parseArgs({ options: { ...TARGET_OPTIONS, from: { type: 'string' } } })
  const newsroom = target(values)
  cursor = values.from ?? '0'
  for (let done = 0; ; ) {
    const path: string = `/api/search?${new URLSearchParams({ cursor })}`
    const slice: Slice = await send(newsroom, 'POST', path, {})
    done += slice.done
    if (slice.next === null) {
      console.log(`${done} articles are indexed.`)
      break
    }
    cursor = String(slice.next)
    if (done % 1_000 === 0) console.log(`${done} articles …`)
  }
} catch (fault) {
  console.error((fault as Error).message)
  if (cursor) console.error(`To go on: npm run reindex -- --from ${cursor}, with the same options`)
  process.exitCode = 1
}
