/** npm run reindex [-- --url URL] [--from CURSOR]: makes the search index anew. */
import { command } from './command.ts'
import { FROM_HELP, inSlices, SLICE_OPTIONS } from './slices.ts'
import { TARGET_HELP, target } from './target.ts'

const HELP = `Usage: npm run reindex [-- --from CURSOR] [--url URL]
Makes the search index anew, while everything goes on working.
${FROM_HELP}
${TARGET_HELP}`

await command(HELP, SLICE_OPTIONS, [0, 0], async (values) => {
  const done = await inSlices(target(values), 'reindex', '/api/search', {
    from: values.from,
  })
  console.log(`${done} articles are indexed.`)
})
