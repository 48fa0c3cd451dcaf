/** npm run purge [-- --url URL]: has every page made anew. */
import { command } from './command.ts'
import { send } from './request.ts'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target.ts'

const HELP = `Usage: npm run purge [-- --url URL]
Has every page made anew, after a change of the database by hand. See "Purge everything" in docs/operations.md.
${TARGET_HELP}`

await command(HELP, TARGET_OPTIONS, [0, 0], async (values) => {
  const { purge } = await send<{ purge: 'done' | 'queued' }>(
    target(values),
    'POST',
    '/api/purge',
    {},
  )
  console.log(
    purge === 'done'
      ? 'Done: from now on every page is as the database has it.'
      : 'Every page is made anew. The edge could not be told yet; the clock tells it within minutes.',
  )
})
